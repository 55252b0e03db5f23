import { execFileSync } from 'node:child_process'
import { expect } from '@playwright/test'
import { countEvents, lastEvent, verifyLog } from './desk-log.ts'
import { test } from './fixtures.ts'
import { recording } from './market-data.ts'
import {
  banner,
  enter,
  launchRisk,
  pressKeys,
  propose,
  request,
  resume,
  shots,
  show,
  terminal,
} from './risk-desk.ts'

const hasKeyboard = (): boolean => {
  try {
    execFileSync('xdotool', ['version'])
    return true
  } catch {
    process.stdout.write('left out: the global hotkey, because xdotool is not installed\n')
    return false
  }
}

test('risk: the kill switch by button, by global hotkey, by a second terminal; resume', async ({
  launchDesk,
  dataFolder,
}) => {
  test.setTimeout(180_000)
  const { file, quietFromIso } = recording(dataFolder)
  const screen = await launchRisk(launchDesk, file, quietFromIso)
  const { page } = screen

  await test.step('button: one press, an open ticket ends, the position may be kept', async () => {
    await enter(screen, '0.02')
    await propose(screen, '0.01')
    await page.getByRole('button', { name: 'Kill switch' }).click()
    const dialog = page.getByRole('alertdialog')
    await expect(dialog).toContainText('Entries are stopped')
    await expect(banner(screen)).toContainText('Stopped by hand')
    await shots(screen, 'risk-kill-switch')
    await dialog.getByRole('textbox', { name: /Another reason/ }).fill('News from the venue')
    await dialog.getByRole('button', { name: 'Note it' }).click()
    await expect(banner(screen)).toContainText('News from the venue')
    await expect(screen.approveButton()).toHaveCount(0)
    expect(lastEvent(dataFolder, 'OrderDeclined')).toContain('kill switch: Stopped by hand')
    await expect(await screen.open('Positions')).toContainText('BTC')
  })

  await test.step('an entry is denied, an exit goes through', async () => {
    await request(screen, 'proposeOrder', {
      coin: 'BTC',
      side: 'buy',
      entry: { type: 'market' },
      sizing: { by: 'risk' },
      stopPrice: null,
      targetPrice: null,
    })
    await expect.poll(() => lastEvent(dataFolder, 'OrderDenied')).toContain('"HALTED"')
    await banner(screen).getByRole('button', { name: 'Close positions…' }).click()
    await page.getByRole('button', { name: 'Close the position' }).click()
    const rows = (await screen.open('Positions')).getByRole('row', { name: /BTC/ })
    await screen.passUntil(async () => (await rows.count()) === 0, 'a closed position')
    await resume(screen)
  })

  if (hasKeyboard()) {
    await test.step('global hotkey', async () => {
      await pressKeys('ctrl+alt+shift+k')
      await expect(banner(screen)).toContainText('Stopped by the global hotkey')
      await resume(screen)
    })
  }

  await test.step('second terminal', async () => {
    const said = await terminal('stop', '--data', dataFolder, '--reason', 'Called from the road')
    expect(said).toBe('Entries are stopped: Called from the road.\n')
    await expect(banner(screen)).toContainText('Called from the road')
    await resume(screen)
  })

  await test.step('a desk that does not run is halted at its next start', async () => {
    await screen.desk.kill()
    const said = await terminal('stop', '--data', dataFolder, '--reason', 'Nobody is at home')
    expect(said).toContain('Its next start is halted')
    const again = await launchRisk(launchDesk, file, quietFromIso, Date.UTC(2026, 0, 5, 13))
    await expect(banner(again)).toContainText('Nobody is at home')
    await show(again, 'Risk')
    await shots(again, 'risk-halted')
    await resume(again)
    await expect(again.page.getByText('Entries are allowed.')).toBeVisible()
  })
  expect(countEvents(dataFolder, 'RiskStateChanged')).toBeGreaterThanOrEqual(8)
  expect(verifyLog(dataFolder)).toMatch(/whole/)
})
