// @vitest-environment jsdom
import { act } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { SNAPSHOTS } from '../../dev/fixtures.ts'
import {
  byRole,
  exactOf,
  press,
  renderOverDesk,
  sent,
  submit,
  type,
} from '../../dev/screen.test-support.tsx'
import { OrderTicket } from './OrderTicket.tsx'

const { busy, error } = SNAPSHOTS
/** The preview waits until the typing has paused. */
const afterTyping = () => act(async () => vi.advanceTimersByTimeAsync(300))

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))

test('a market order by risk is previewed and proposed', async () => {
  const desk = await renderOverDesk(<OrderTicket />, busy)
  await afterTyping()
  expect(exactOf('lossAtStop')).toBe('99.98124402')
  await press(byRole('button', 'Propose buy BTC'))
  expect(sent(desk, 'proposeOrder')).toEqual([
    {
      coin: 'BTC',
      side: 'buy',
      entry: { type: 'market' },
      sizing: { by: 'risk' },
      stopPrice: null,
      targetPrice: null,
    },
  ])
})

test('a limit sell by quantity carries every typed figure as text', async () => {
  const desk = await renderOverDesk(<OrderTicket />, busy)
  await press(byRole('radio', 'Sell'))
  await press(byRole('radio', 'Limit'))
  await press(byRole('radio', 'By quantity'))
  expect(byRole('button', 'Propose sell BTC').hasAttribute('disabled')).toBe(true)
  await type(byRole('textbox', 'Limit price'), '20,600.5')
  await type(byRole('textbox', 'Quantity'), '.05')
  await type(byRole('textbox', 'Stop'), '21000')
  await type(byRole('textbox', 'Target'), '19800.10')
  await submit(byRole('textbox', 'Quantity'))
  expect(sent(desk, 'proposeOrder')).toEqual([
    {
      coin: 'BTC',
      side: 'sell',
      entry: { type: 'limit', price: '20600.5' },
      sizing: { by: 'quantity', quantity: '0.05' },
      stopPrice: '21000',
      targetPrice: '19800.10',
    },
  ])
})

test('what is no number is said at its field and nothing is proposed', async () => {
  const desk = await renderOverDesk(<OrderTicket />, busy)
  await type(byRole('textbox', 'Stop'), '1e5')
  expect(document.body.textContent).toContain('A positive number')
  await submit(byRole('textbox', 'Stop'))
  expect(sent(desk, 'proposeOrder')).toEqual([])
})

test('a denial is shown with its reason before anything is proposed', async () => {
  await renderOverDesk(<OrderTicket />, error)
  await afterTyping()
  expect(document.querySelector('[data-code="halted"]')?.textContent).toBe(
    'Entries are stopped since 14:02. Resume the desk first.',
  )
})

test('leverage is asked for as a whole number', async () => {
  const desk = await renderOverDesk(<OrderTicket />, busy)
  await press(byRole('button', 'Leverage of BTC: 10'))
  await press(byRole('button', /^Decrease/))
  await press(byRole('button', 'Set 9×'))
  expect(sent(desk, 'setLeverage')).toEqual([{ coin: 'BTC', leverage: 9 }])
})

test('a venue that stands above the limit is told, and lowered with one press', async () => {
  const [first, ...others] = busy.instruments
  if (!first) throw new Error('no instrument')
  const instruments = [{ ...first, leverage: 20 }, ...others]
  const desk = await renderOverDesk(<OrderTicket />, { ...busy, instruments })
  expect(document.body.textContent).toContain('The venue is set to 20× for BTC')
  await press(byRole('button', 'Lower to 10×'))
  expect(sent(desk, 'setLeverage')).toEqual([{ coin: 'BTC', leverage: 10 }])
})

test('a leverage that is being changed already is not asked for again', async () => {
  const [first, ...others] = busy.instruments
  const [ticket] = busy.tickets
  if (!first || !ticket) throw new Error('no instrument, no ticket')
  const instruments = [{ ...first, leverage: 20 }, ...others]
  const change = { ...ticket, kind: 'leverage', coin: 'BTC', stage: 'onDevice' } as const
  const desk = await renderOverDesk(<OrderTicket />, { ...busy, instruments, tickets: [change] })
  expect(document.body.textContent).toContain('The change is in Approvals.')
  await press(byRole('button', 'Lower to 10×'))
  expect(sent(desk, 'setLeverage')).toEqual([])
})
