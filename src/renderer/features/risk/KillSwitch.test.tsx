// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { SNAPSHOTS } from '../../dev/fixtures.ts'
import {
  allByRole,
  byRole,
  press,
  renderOverDesk,
  sent,
  submit,
  type,
} from '../../dev/screen.test-support.tsx'
import { KillSwitch } from './KillSwitch.tsx'
import { RiskBanner } from './RiskBanner.tsx'

const { busy, error } = SNAPSHOTS
const BY_HAND = { reason: 'Stopped by hand', shouldFlatten: false }

test('one press stops; then positions are kept unless one says otherwise', async () => {
  const desk = await renderOverDesk(<KillSwitch />, busy)
  await press(byRole('button', 'Kill switch'))
  expect(sent(desk, 'pressKill')).toEqual([BY_HAND])
  const keep = byRole('button', 'Keep positions with their stops')
  await expect.poll(() => document.activeElement === keep).toBe(true)
  await press(keep)
  expect(sent(desk, 'pressKill')).toEqual([BY_HAND])
  expect(allByRole('alertdialog')).toEqual([])
})

test('closing is a second press', async () => {
  const desk = await renderOverDesk(<KillSwitch />, busy)
  await press(byRole('button', 'Kill switch'))
  await press(byRole('button', 'Close all 2 positions'))
  expect(sent(desk, 'pressKill')).toEqual([BY_HAND, { ...BY_HAND, shouldFlatten: true }])
})

test('another reason is noted', async () => {
  const desk = await renderOverDesk(<KillSwitch />, busy)
  await press(byRole('button', 'Kill switch'))
  await type(byRole('textbox', 'Another reason, for the log'), 'Exchange news')
  await submit(byRole('textbox', 'Another reason, for the log'))
  expect(sent(desk, 'pressKill')[1]).toEqual({ reason: 'Exchange news', shouldFlatten: false })
  expect(allByRole('alertdialog')).toEqual([])
})

test('resuming needs the typed word', async () => {
  const desk = await renderOverDesk(<RiskBanner />, error)
  expect(byRole('status').textContent).toContain('Kill switch pressed: Stopped by hand.')
  await press(byRole('button', 'Resume…'))
  await type(byRole('textbox', 'Type RESUME to go on'), 'resume')
  await submit(byRole('textbox', 'Type RESUME to go on'))
  expect(sent(desk, 'resume')).toEqual([])
  await type(byRole('textbox', 'Type RESUME to go on'), 'RESUME')
  await submit(byRole('textbox', 'Type RESUME to go on'))
  expect(sent(desk, 'resume')).toEqual([{ typedWord: 'RESUME' }])
})

test('on a real venue the device is asked instead of a word', async () => {
  const status = { ...error.status, mode: 'testnet' as const }
  const desk = await renderOverDesk(<RiskBanner />, { ...error, status })
  await press(byRole('button', 'Resume…'))
  expect(allByRole('textbox')).toEqual([])
  await press(byRole('button', 'Sign on the Ledger'))
  expect(sent(desk, 'resume')).toEqual([{ typedWord: '' }])
})

test('no banner while entries are allowed', async () => {
  await renderOverDesk(<RiskBanner />, busy)
  expect(allByRole('status')).toEqual([])
})
