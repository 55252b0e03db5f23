import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { expect } from '@playwright/test'
import { lastEvent } from './desk-log.ts'
import { test } from './fixtures.ts'
import { recording } from './market-data.ts'
import { banner, enter, launchRisk, propose, request, setLimits, shots, show } from './risk-desk.ts'

/** The system's own dialogs cannot be driven: they answer this file instead. */
const answerDialogs = (app: ElectronApplication, file: string) =>
  app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, file)

test('risk: the cap of the day is reached in the middle of a ticket', async ({
  launchDesk,
  dataFolder,
}) => {
  test.setTimeout(180_000)
  const { file, quietFromIso } = recording(dataFolder)
  const screen = await launchRisk(launchDesk, file, quietFromIso)
  await setLimits(screen, { dayLossAmount: '100' })
  await enter(screen, '0.1')
  await propose(screen, '0.02')
  // The fee of the first entry alone is more than the smallest cap.
  await setLimits(screen, { dayLossAmount: '1' })
  await screen.pass(1_000)
  await expect(banner(screen)).toContainText('The day has lost')
  await screen.desk.shot('risk-cap-reached')
  await screen.approveButton().click()
  await expect(screen.approveButton()).toHaveCount(0)
  expect(lastEvent(dataFolder, 'OrderDenied')).toContain('"REDUCING"')

  await show(screen, 'Risk')
  await expect(screen.page.getByText('The day has lost').first()).toBeVisible()
  await shots(screen, 'risk-screen')
  const decisions = screen.page.getByRole('table', { name: 'Decisions' })
  await decisions
    .getByRole('button', { name: /^Numbers of t-2/ })
    .first()
    .click()
  await expect(screen.page.getByRole('dialog', { name: /^Numbers/ })).toBeVisible()
  await screen.desk.shot('risk-decision-numbers')
  await screen.page.keyboard.press('Escape')
})

test('risk: limits are edited with a diff, loosened by a word, and kept in a file', async ({
  launchDesk,
  dataFolder,
}) => {
  test.setTimeout(180_000)
  const { file, quietFromIso } = recording(dataFolder)
  const screen = await launchRisk(launchDesk, file, quietFromIso)
  const { page, desk } = screen
  const limitsFile = join(dataFolder, 'limits.json')
  await answerDialogs(desk.app, limitsFile)
  await show(screen, 'Risk')
  const dialog = page.getByRole('dialog')
  const field = (name: string) => dialog.getByRole('textbox', { name })

  await test.step('Strict, with the difference before saving', async () => {
    await page.getByRole('button', { name: 'Edit limits…' }).click()
    await dialog.getByRole('radio', { name: 'Strict' }).click()
    await expect(field('Daily loss in dollars')).toHaveValue('9.99')
    await shots(screen, 'risk-editor')
    await dialog.getByRole('button', { name: 'Review changes' }).click()
    const changes = dialog.getByRole('table', { name: 'Changes' })
    await expect(changes.getByRole('row', { name: /Daily loss in dollars/ })).toContainText('$9.99')
    await expect(changes).toContainText('tighter')
    await dialog.getByRole('button', { name: 'Save the limits' }).click()
    await expect(page.getByText('Strict profile')).toBeVisible()
    await expect(screen.exact(page.locator('main'), 'budget-cap')).toHaveAttribute(
      'data-exact',
      '9.99',
    )
  })

  await test.step('what if', async () => {
    const whatIf = page.getByRole('region', { name: 'What if' })
    await whatIf.getByRole('button', { name: 'Check' }).click()
    await expect(whatIf).toContainText('It would pass')
    await expect(whatIf).toContainText('what may still be lost today')
    await whatIf.getByRole('textbox', { name: 'Size' }).fill('1')
    await whatIf.getByRole('button', { name: 'Check' }).click()
    await expect(whatIf).toContainText('It would be denied')
  })

  await test.step('a value that is not allowed names what is', async () => {
    await page.getByRole('button', { name: 'Edit limits…' }).click()
    await field('Open positions').fill('11')
    await dialog.getByRole('button', { name: 'Review changes' }).click()
    await expect(dialog).toContainText('Allowed: 1 to 10')
    await field('Open positions').fill('4')
    await dialog.getByRole('button', { name: 'Review changes' }).click()
  })

  await test.step('allowing more needs the word', async () => {
    const save = dialog.getByRole('button', { name: 'Save the limits' })
    await expect(save).toBeDisabled()
    await shots(screen, 'risk-diff')
    await field('Type LOOSEN to allow more').fill('LOOSEN')
    await save.click()
    await expect(page.getByText('Custom profile')).toBeVisible()
    expect(lastEvent(dataFolder, 'LimitsChanged')).toContain('"confirmedBy":"typedWord"')
  })

  await test.step('out to a file, and in again through the same editor', async () => {
    await page.getByRole('button', { name: 'Export…' }).click()
    await expect.poll(() => existsSync(limitsFile)).toBe(true)
    expect(JSON.parse(readFileSync(limitsFile, 'utf8')).limits.positionsMax).toBe(4)
    await setLimits(screen, { positionsMax: '1' })
    await page.getByRole('button', { name: 'Import…' }).click()
    await expect(field('Open positions')).toHaveValue('4')
    await dialog.getByRole('button', { name: 'Review changes' }).click()
    await expect(dialog.getByRole('table', { name: 'Changes' })).toContainText('looser')
    await dialog.getByRole('button', { name: 'Back' }).click()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })

  await test.step('an instrument that is off', async () => {
    await page.getByRole('switch', { name: 'Entries in BTC' }).press('Space')
    await expect(page.getByRole('switch', { name: 'Entries in BTC' })).not.toBeChecked()
    expect(lastEvent(dataFolder, 'InstrumentSet')).toContain('"isOn":false')
    const preview = await request<{ code: string }>(screen, 'previewOrder', {
      coin: 'BTC',
      side: 'buy',
      entry: { type: 'market' },
      sizing: { by: 'risk' },
      stopPrice: null,
      targetPrice: null,
    })
    expect(preview.code).toBe('INSTRUMENT_OFF')
  })
})
