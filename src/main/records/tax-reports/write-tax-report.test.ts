import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildLedger } from '#core/tax/build-ledger.ts'
import { formatExact, parseExact } from '#core/tax/exact-decimal.ts'
import type { LedgerEntry } from '#core/tax/ledger-entry.ts'
import type { PerpFill } from '#core/tax/perp-event.ts'
import type { PerpReport } from '#core/tax/perps.ts'
import { realisePerps } from '#core/tax/perps.ts'
import type { ReportInput } from '#core/tax/reports/report-input.ts'
import { DEFAULT_FORM, PARITY } from '#core/tax/reports/report-input.ts'
import type { ReportKind } from '#core/tax/reports/report-kind.ts'
import { REPORT_KINDS } from '#core/tax/reports/report-kind.ts'
import type { Ledger } from '#core/tax/tax-event.ts'
import { presetSettings } from '#core/tax/tax-settings.ts'
import { timeZone } from '#core/tax/time-zone.ts'
import type { TaxReportRequest } from './write-tax-report.ts'
import { writeTaxReport } from './write-tax-report.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tax-report-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const at = (text: string): number => Date.parse(text)

const entries: readonly LedgerEntry[] = [
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

function input(over: Partial<ReportInput> = {}): ReportInput {
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

const british = (): ReportInput => {
  const settings = { ...presetSettings('uk'), currency: 'USD' }
  return input({ settings, zone: timeZone('Europe/London') })
}

const inputFor = (kind: ReportKind): ReportInput => (kind === 'hmrc' ? british() : input())

function write(kind: ReportKind, over: Partial<TaxReportRequest> = {}) {
  const file = join(folder, `${kind}.csv`)
  const program = { name: 'Countersign', version: '0.1.0' }
  const result = writeTaxReport({ kind, input: inputFor(kind), file, program, ...over })
  if (result.kind !== 'written') throw new Error(JSON.stringify(result))
  const text = readFileSync(file, 'utf8')
  const rows: Record<string, string>[] = parse(text, { columns: true, record_delimiter: '\r\n' })
  return { ...result, text, rows, header: text.slice(0, text.indexOf('\r\n')) }
}

/** The exact sum of a column. */
function total(rows: readonly Record<string, string>[], column: string): string {
  const scale = 30
  let sum = 0n
  for (const row of rows) {
    const value = parseExact(row[column] || '0')
    if (value === null) throw new Error(`${column}: ${row[column]}`)
    sum += value.digits * 10n ** BigInt(scale - value.scale)
  }
  return formatExact(sum, scale)
}

const HEADERS: Record<ReportKind, string> = {
  lots: 'disposal_id,lot_id,venue,wallet,asset,method,match_rule,acquired_utc,acquired_local,sold_utc,sold_local,tax_year,quantity,proceeds,basis,fee_in_proceeds,fee_in_basis,gain,term,adjustment_code,adjustment,currency,fx_rate,fx_source,acquire_tx,dispose_tx',
  perps:
    'event,time_utc,time_local,tax_year,venue,coin,side,quantity,entry,exit,realised_pnl,fee,fee_asset,funding,fill_id,currency,fx_rate,value_home',
  form8949:
    'Part,Box,(a) Description,(b) Date acquired,(c) Date sold,(d) Proceeds,(e) Cost basis,(f) Code,(g) Adjustment,(h) Gain or loss',
  turbotax: 'Currency Name,Purchase Date,Cost Basis,Date Sold,Proceeds',
  koinly:
    'Date,Sent Amount,Sent Currency,Received Amount,Received Currency,Fee Amount,Fee Currency,Net Worth Amount,Net Worth Currency,Label,Description,TxHash',
  cointracking:
    '"Type","Buy Amount","Buy Currency","Sell Amount","Sell Currency","Fee","Fee Currency","Exchange","Trade-Group","Comment","Date"',
  cointracker:
    'Date,Received Quantity,Received Currency,Sent Quantity,Sent Currency,Fee Amount,Fee Currency,Tag',
  hmrc: 'tax_year,disposal_date,token,quantity,matched_by,acquisition_date,disposal_proceeds,allowable_cost,gain_or_loss,disposal_ids,acquisition_ids',
  ledger:
    'time_utc,time_local,kind,word,asset,wallet,to_wallet,side,quantity,price,value,currency,fee,fee_asset,id,fill_id,order_id,receipt_id,decision_id,tx_hash,venue,type,ticket_id,start_position,venue_pnl,liquidated_user',
  'open-lots':
    'lot_id,asset,wallet,acquired_utc,acquired_local,quantity,cost,unit_cost,currency,acquire_tx',
}

describe('every report', () => {
  it.each(REPORT_KINDS)('%s has its exact header, no footer, and a sidecar', (kind) => {
    const {
      header,
      text,
      rows,
      rows: { length },
      sidecar,
      sidecarFile,
    } = write(kind)
    expect(header).toBe(HEADERS[kind])
    expect(text.endsWith('\r\n')).toBe(true)
    expect(text.split('\r\n').length).toBe(length + 2)
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.parse(readFileSync(sidecarFile, 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(sidecar)),
    )
    expect(sidecar).toMatchObject({
      rows: length,
      program: { name: 'Countersign', version: '0.1.0' },
      method: kind === 'hmrc' ? 'uk-s104' : 'fifo',
      perpetuals: { currency: 'USDC', funding: 'other-income-and-expense' },
    })
    expect(sidecar.notTaxAdvice).toContain('not tax advice')
    expect(readdirSync(folder).sort()).toEqual([`${kind}.csv`, `${kind}.csv.sidecar.json`])
  })
})

describe('the lot file', () => {
  it('adds up to the last decimal and gives UTC and local times', () => {
    const { rows, sidecar } = write('lots')
    expect(
      rows.map(({ disposal_id, lot_id, quantity, term }) => [disposal_id, lot_id, quantity, term]),
    ).toEqual([
      ['s1', 'b1', '3', 'long'],
      ['g1', 'b1', '1', 'long'],
      ['s2', 'b1', '6', 'long'],
      ['s2', 'i1', '1', 'long'],
    ])
    expect(rows[0]).toMatchObject({
      wallet: '\'=HYPERLINK("x")',
      sold_utc: '2025-03-01T23:30:00Z',
      sold_local: '2025-03-01 18:30:00-05:00',
      proceeds: '59.7',
      basis: '15.15',
      fee_in_proceeds: '0.3',
      fee_in_basis: '0.15',
      gain: '44.55',
      acquire_tx: '0xb1',
      dispose_tx: '0xs1',
    })
    const { spot: summary } = sidecar as {
      spot: { byYear: Record<string, Record<string, string>> }
    }
    for (const [column, field] of [
      ['proceeds', 'proceeds'],
      ['basis', 'basis'],
      ['gain', 'gain'],
    ] as const) {
      expect(total(rows, column)).toBe(summary.byYear['2025']?.[field])
    }
  })

  it('takes the tax year in the owner’s zone', () => {
    // 23:30 UTC on New Year's Eve is still 2025 in New York, and 2026 in Kolkata.
    expect(write('lots', { input: input({ year: 2025 }) }).rows).toHaveLength(4)
    const settings = { ...presetSettings('us'), zone: 'Asia/Kolkata' }
    const east = input({ settings, zone: timeZone(settings.zone), year: 2025 })
    expect(write('lots', { input: east }).rows.map(({ disposal_id }) => disposal_id)).toEqual([
      's1',
      'g1',
    ])
  })
})

describe('perpetuals', () => {
  it('stand as closes, fees and funding that add up to the net result', () => {
    const { rows, sidecar } = write('perps')
    expect(rows.map(({ event, coin, fill_id }) => `${event} ${coin} ${fill_id}`)).toEqual([
      'fee BTC 0xaa:10',
      'funding BTC p1',
      'close BTC 0xaa:11',
      'fee BTC 0xaa:11',
      'fee BTC 0xaa:11',
      'funding BTC p2',
      'liquidation BTC 0xaa:12',
      'fee BTC 0xaa:12',
    ])
    const { perps: summary } = sidecar as { perps: Record<string, string> }
    expect(total(rows, 'value_home')).toBe(summary.net)
    expect(total(rows, 'realised_pnl')).toBe('2')
    expect(total(rows, 'fee')).toBe('0.0225')
    expect(total(rows, 'funding')).toBe('-0.0032')
    expect(summary).toMatchObject({
      realisedPnl: '2',
      fees: '0.0225',
      funding: '-0.0032',
      net: '1.9743',
      differencesFromVenue: [],
    })
  })

  it('are rows of TurboTax and of HMRC where they are treated as capital, converted to pounds', () => {
    const capital = write('turbotax').rows.filter((row) =>
      row['Currency Name']?.includes('perpetual'),
    )
    expect(capital).toHaveLength(2)
    const settings = { ...presetSettings('uk'), currency: 'GBP' }
    const fx = { rateOn: () => '0.5', source: 'test rates' }
    const uk = input({ settings, zone: timeZone('Europe/London'), ledger: null, fx })
    const { rows, sidecar } = write('hmrc', { input: uk })
    expect(rows.map(({ token, gain_or_loss }) => [token, gain_or_loss])).toEqual([
      ['BTC perpetual', '1.5'],
      ['BTC perpetual', '-0.5'],
    ])
    expect(sidecar).toMatchObject({ sa108: { '13.4': { exact: '1.5' }, '13.5': { exact: '0.5' } } })
    const income = { ...settings, perpetuals: { ...settings.perpetuals, pnl: 'other-income' } }
    const none = writeTaxReport({
      kind: 'hmrc',
      input: { ...uk, settings: income as typeof settings },
      file: join(folder, 'none.csv'),
      program: { name: 'Countersign', version: '0.1.0' },
    })
    expect(none.kind).toBe('refused')
  })

  it('are converted exactly where a rate is given', () => {
    const fx = { rateOn: () => '0.8123', source: 'test rates' }
    const { rows, sidecar } = write('perps', { input: input({ fx }) })
    expect(total(rows, 'value_home')).toBe('1.60372389')
    expect(sidecar).toMatchObject({ perpetuals: { conversion: 'test rates' } })
  })

  it('lead from every row to fill, order, receipt and decision', () => {
    const row = write('ledger').rows.find(({ fill_id }) => fill_id === '0xaa:10')
    expect(row).toMatchObject({
      order_id: '5',
      receipt_id: 'receipt-5',
      decision_id: 'decision-5',
      kind: 'perp-open',
    })
    const bought = write('ledger').rows.find(({ id }) => id === 'b1')
    expect(bought).toMatchObject({
      fill_id: '0xaa:1',
      order_id: '77',
      receipt_id: 'r1',
      decision_id: 'd1',
    })
  })
})

describe('Form 8949', () => {
  it('leaves gifts out, sets boxes by term, and its columns hold on the paper', () => {
    const { rows, sidecar } = write('form8949')
    expect(
      rows.map((row) => [
        row.Box,
        row['(a) Description'],
        row['(d) Proceeds'],
        row['(e) Cost basis'],
        row['(h) Gain or loss'],
      ]),
    ).toEqual([
      ['L', '3 HYPE (0xs1)', '59.70', '15.15', '44.55'],
      ['L', '6 HYPE', '60.00', '30.30', '29.70'],
      ['L', '1 HYPE', '10.00', '8.00', '2.00'],
      ['I', '0.3 BTC perpetual, long (fill 0xaa:11)', '33.00', '30.00', '3.00'],
      ['I', '0.1 BTC perpetual, short (fill 0xaa:12)', '11.00', '12.00', '-1.00'],
    ])
    expect(sidecar).toMatchObject({
      scheduleD: {
        '3': { gain: '2.00' },
        '10': { gain: '76.25' },
        '7': '2.00',
        '15': '76.25',
        '16': '78.25',
      },
      notOnTheForm: 1,
    })
  })

  it('rounds every row to dollars or none, and takes other boxes', () => {
    const form = { shortBox: 'H', longBox: 'K', rounding: 'dollars' } as const
    const { rows } = write('form8949', { input: input({ form }) })
    expect(rows[0]).toMatchObject({
      Box: 'K',
      '(d) Proceeds': '60',
      '(e) Cost basis': '15',
      '(h) Gain or loss': '45',
    })
    expect(rows[3]).toMatchObject({ Box: 'H' })
  })

  it('can take fees into the basis and can leave perpetuals out', () => {
    const us = presetSettings('us')
    const inBasis = { ...us, perpetuals: { ...us.perpetuals, fees: 'in-basis' } } as const
    expect(write('form8949', { input: input({ settings: inBasis }) }).rows[3]).toMatchObject({
      '(e) Cost basis': '30.01',
    })
    const income = { ...us, perpetuals: { ...us.perpetuals, pnl: 'other-income' } } as const
    expect(write('form8949', { input: input({ settings: income }) }).rows).toHaveLength(3)
  })

  it('is refused outside the United States, and nothing is written', () => {
    const file = join(folder, 'no.csv')
    const program = { name: 'Countersign', version: '0.1.0' }
    const result = writeTaxReport({ kind: 'form8949', input: british(), file, program })
    expect(result.kind === 'refused' && result.messages[0]).toContain(
      'Form 8949 belongs to the United States',
    )
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('portfolio programs', () => {
  it('get a result as deposit or withdrawal and funding apart', () => {
    const koinly = write('koinly').rows
    expect(koinly[0]).toMatchObject({
      Date: '2024-01-10 12:00:00 UTC',
      'Sent Amount': '50',
      'Received Amount': '10',
      'Fee Amount': '0.5',
      Label: '',
    })
    expect(
      koinly
        .filter(({ Label }) => Label === 'Realized P&L')
        .map((row) => [row['Received Amount'], row['Sent Amount']]),
    ).toEqual([
      ['', '0.0042'],
      ['3', ''],
      ['0.00075', ''],
      ['0.00025', ''],
      ['0.001', ''],
      ['', '1'],
    ])
    const tracking = write('cointracking').rows
    expect(tracking.map(({ Type }) => Type)).toEqual([
      'Trade',
      'Income',
      'Trade',
      'Gift',
      'Trade',
      'Other Fee',
      'Other Fee',
      'Derivatives / Futures Profit',
      'Other Income',
      'Other Income',
      'Other Income',
      'Derivatives / Futures Loss',
      'Other Fee',
    ])
    const tracker = write('cointracker').rows
    expect(tracker[0]).toMatchObject({
      Date: '01/10/2024 12:00:00',
      'Received Quantity': '10',
      Tag: '',
    })
    expect(tracker.map(({ Tag }) => Tag).slice(5)).toEqual([
      'margin_fee',
      'margin_loss',
      'margin_gain',
      'margin_rebate',
      'margin_rebate',
      'margin_gain',
      'margin_loss',
      'margin_fee',
    ])
  })
})

describe('HMRC', () => {
  it('computes each disposal and fills the boxes of SA108', () => {
    const { rows, sidecar } = write('hmrc', { input: { ...british(), year: 2024 } })
    expect(
      rows.map(({ tax_year, matched_by, quantity }) => `${tax_year} ${matched_by} ${quantity}`),
    ).toEqual(['2024/25 section 104 pool 3', '2024/25 section 104 pool 1'])
    const { sa108 } = sidecar as { sa108: Record<string, { exact: string } & string> }
    expect(sa108['13.1']).toBe('2')
    expect(sa108['13.2']).toEqual({ exact: '79.7', pounds: '80' })
    expect(sa108['13.4']?.exact).toBe(total(rows, 'gain_or_loss'))
    expect(sa108['13.5']?.exact).toBe('0')
  })
})

describe('a report that does not come to an end', () => {
  const program = { name: 'Countersign', version: '0.1.0' }

  it('leaves nothing when it is cancelled', () => {
    const request = {
      kind: 'lots',
      input: input(),
      file: join(folder, 'x.csv'),
      program,
      shouldStop: () => true,
    } as const
    expect(writeTaxReport(request)).toEqual({ kind: 'cancelled' })
    expect(readdirSync(folder)).toEqual([])
  })

  it('lists units that are missing and writes nothing', () => {
    const built = buildLedger(entries.slice(1), 'USD')
    if (!built.ok) throw new Error('bad test')
    const request = {
      kind: 'lots',
      input: input({ ledger: built.ledger }),
      file: join(folder, 'x.csv'),
      program,
    } as const
    const result = writeTaxReport(request)
    expect(result.kind === 'refused' && result.messages).toHaveLength(3)
    expect(result.kind === 'refused' && result.messages[0]).toContain(
      'row 2, id "s1", 2025-03-01T23:30:00Z: 1 HYPE more',
    )
    expect(readdirSync(folder)).toEqual([])
  })

  it('says where the disk failed', () => {
    const file = join(folder, 'missing', 'x.csv')
    expect(() => writeTaxReport({ kind: 'lots', input: input(), file, program })).toThrow(/ENOENT/)
  })
})
