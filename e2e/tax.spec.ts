import { execFile, execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Locator } from '@playwright/test'
import { expect } from '@playwright/test'
import { parse } from 'csv-parse/sync'
import { logFile, query } from './desk-log.ts'
import { DeskPage } from './desk-page.ts'
import type { LaunchedDesk } from './fixtures.ts'
import { inMain, test } from './fixtures.ts'
import { recording } from './market-data.ts'
import { request, shots, show } from './risk-desk.ts'

const TRADES = 300
const PLAY_MS = 900_000
const FROM_ISO = '2023-03-03T04:00:00Z'

/** Sums of the paper exchange's own books, × 1e18: the legs of a flip share a fee to many places. */
interface Books {
  readonly fills: number
  readonly closes: number
  readonly realised: bigint
  readonly fees: bigint
  readonly funding: bigint
  readonly payments: number
}

interface Body {
  readonly closedPnl?: string
  readonly fee?: string
  readonly payment?: string
  readonly direction?: string
}

const SCALE = 18
/** The exchange writes "#123" for 123 × 1e-8. */
const amountOf = (text: string | undefined): bigint =>
  BigInt((text ?? '#0').replace('#', '')) * 10n ** 10n

/** What the exchange itself wrote down, not what the desk has heard of it. */
function exchangeBooks(dataFolder: string): Books {
  const file = join(dirname(logFile(dataFolder)), 'paper-exchange.sqlite')
  const bodies = (table: string): Body[] =>
    execFileSync('sqlite3', ['-readonly', file, `SELECT body FROM ${table}`], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    })
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Body)
  const [fills, payments] = [bodies('fills'), bodies('fundings')]
  const sum = (rows: readonly Body[], pick: (row: Body) => string | undefined): bigint =>
    rows.reduce((total, row) => total + amountOf(pick(row)), 0n)
  return {
    fills: fills.length,
    closes: fills.filter(({ direction = '' }) => !direction.startsWith('Open')).length,
    realised: sum(fills, ({ closedPnl }) => closedPnl),
    fees: sum(fills, ({ fee }) => fee),
    funding: sum(payments, ({ payment }) => payment),
    payments: payments.length,
  }
}

/** The exact sum of a column, × 1e18; throws where a figure has more places. */
function sumOf(rows: readonly Record<string, string>[], column: string): bigint {
  return rows.reduce((total, row) => total + scaled(row[column] ?? ''), 0n)
}

function scaled(text: string): bigint {
  if (text === '') return 0n
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (match === null) throw new Error(`"${text}" is no decimal`)
  const [, sign = '', whole = '', fraction = ''] = match
  if (fraction.length > SCALE) throw new Error(`"${text}" has more than ${SCALE} places`)
  const digits = BigInt(whole + fraction.padEnd(SCALE, '0'))
  return sign === '-' ? -digits : digits
}

const exact = async (page: DeskPage['page'], name: string): Promise<bigint> =>
  scaled((await page.locator(`[data-name="${name}"]`).getAttribute('data-exact')) ?? 'missing')

async function choose(screen: DeskPage, field: string, choice: RegExp): Promise<void> {
  await screen.page.getByRole('button', { name: new RegExp(`${field}$`) }).click()
  await screen.page.getByRole('option', { name: choice }).click()
}

const answerSave = (desk: LaunchedDesk, path: string): Promise<void> =>
  inMain(
    desk.app,
    ({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] })
    },
    path,
  )

const csv = (file: string): Record<string, string>[] =>
  parse(readFileSync(file), { columns: true, bom: true }) as Record<string, string>[]

/** Exports one file by its title in the list and reads it back. */
async function exportFile(
  screen: DeskPage,
  folder: string,
  title: RegExp,
  name: string,
): Promise<Record<string, string>[]> {
  const file = join(folder, name)
  await answerSave(screen.desk, file)
  await choose(screen, 'File', title)
  await screen.page.getByRole('button', { name: 'Export…' }).click()
  const note = screen.page.getByRole('status').filter({ hasText: name })
  await expect(note).toBeVisible({ timeout: 30_000 })
  expect(existsSync(`${file}.sidecar.json`)).toBe(true)
  const sidecar = JSON.parse(readFileSync(`${file}.sidecar.json`, 'utf8')) as {
    readonly rows: number
    readonly notTaxAdvice: string
  }
  const rows = csv(file)
  expect(rows).toHaveLength(sidecar.rows)
  expect(sidecar.notTaxAdvice).toContain('not tax advice')
  return rows
}

/** Nothing is on its way any more: the log has stopped growing. */
async function expectStill(dataFolder: string): Promise<void> {
  let before = -1
  const isStill = (): boolean => {
    const now = Number(query(logFile(dataFolder), 'SELECT count(*) FROM fills'))
    const isSame = now === before
    before = now
    return isSame
  }
  await expect.poll(isStill, { timeout: 30_000, intervals: [1_500] }).toBe(true)
}

/** Memory as a folder, where the system has it: the month waits for no disk at its every word. */
const MEMORY = '/dev/shm'

/**
 * Trades on paper in a process of its own: Custom profile, four strategies, the autopilot. What it
 * leaves stands in the data folder afterwards, as if it had been played there.
 */
async function playMonth(dataFolder: string, file: string): Promise<string> {
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'countersign-month-'))
  try {
    const told = await playIn(folder, file)
    cpSync(folder, dataFolder, { recursive: true })
    return told
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function playIn(dataFolder: string, file: string): Promise<string> {
  const script = join(__dirname, 'paper-month.ts')
  const words = ['--import', 'tsx', script, dataFolder, file, FROM_ISO, String(TRADES)]
  const options = { cwd: join(__dirname, '..'), timeout: PLAY_MS, encoding: 'utf8' } as const
  return new Promise((resolve, reject) => {
    execFile('node', words, options, (cause, stdout, stderr) => {
      if (cause === null && stderr === '') resolve(stdout.trim())
      else reject(new Error(`${stderr} ${cause?.message ?? ''}`))
    })
  })
}

test('tax: a paper month reconciles with the exchange, is exported whole and traced', async ({
  launchDesk,
  dataFolder,
}) => {
  test.setTimeout(PLAY_MS + 240_000)
  const { file } = recording(dataFolder)
  console.log(await playMonth(dataFolder, file))
  const desk = await launchDesk({ switches: ['--replay', file, '--speed', '1'] })
  const screen = new DeskPage(desk)
  const { page } = screen
  await inMain(desk.app, ({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800)
  })
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'live')
  await request(screen, 'setReplaySpeed', { speed: 0 })
  await expectStill(dataFolder)

  const books = exchangeBooks(dataFolder)
  console.log(
    `paper exchange: ${books.fills} fills, ${books.closes} closes, ${books.payments} funding payments`,
  )
  expect(books.closes).toBeGreaterThanOrEqual(TRADES)
  expect(books.payments).toBeGreaterThan(0)

  await test.step('the figures on the screen', async () => {
    await show(screen, 'Records')
    await page.getByRole('button', { name: 'Ask the venue' }).click()
    await expect(page.getByText(/new rows came from the venue/)).toBeVisible()
    await expect(page.getByRole('table', { name: 'Recorded wallets' })).toContainText(
      books.fills.toLocaleString('en-US'),
    )
    expect(await exact(page, 'perps-realisedPnl')).toBe(books.realised)
    expect(await exact(page, 'perps-venuePnl')).toBe(books.realised)
    expect(await exact(page, 'perps-fees')).toBe(books.fees)
    expect(await exact(page, 'perps-funding')).toBe(books.funding)
    await expect(page.locator('dt:has-text("Closes unlike the venue\'s") + dd')).toHaveText(
      /^0(, and [\d,]+ by its rounding)?$/,
    )
    expect(await exact(page, 'perps-net')).toBe(books.realised - books.fees + books.funding)
    await choose(screen, 'Tax year', /^2023$/)
    await expect(page.getByRole('table', { name: 'Tax rows' })).toBeVisible()
    await shots(screen, 'tax-records')
  })

  const [receiptRow] = await test.step('every file', () =>
    exportEverything(screen, dataFolder, books))

  await test.step('three rows traced to their receipts', async () => {
    const traces = page.getByRole('button', { name: /^Trace the close/ })
    for (const index of [0, 1, 2]) await traceOne(screen, traces.nth(index), dataFolder)
    await traces.first().click()
    await shots(screen, 'tax-trace')
    await page.keyboard.press('Escape')
    expect(receiptRow?.receipt_id).toMatch(/^\d+$/)
  })
})

/** All formats of the list; returns the rows of the ledger that an approval stands behind. */
async function exportEverything(
  screen: DeskPage,
  folder: string,
  books: Books,
): Promise<Record<string, string>[]> {
  const perps = await exportFile(screen, folder, /^Perpetuals/, 'perps.csv')
  expect(sumOf(perps, 'realised_pnl')).toBe(books.realised)
  expect(sumOf(perps, 'fee')).toBe(books.fees)
  expect(sumOf(perps, 'funding')).toBe(books.funding)
  expect(sumOf(perps, 'value_home')).toBe(books.realised - books.fees + books.funding)
  const ledger = await exportFile(screen, folder, /^Plain ledger/, 'ledger.csv')
  const closes = ledger.filter(({ kind }) => kind === 'perp-close')
  expect(closes).toHaveLength(books.closes)
  const form = await exportFile(screen, folder, /^Form 8949/, 'form8949.csv')
  expect(form).toHaveLength(books.closes)
  await exportFile(screen, folder, /^TurboTax/, 'turbotax.csv')
  await exportFile(screen, folder, /^Koinly/, 'koinly.csv')
  await exportFile(screen, folder, /^CoinTracking/, 'cointracking.csv')
  await exportFile(screen, folder, /^CoinTracker/, 'cointracker.csv')
  await exportFile(screen, folder, /^Disposals/, 'lots.csv')
  await exportFile(screen, folder, /^Open lots/, 'open-lots.csv')
  await choose(screen, 'Country', /^United Kingdom$/)
  await expect(screen.page.getByText(/set the rate of exchange/)).toBeVisible()
  await choose(screen, 'Tax year', /^All years$/)
  const hmrc = await exportFile(screen, folder, /^HMRC/, 'hmrc.csv')
  expect(hmrc.length).toBeGreaterThan(0)
  await shots(screen, 'tax-uk')
  await choose(screen, 'Country', /^United States$/)
  return closes.filter(({ receipt_id: receiptId }) => receiptId !== '')
}

/** Opens the trace of a row and compares its receipt with the chain in the log. */
async function traceOne(screen: DeskPage, button: Locator, dataFolder: string): Promise<void> {
  await button.click()
  const dialog = screen.page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  const hashes = await dialog.locator('[data-name="receiptHash"]').allTextContents()
  const [fillId = ''] = await dialog.locator('[data-name="fillId"]').allTextContents()
  expect(hashes.length).toBeGreaterThan(0)
  await expect(dialog.locator('[data-step="decision"]').first()).toBeVisible()
  const log = logFile(dataFolder)
  const tradeId = fillId.split(':').at(-1) ?? ''
  const behind = query(
    log,
    `SELECT r.hash FROM fills f JOIN orders o ON o.client_order_id = f.client_order_id
     JOIN receipts r ON r.ticket_id = o.ticket_id WHERE f.trade_id = '${tradeId}'`,
  )
  expect(behind.split('\n')).toContain(hashes[0])
  await screen.page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
}
