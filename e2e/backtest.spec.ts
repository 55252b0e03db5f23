import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { LaunchedDesk } from './fixtures.ts'
import { inMain, test } from './fixtures.ts'

const MINUTE_MS = 60_000
const START_MS = Date.UTC(2023, 2, 1)

/** A walk with a wave in it, so that averages cross; the same numbers every time. */
function candleLines(count: number): string[] {
  let state = 12_345
  const random = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state / 0x7fffffff
  }
  let price = 20_000
  const cents = (value: number): string => value.toFixed(2)
  return Array.from({ length: count }, (_, index) => {
    const open = price
    price *= 1 + (random() - 0.5) * 0.0012 + Math.sin(index / 400) * 0.00005
    const [high, low] = [Math.max(open, price) * 1.0003, Math.min(open, price) * 0.9997]
    const time = new Date(START_MS + index * MINUTE_MS).toISOString()
    return `${time},${cents(open)},${cents(high)},${cents(low)},${cents(price)},${cents(random() * 9)}`
  })
}

const HEADER = 'open_time,open,high,low,close,volume'

function writeCandles(folder: string, name: string, lines: readonly string[]): string {
  const path = join(folder, name)
  writeFileSync(path, [HEADER, ...lines, ''].join('\n'))
  return path
}

/** A rate for each hour of the candles. */
function writeRates(folder: string, rate: string): string {
  const path = join(folder, 'rates.csv')
  const lines = Array.from({ length: 200 }, (_, hour) => `${START_MS + hour * 3_600_000},${rate}`)
  writeFileSync(path, ['time,rate', ...lines, ''].join('\n'))
  return path
}

/** The dialog of the system answers with this file. */
const chooseFile = ({ app }: LaunchedDesk, path: string): Promise<void> =>
  inMain(
    app,
    ({ dialog }, filePath) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] })
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    },
    path,
  )

const openBacktest = async (page: Page): Promise<void> => {
  await page.getByRole('navigation').getByRole('button', { name: 'Backtest' }).click()
  await expect(page.getByRole('heading', { name: 'Backtest', level: 1 })).toBeVisible()
}

async function importCandles(desk: LaunchedDesk, path: string): Promise<void> {
  await chooseFile(desk, path)
  await desk.page.getByRole('button', { name: 'Import a file…' }).click()
}

async function choose(page: Page, field: string, choice: RegExp): Promise<void> {
  await page.getByRole('button', { name: new RegExp(field) }).click()
  await page.getByRole('option', { name: choice }).click()
}

async function shotsInBothThemes(desk: LaunchedDesk, name: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await desk.page.evaluate(async (wanted) => {
      const { desk: api } = window as unknown as {
        desk: { request(name: string, payload: object): Promise<unknown> }
      }
      await api.request('setTheme', { theme: wanted })
    }, theme)
    await expect(desk.page.locator('html')).toHaveAttribute('data-theme', theme)
    await desk.shot(`${name}-${theme}`)
  }
}

const figure = (page: Page, name: string) => page.locator(`[data-figure="${name}"]`)

test('backtest: import, run, compare, export', async ({ launchDesk, dataFolder }) => {
  const desk = await launchDesk({ switches: ['--seed', '7'] })
  const { page } = desk
  await inMain(desk.app, ({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900)
  })
  await openBacktest(page)

  const lines = candleLines(12_000)
  const wrong = [...lines]
  wrong[4] = wrong[3] as string
  wrong[9] = 'soon,1,2,3,4,5'
  await importCandles(desk, writeCandles(dataFolder, 'wrong.csv', wrong))
  const alert = page.getByRole('alert').filter({ hasText: 'Nothing was imported' })
  await expect(alert).toContainText('Line 6: 2023-03-01T00:03:00Z is there twice')
  await expect(alert).toContainText('Line 11: "soon" is no time')

  const gapped = lines.filter((_, index) => index < 5_000 || index >= 5_030)
  await importCandles(desk, writeCandles(dataFolder, 'btcusd.csv', gapped))
  const stored = page.getByRole('table', { name: 'Stored candles' })
  await expect(stored).toContainText('11,970')
  await expect(stored).toContainText('1 (30 candles), the largest after 4 Mar 11:19')

  await choose(page, 'Strategy', /Moving-average cross/)
  await page.getByRole('radio', { name: 'Fixed share' }).click()
  await page.getByRole('textbox', { name: 'Stop', exact: true }).fill('0.5')
  await page.getByRole('button', { name: 'Run backtest' }).click()
  await expect(figure(page, 'trades')).toHaveText(/^[1-9]/)
  await expect(page.locator('.run-curves svg').first()).toBeVisible()
  await expect(page.locator('.trade-chart canvas').first()).toBeVisible()
  await shotsInBothThemes(desk, 'backtest-report')
  await page.getByRole('table', { name: 'Trades of the run' }).scrollIntoViewIfNeeded()
  await shotsInBothThemes(desk, 'backtest-trades')

  const trades = await figure(page, 'trades').textContent()
  const file = join(dataFolder, 'run.json')
  await chooseFile(desk, file)
  await page.getByRole('button', { name: 'All as JSON…' }).click()
  await expect.poll(() => existsSync(file), { timeout: 10_000 }).toBe(true)
  await expect(page.getByText(/^Written to/)).toBeVisible()
  const exported = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly figures: { readonly trades: number }
    readonly trades: readonly unknown[]
    readonly candlesDigest: string
  }
  expect(exported.figures.trades.toLocaleString('en-US')).toBe(trades)
  expect(exported.trades).toHaveLength(exported.figures.trades)
  expect(exported.candlesDigest).toMatch(/^[0-9a-f]{64}$/)

  await page.getByRole('radio', { name: 'Risk manager' }).click()
  await choose(page, 'Candle length', /^15m$/)
  await chooseFile(desk, writeRates(dataFolder, '5'))
  await page.getByRole('button', { name: 'Funding rates from a file…' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Line 2: 5 is above' })).toBeVisible()
  await chooseFile(desk, writeRates(dataFolder, '0.0000125'))
  await page.getByRole('button', { name: 'Funding rates from a file…' }).click()
  await expect(page.getByText('Funding of rates.csv: 200 rates')).toBeVisible()
  await page.getByRole('button', { name: 'Run backtest' }).click()
  const runs = page.getByRole('table', { name: 'Runs' })
  await expect(runs.getByRole('button', { name: /^Open the run/ })).toHaveCount(2)
  await runs
    .getByRole('button', { name: /^Open the run/ })
    .first()
    .click()
  await runs.getByRole('button', { name: 'Compare' }).nth(1).click()
  await expect(page.locator('.run-figure-other').first()).toBeVisible()
  await expect(figure(page, 'fundingRates')).toHaveText('199')
  await shotsInBothThemes(desk, 'backtest-compare')
})

test('backtest: a long run leaves the desk free, and can be cancelled', async ({
  launchDesk,
  dataFolder,
}) => {
  test.setTimeout(180_000)
  const desk = await launchDesk({ switches: ['--seed', '7'] })
  const { page } = desk
  await openBacktest(page)
  await importCandles(desk, writeCandles(dataFolder, 'long.csv', candleLines(1_000_000)))
  await expect(page.getByRole('table', { name: 'Stored candles' })).toContainText('1,000,000', {
    timeout: 60_000,
  })
  await choose(page, 'Strategy', /Moving-average cross/)
  await page.getByRole('radio', { name: 'Fixed share' }).click()

  await inMain(desk.app, () => {
    const hooks = process.getBuiltinModule('node:perf_hooks')
    const delay = hooks.monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    ;(globalThis as { loopDelay?: typeof delay }).loopDelay = delay
  })
  await page.getByRole('button', { name: 'Run backtest' }).click()
  await expect(figure(page, 'trades')).toHaveText(/^[1-9]/, { timeout: 60_000 })
  const p99Ms = await inMain(desk.app, () => {
    const { loopDelay } = globalThis as { loopDelay?: { percentile(share: number): number } }
    return (loopDelay?.percentile(99) ?? Number.NaN) / 1e6
  })
  test.info().annotations.push({ type: 'event loop delay p99', description: `${p99Ms} ms` })
  console.log(`event loop delay p99 while a million candles ran: ${p99Ms.toFixed(2)} ms`)
  expect(p99Ms).toBeLessThan(10)

  await page.getByRole('radio', { name: 'Risk manager' }).click()
  await page.getByRole('button', { name: 'Run backtest' }).click()
  await expect(page.getByRole('progressbar')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(page.getByRole('table', { name: 'Runs' })).toContainText('cancelled')
})
