import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { buildLedger } from '#core/tax/build-ledger.ts'
import { formatExact, parseExact } from '#core/tax/exact-decimal.ts'
import type { LedgerEntry } from '#core/tax/ledger-entry.ts'
import type { PerpFill } from '#core/tax/perp-event.ts'
import type { PerpReport } from '#core/tax/perps.ts'
import { realisePerps } from '#core/tax/perps.ts'
import type { ReportInput } from '#core/tax/reports/report-input.ts'
import { DEFAULT_FORM, PARITY } from '#core/tax/reports/report-input.ts'
import type { ReportKind } from '#core/tax/reports/report-kind.ts'
import type { Ledger } from '#core/tax/tax-event.ts'
import { presetSettings } from '#core/tax/tax-settings.ts'
import { timeZone } from '#core/tax/time-zone.ts'
import { temporaryFolder } from '../../store/temporary-folder.test-support.ts'
import type { TaxReportRequest } from './write-tax-report.ts'
import { writeTaxReport } from './write-tax-report.ts'

/** Epoch milliseconds of an ISO instant. */
export const at = (text: string): number => Date.parse(text)

/** A spot history of one coin: a buy, an airdrop, sales and gifts. */
export const entries: readonly LedgerEntry[] = [
  {
    id: 'b1',
    tsMs: at('2024-01-10T12:00:00Z'),
    type: 'buy',
    asset: 'HYPE',
    quantity: '10',
    price: '5',
    fee: '0.5',
    feeAsset: 'USD',
    wallet: '=HYPERLINK("x")',
    trace: {
      fillId: '0xaa:1',
      orderId: '77',
      receiptId: 'r1',
      decisionId: 'd1',
      transactionHash: '0xb1',
    },
  },
  {
    id: 'i1',
    tsMs: at('2024-02-10T12:00:00Z'),
    type: 'income',
    subType: 'airdrop',
    asset: 'HYPE',
    quantity: '2',
    price: '8',
    fee: '0',
    feeAsset: 'USD',
    wallet: '=HYPERLINK("x")',
  },
  {
    id: 's1',
    tsMs: at('2025-03-01T23:30:00Z'),
    type: 'sell',
    asset: 'HYPE',
    quantity: '3',
    price: '20',
    fee: '0.3',
    feeAsset: 'USD',
    wallet: '=HYPERLINK("x")',
    trace: { transactionHash: '0xs1' },
  },
  {
    id: 'g1',
    tsMs: at('2025-03-02T12:00:00Z'),
    type: 'gift',
    asset: 'HYPE',
    quantity: '1',
    price: '20',
    fee: '0',
    feeAsset: 'USD',
    wallet: '=HYPERLINK("x")',
  },
  {
    id: 's2',
    tsMs: at('2025-12-31T23:30:00Z'),
    type: 'sell',
    asset: 'HYPE',
    quantity: '7',
    price: '10',
    fee: '0',
    feeAsset: 'USD',
    wallet: '=HYPERLINK("x")',
  },
]

const fills: readonly PerpFill[] = [
  {
    id: '0xaa:10',
    coin: 'BTC',
    side: 'buy',
    size: '0.3',
    price: '100',
    fee: '0.0135',
    feeToken: 'USDC',
    tsMs: at('2025-05-01T00:00:00Z'),
    startPosition: '0',
    direction: 'Open Long',
    closedPnl: '0',
    liquidatedUser: null,
    orderId: '5',
    receiptId: 'receipt-5',
    decisionId: 'decision-5',
  },
  {
    id: '0xaa:11',
    coin: 'BTC',
    side: 'sell',
    size: '0.4',
    price: '110',
    fee: '-0.001',
    feeToken: 'USDC',
    tsMs: at('2025-05-02T00:00:00Z'),
    startPosition: '0.3',
    direction: 'Long > Short',
    closedPnl: '3',
    liquidatedUser: null,
  },
  {
    id: '0xaa:12',
    coin: 'BTC',
    side: 'buy',
    size: '0.1',
    price: '120',
    fee: '0.01',
    feeToken: 'USDC',
    tsMs: at('2025-05-03T00:00:00Z'),
    startPosition: '-0.1',
    direction: 'Close Short',
    closedPnl: '-1',
    liquidatedUser: '0xaa',
  },
]

function spot(): Ledger {
  const built = buildLedger(entries, 'USD')
  if (!built.ok) throw new Error(JSON.stringify(built.problems))
  return built.ledger
}

function perps(): PerpReport {
  const funding = [
    { id: 'p1', coin: 'BTC', tsMs: at('2025-05-01T01:00:00Z'), amount: '-0.0042' },
    { id: 'p2', coin: 'BTC', tsMs: at('2025-05-02T01:00:00Z'), amount: '0.001' },
  ]
  const result = realisePerps({
    currency: 'USDC',
    owner: '0xaa',
    fills,
    funding,
    starts: new Map(),
  })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.report
}

/** Everything that a report of the United States needs. */
export function input(over: Partial<ReportInput> = {}): ReportInput {
  const settings = { ...presetSettings('us'), zone: 'America/New_York' }
  return {
    ledger: spot(),
    perps: perps(),
    perpCurrency: 'USDC',
    settings,
    zone: timeZone(settings.zone),
    year: null,
    venue: 'hyperliquid',
    form: DEFAULT_FORM,
    fx: PARITY,
    isRetroactiveAcknowledged: false,
    ...over,
  }
}

/** The same for the United Kingdom. */
export const british = (): ReportInput => {
  const settings = { ...presetSettings('uk'), currency: 'USD' }
  return input({ settings, zone: timeZone('Europe/London') })
}

const inputFor = (kind: ReportKind): ReportInput => (kind === 'hmrc' ? british() : input())

/** Writes one report and reads it back. */
export function write(
  kind: ReportKind,
  over: Partial<TaxReportRequest> = {},
  folder = temporaryFolder(),
) {
  const file = join(folder, `${kind}.csv`)
  const program = { name: 'Countersign', version: '0.1.0' }
  const result = writeTaxReport({ kind, input: inputFor(kind), file, program, ...over })
  if (result.kind !== 'written') throw new Error(JSON.stringify(result))
  const text = readFileSync(file, 'utf8')
  const rows: Record<string, string>[] = parse(text, { columns: true, record_delimiter: '\r\n' })
  return { ...result, text, rows, header: text.slice(0, text.indexOf('\r\n')) }
}

/** The exact sum of a column. */
export function total(rows: readonly Record<string, string>[], column: string): string {
  const scale = 30
  let sum = 0n
  for (const row of rows) {
    const value = parseExact(row[column] || '0')
    if (value === null) throw new Error(`${column}: ${row[column]}`)
    sum += value.digits * 10n ** BigInt(scale - value.scale)
  }
  return formatExact(sum, scale)
}
