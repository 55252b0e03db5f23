import type { Locator } from '@playwright/test'
import { expect } from '@playwright/test'
import { parseMoney } from '../src/core/money/decimal.ts'
import { countEvents, verifyLog } from './desk-log.ts'
import type { DeskPage } from './desk-page.ts'
import { test } from './fixtures.ts'
import { recording } from './market-data.ts'
import { launchReplay } from './replay-desk.ts'

/** By keyboard: the focus on a control, then a key. */
async function press(target: Locator, key = 'Enter'): Promise<void> {
  await target.focus()
  await target.press(key)
}

async function type(field: Locator, text: string): Promise<void> {
  await field.focus()
  await field.press('Control+a')
  await field.pressSequentially(text)
}

/** Goes through the review on the device with the keyboard alone. */
async function signOnDevice(screen: DeskPage): Promise<void> {
  await expect(screen.exact(screen.ticket, 'connectionId')).toBeVisible()
  await screen.answerOnDevice(/sign/i, press)
}

const button = (scope: Locator, name: RegExp | string): Locator =>
  scope.getByRole('button', { name })

test('a manual bracket, a partial close, a moved stop and a cancel by keyboard', async ({
  launchDesk,
  dataFolder,
}) => {
  test.setTimeout(180_000)
  const { file, quietFromIso } = recording(dataFolder)
  const screen = await launchReplay(launchDesk, { file, fromIso: quietFromIso, speed: 1 })
  const { page } = screen
  const form = page.getByRole('form', { name: 'Order ticket' })

  await test.step('leverage', async () => {
    await press(button(page.getByRole('main'), /^Leverage of BTC/))
    const field = page.getByRole('dialog').getByRole('textbox', { name: 'Leverage' })
    await press(field, 'ArrowDown')
    await expect(field).toHaveValue('9')
    await press(button(page.getByRole('dialog'), 'Leave it'))
  })

  await test.step('bracket', async () => {
    await press(button(form, /^Propose buy/))
    await expect(screen.ticket).toBeVisible()
    await press(screen.approveButton())
    await signOnDevice(screen)
    await screen.pass(1_000)
    const positions = await screen.open('Positions')
    await expect(positions.getByRole('row', { name: /BTC/ })).toBeVisible()
  })
  const positions = await screen.open('Positions')
  const row = positions.getByRole('row', { name: /BTC/ })
  const before = parseMoney(await screen.amount(row, 'quantity'))

  await test.step('partial close', async () => {
    await press(button(row, 'Close part of BTC'))
    const dialog = page.getByRole('dialog')
    await press(button(dialog, '25 %'))
    await press(button(dialog, 'Close this part'))
    await signOnDevice(screen)
    await screen.pass(1_000)
    await expect
      .poll(async () => parseMoney(await screen.amount(row, 'quantity')) < before)
      .toBe(true)
    await screen.desk.shot('manual-1-partly-closed')
  })

  await test.step('moved stop', async () => {
    const stop = parseMoney(await screen.amount(row, 'stop'))
    await press(button(row, 'Move stop of BTC'))
    const dialog = page.getByRole('dialog')
    const moved = String(stop / 100_000_000n + 25n)
    await type(dialog.getByRole('textbox', { name: 'Stop price' }), moved)
    await press(button(dialog, 'Move stop'))
    await signOnDevice(screen)
    await screen.pass(1_000)
    await expect.poll(() => screen.amount(row, 'stop')).toBe(moved)
    await screen.desk.shot('manual-2-stop-moved')
  })

  await test.step('cancel', async () => {
    const orders = await screen.open('Open orders')
    const target = orders.getByRole('row', { name: /Target/ })
    await press(button(target, /^Cancel target/))
    await signOnDevice(screen)
    await screen.pass(1_000)
    await expect(target).toHaveCount(0)
    await expect(orders.getByRole('row', { name: /Stop/ })).toBeVisible()
    await screen.desk.shot('manual-3-target-canceled')
  })

  await test.step('close', async () => {
    await screen.open('Positions')
    await press(button(row, 'Close BTC'))
    await signOnDevice(screen)
    await screen.pass(1_000)
    await expect(positions).toContainText('No open positions.')
    await expect(await screen.open('Open orders')).toContainText('No open orders.')
  })
  expect(countEvents(dataFolder, 'OrderSubmitted')).toBe(5)
  expect(verifyLog(dataFolder)).toMatch(/whole|verif|intact/i)
})

test('the kill switch stops an open ticket; a restart keeps what was', async ({
  launchDesk,
  dataFolder,
}) => {
  const { file, quietFromIso } = recording(dataFolder)
  const choice = { file, fromIso: quietFromIso, speed: 1 }
  const screen = await launchReplay(launchDesk, choice)
  const form = screen.page.getByRole('form', { name: 'Order ticket' })
  await press(button(form, /^Propose buy/))
  await press(screen.approveButton())
  await signOnDevice(screen)
  await screen.pass(1_000)
  await expect(await screen.open('Positions')).toContainText('BTC')
  await screen.desk.kill()

  const again = await launchReplay(launchDesk, { ...choice, startMs: Date.UTC(2026, 0, 5, 13) })
  const positions = await again.open('Positions')
  await expect(positions.getByRole('row', { name: /BTC/ })).toBeVisible()
  await expect(await again.open('Differences')).not.toContainText('position of')
  await again.page.getByRole('button', { name: 'Kill switch' }).click()
  await expect(again.page.getByRole('strong').getByText('Entries are stopped.')).toBeVisible()
  await again.desk.shot('kill-switch-asked')
  await again.page.getByRole('button', { name: 'Keep positions with their stops' }).click()
  await again.desk.shot('kill-switch-pressed')
  expect(countEvents(dataFolder, 'RiskStateChanged')).toBe(1)
})
