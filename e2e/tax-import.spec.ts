import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { DeskPage } from './desk-page.ts'
import type { LaunchedDesk } from './fixtures.ts'
import { inMain, test } from './fixtures.ts'
import { shots, show } from './risk-desk.ts'

const HEADER = 'time,type,asset,quantity,price,fee,wallet,to_wallet,id'
const GOOD = [
  '2024-01-10T12:00:00Z,buy,HYPE,10,5,1,cold,,b1',
  '2024-06-10T12:00:00Z,buy,HYPE,10,25,1,cold,,b2',
  '2024-07-10T12:00:00Z,transfer,HYPE,4,,,cold,hot,t1',
  '2025-02-01T12:00:00Z,sell,HYPE,6,20,0.6,cold,,s1',
]
/** A history that begins with a close. */
const PERP = [
  'time,type,asset,quantity,price,fee,side,start_position,closed_pnl,direction,wallet,id',
  '2025-03-01T00:00:00Z,perp,ETH,1,2000,0.9,sell,3,55,Close Long,0xcc,77',
]

const answerDialogs = (desk: LaunchedDesk, path: string): Promise<void> =>
  inMain(
    desk.app,
    ({ dialog }, filePath) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] })
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    },
    path,
  )

test('tax: files are imported whole or refused by row, and what is missing is named', async ({
  launchDesk,
  dataFolder,
}) => {
  test.setTimeout(120_000)
  const screen = new DeskPage(await launchDesk({ switches: ['--seed', '7'] }))
  const { page, desk } = screen
  await inMain(desk.app, ({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800)
  })
  await show(screen, 'Records')
  const put = async (name: string, lines: readonly string[]): Promise<void> => {
    const file = join(dataFolder, name)
    writeFileSync(file, `${lines.join('\r\n')}\r\n`)
    await answerDialogs(desk, file)
    await page.getByRole('button', { name: 'Import a CSV file…' }).click()
  }
  const wrong = [...GOOD]
  wrong[1] = '2024-06-10T12:00:00Z,buy,HYPE,"10,5",25,1,cold,,b2'
  await put('wrong.csv', [HEADER, ...wrong])
  const alert = page.getByRole('alert').filter({ hasText: 'Nothing was imported' })
  await expect(alert).toContainText('Row 3, quantity: “10,5”, expected a decimal number')

  await put('spot.csv', [HEADER, ...GOOD])
  await expect(page.getByText('4 new rows out of spot.csv')).toBeVisible()
  const figure = page.locator('[data-name="spot-gain"]')
  await expect(figure).toHaveAttribute('data-exact', '88.8')
  const methods = page.getByRole('table', { name: 'Gains by method' })
  await expect(methods.getByRole('row')).toHaveCount(5)

  await test.step('another method after the fact', async () => {
    await page.getByRole('button', { name: /Method for spot$/ }).click()
    await page.getByRole('option', { name: /^HIFO/ }).click()
    await expect(page.getByText('No standing order for HIFO was recorded')).toBeVisible()
    await shots(screen, 'tax-acknowledge')
    await page.getByRole('button', { name: /^I have read this/ }).click()
    await expect(figure).toHaveAttribute('data-exact', '-31.2')
    await expect(page.getByText('HIFO is applied to disposals')).toBeVisible()
    await expect(page.getByRole('table', { name: 'Open lots' })).toContainText('hot')
  })

  await test.step('a history that begins in the middle', async () => {
    await put('perp.csv', PERP)
    const gaps = page.getByRole('region', { name: 'Gaps in the history' })
    await expect(gaps).toContainText('begins in the middle of a position before fill 0xcc:77')
    await shots(screen, 'tax-gaps')
    const file = join(dataFolder, 'open.csv')
    await answerDialogs(desk, file)
    await page.getByRole('button', { name: 'Export…' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'open.csv' })).toBeVisible()
    expect(readFileSync(`${file}.sidecar.json`, 'utf8')).toContain('middle of a position')
  })

  await test.step('daily rates of exchange from a file', async () => {
    const take = async (lines: readonly string[]): Promise<void> => {
      const file = join(dataFolder, 'rates.csv')
      writeFileSync(file, ['date,rate', ...lines, ''].join('\n'))
      await answerDialogs(desk, file)
      await page.getByRole('button', { name: 'Daily rates from a file…' }).click()
    }
    await page.getByText('Perpetuals and their treatment').click()
    await take(['2025-02-28,much'])
    await expect(page.getByRole('alert').filter({ hasText: 'Line 2: rate: "much"' })).toBeVisible()
    await take(['2024-02-28,0.8'])
    const problems = page.getByRole('region', { name: 'No figures yet' })
    await expect(problems).toContainText('there is no rate for 2025-02-28')
    await page.getByRole('button', { name: 'Use one rate' }).click()
    await take(['2025-02-26,0.8'])
    await expect(page.getByRole('status').filter({ hasText: 'rates.csv (1 days' })).toBeVisible()
    await expect(problems).toHaveCount(0)
    await page.getByRole('button', { name: 'Use one rate' }).click()
  })

  await test.step('the same file twice, and away again', async () => {
    await put('spot.csv', [HEADER, ...GOOD])
    await expect(page.getByText('spot.csv is in the records already')).toBeVisible()
    await page.getByRole('button', { name: 'Dismiss notice' }).last().click()
    await page.getByRole('button', { name: 'Remove the rows of spot.csv' }).click()
    await expect(figure).toHaveCount(0)
  })
})
