// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { SNAPSHOTS } from '../../dev/fixtures.ts'
import { allByRole, byRole, press, renderOverDesk, sent } from '../../dev/screen.test-support.tsx'
import { PracticeLedgerPanel } from './PracticeLedgerPanel.tsx'

const { signing } = SNAPSHOTS

test('shows the screen of the device with its page', async () => {
  await renderOverDesk(<PracticeLedgerPanel />, signing)
  const screen = byRole('status', 'Screen of the practice Ledger')
  expect(screen.textContent).toContain('connectionId (2/3)')
  expect(screen.textContent).toContain(signing.practiceLedger?.text)
  expect(screen.textContent).toContain('Page 5 of 8')
})

test('the buttons are named by what they do and press the device', async () => {
  const desk = await renderOverDesk(<PracticeLedgerPanel />, signing)
  await press(byRole('button', 'Right button: next page'))
  await press(byRole('button', 'Left button: previous page'))
  await press(byRole('button', 'Both buttons'))
  expect(sent(desk, 'pressPracticeButton')).toEqual([
    { button: 'right' },
    { button: 'left' },
    { button: 'both' },
  ])
})

test('the autopilot is a switch where there is one', async () => {
  const desk = await renderOverDesk(<PracticeLedgerPanel />, signing)
  await press(byRole('switch'))
  expect(sent(desk, 'setAutopilot')).toEqual([{ isOn: true }])
})

test('there is no autopilot where the desk has none, and no panel without a device', async () => {
  await renderOverDesk(<PracticeLedgerPanel />, {
    ...signing,
    status: { ...signing.status, hasAutopilot: false },
  })
  expect(allByRole('switch')).toEqual([])
})
