// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import { SNAPSHOTS } from '../../dev/fixtures.ts'
import { byRole, press, renderOverDesk, sent } from '../../dev/screen.test-support.tsx'
import { SetUpPanel } from './SetUpPanel.tsx'

const { busy } = SNAPSHOTS

test('Next five reads the next five, of the chosen kind of path', async () => {
  const desk = await renderOverDesk(<SetUpPanel />, busy)
  await press(byRole('radio', 'Legacy'))
  await press(byRole('button', 'Read accounts'))
  await press(byRole('button', 'Read accounts 6 to 10'))
  await press(byRole('button', 'Read accounts 11 to 15'))
  expect(sent(desk, 'readAccounts')).toEqual([
    { target: 'desk', scheme: 'legacy', from: 0 },
    { target: 'desk', scheme: 'legacy', from: 5 },
    { target: 'desk', scheme: 'legacy', from: 10 },
  ])
})

test('what the device says goes to the step that asked, and it can be asked again', async () => {
  const desk = await renderOverDesk(<SetUpPanel />, busy)
  desk.refuseNext('readAccounts', 'The Ledger is locked. Enter its PIN, then go on.')
  await press(byRole('button', 'Read accounts'))
  expect(byRole('alert').textContent).toContain('Enter its PIN')
  await press(byRole('button', 'Read accounts'))
  expect(document.querySelector('[role="alert"]')).toBeNull()
})

test('on Linux the rules are told with the commands to install them, elsewhere not', async () => {
  const agent = vi.spyOn(navigator, 'userAgent', 'get')
  agent.mockReturnValue('Mozilla/5.0 (X11; Linux x86_64)')
  await renderOverDesk(<SetUpPanel />, busy)
  expect(document.querySelector('details')?.textContent).toContain('udevadm control --reload-rules')
})
