// @vitest-environment jsdom
import { act } from 'react'
import { expect, test } from 'vitest'
import { CONNECTION_ID, ENDED, LOCKED, ON_DEVICE, PENDING } from '../../dev/fixture-tickets.ts'
import { SNAPSHOTS } from '../../dev/fixtures.ts'
import {
  allByRole,
  byRole,
  exactOf,
  nameOf,
  patch,
  press,
  renderOverDesk,
  sent,
  submit,
  type,
} from '../../dev/screen.test-support.tsx'
import { useNotices } from '../../state/notices.ts'
import { Discreet } from '../../ui/discreet.ts'
import { ApprovalsPanel } from './ApprovalsPanel.tsx'

const { busy, empty } = SNAPSHOTS

test('a waiting ticket shows its sentence and exact figures', async () => {
  await renderOverDesk(<ApprovalsPanel />, busy)
  const ticket = byRole('article')
  expect(nameOf(ticket)).toBe(PENDING.sentence)
  expect(exactOf('lossAtStop', ticket)).toBe('99.98124402')
  expect(exactOf('gainAtTarget', ticket)).toBe('172.40811733')
  expect(exactOf('fees', ticket)).toBe('3.93010286')
  expect(exactOf('worstPrice', ticket)).toBe('20637')
  expect(exactOf('connectionId', ticket)).toBeNull()
  expect(ticket.textContent).toContain('Higher trend')
  expect(ticket.textContent).toContain('Size set by the risk per trade.')
})

test('Approve sends the digest of the shown terms, once', async () => {
  const desk = await renderOverDesk(<ApprovalsPanel />, busy)
  await press(byRole('button', 'Approve'))
  await press(byRole('button', /Approve/))
  expect(sent(desk, 'approveTicket')).toEqual([
    { ticketId: PENDING.ticketId, digest: PENDING.digest },
  ])
})

test('after a refusal Approve can be pressed again and the refusal is told', async () => {
  const desk = await renderOverDesk(<ApprovalsPanel />, busy)
  desk.refuseNext('approveTicket', 'The offer ran out. Ask for a new quote.')
  await press(byRole('button', 'Approve'))
  expect(useNotices.getState().list.map((notice) => notice.text)).toEqual([
    'The offer ran out. Ask for a new quote.',
  ])
  await press(byRole('button', 'Approve'))
  expect(sent(desk, 'approveTicket')).toHaveLength(2)
})

test('declining needs a reason, and a usual one is one press', async () => {
  const desk = await renderOverDesk(<ApprovalsPanel />, busy)
  await press(byRole('button', 'Decline'))
  await submit(byRole('textbox', 'Reason'))
  expect(sent(desk, 'declineTicket')).toEqual([])
  await type(byRole('textbox', 'Reason'), '  Fed at two ')
  await submit(byRole('textbox', 'Reason'))
  expect(sent(desk, 'declineTicket')).toEqual([
    { ticketId: PENDING.ticketId, reason: 'Fed at two' },
  ])
  await press(byRole('button', 'Decline'))
  await press(byRole('button', 'Decline: price moved'))
  expect(sent(desk, 'declineTicket')).toHaveLength(2)
})

test('after Approve the connectionId is shown in groups of four, whole in data-exact', async () => {
  await renderOverDesk(<ApprovalsPanel />, { ...busy, tickets: [ON_DEVICE] })
  expect(exactOf('connectionId')).toBe(CONNECTION_ID)
  const groups = [...document.querySelectorAll('[data-name="connectionId"] span')]
  expect(groups).toHaveLength(16)
  expect(`0x${groups.map((group) => group.textContent?.trim()).join('')}`).toBe(
    `0x${CONNECTION_ID.slice(2).toUpperCase()}`,
  )
  expect(allByRole('button', 'Approve')).toEqual([])
  expect(document.querySelector('[aria-current="step"]')?.textContent).toBe('On device')
})

test('a question that the device asks first is explained', async () => {
  const asking = { ...ON_DEVICE, deviceQuestion: 'transactionCheck' as const }
  await renderOverDesk(<ApprovalsPanel />, { ...busy, tickets: [asking] })
  expect(byRole('status').textContent).toContain('Choose “Maybe later”')
})

test('a ticket behind another request says that the digits on the device are not its own', async () => {
  const behind = { ...ON_DEVICE, deviceQuestion: null }
  await renderOverDesk(<ApprovalsPanel />, { ...busy, tickets: [behind] })
  expect(byRole('status').textContent).toContain('its digits are not these')
})

test('terms that are new after a problem are approved, not resumed', async () => {
  const problem = { code: 'discarded', message: 'The price left the band.' }
  await renderOverDesk(<ApprovalsPanel />, { ...busy, tickets: [{ ...PENDING, problem }] })
  expect(byRole('alert').textContent).toContain('read it before you approve')
  expect(allByRole('button', 'Resume')).toEqual([])
  expect(byRole('button', 'Approve')).toBeTruthy()
})

test('a problem is told, and the same ticket resumes', async () => {
  const desk = await renderOverDesk(<ApprovalsPanel />, { ...busy, tickets: [LOCKED] })
  expect(byRole('alert').textContent).toBe(LOCKED.problem?.message)
  await press(byRole('button', 'Resume'))
  expect(sent(desk, 'approveTicket')).toEqual([
    { ticketId: LOCKED.ticketId, digest: LOCKED.digest },
  ])
})

test('ended tickets stay with their ending and what they would have done', async () => {
  const desk = await renderOverDesk(<ApprovalsPanel />, { ...busy, tickets: ENDED })
  const list = byRole('region', 'Ended tickets')
  expect(list.textContent).toContain('Declined by you: news ahead.')
  expect(exactOf('hindsight', list)).toBe('-14.2211')
  await press(byRole('button', 'New quote for Bracket ETH'))
  expect(sent(desk, 'requoteTicket')).toEqual([{ ticketId: 't-10' }])
})

test('a new ticket is announced and does not take the focus', async () => {
  const desk = await renderOverDesk(<ApprovalsPanel />, empty)
  const before = document.activeElement
  await patch(desk, { tickets: [PENDING] })
  expect(useNotices.getState().announcement).toBe(`New ticket to approve. ${PENDING.sentence}`)
  expect(document.activeElement).toBe(before)
})

test('a no to what was proposed by hand is shown as a notice', async () => {
  const desk = await renderOverDesk(<ApprovalsPanel />, empty)
  const denied = { ...PENDING, stage: 'denied' as const, origin: 'manual', ending: 'No stop.' }
  await patch(desk, { tickets: [denied] })
  expect(useNotices.getState().list.map((notice) => notice.text)).toEqual(['Bracket BTC: No stop.'])
})

test('the focus stays on the ticket when the pressed button goes away', async () => {
  const desk = await renderOverDesk(<ApprovalsPanel />, busy)
  const approve = byRole('button', 'Approve')
  await act(async () => approve.focus())
  await patch(desk, { tickets: [ON_DEVICE] })
  expect(document.activeElement?.textContent).toBe(PENDING.sentence)
})

test('with several open tickets one is shown and the others can be chosen', async () => {
  const second = { ...PENDING, ticketId: 't-13', coin: 'ETH', sentence: 'Buy ETH.' }
  await renderOverDesk(<ApprovalsPanel />, { ...busy, tickets: [PENDING, second] })
  expect(allByRole('article')).toHaveLength(1)
  await press(byRole('button', /Bracket ETH/))
  expect(nameOf(byRole('article'))).toBe('Buy ETH.')
})

test('without tickets it says where they come from', async () => {
  await renderOverDesk(<ApprovalsPanel />, empty)
  expect(document.body.textContent).toContain('Nothing waits for your signature.')
})

test('discreet, what has ended keeps its prices alone, and what is to be signed keeps everything', async () => {
  await renderOverDesk(
    <Discreet value>
      <ApprovalsPanel />
    </Discreet>,
    { ...busy, tickets: [...ENDED, PENDING] },
  )
  expect(byRole('region', 'Ended tickets').textContent).not.toMatch(/\$\d/)
  const ticket = byRole('article')
  expect(nameOf(ticket)).toBe(PENDING.sentence)
  expect(exactOf('lossAtStop', ticket)).toBe('99.98124402')
})
