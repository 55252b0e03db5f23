import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildLedger } from '#core/tax/build-ledger.ts'
import type { ReportKind } from '#core/tax/reports/report-kind.ts'
import { REPORT_KINDS } from '#core/tax/reports/report-kind.ts'
import { presetSettings } from '#core/tax/tax-settings.ts'
import { timeZone } from '#core/tax/time-zone.ts'
import { temporaryFolder } from '../../store/temporary-folder.test-support.ts'
import { entries, input, total, write } from './tax-report.test-support.ts'
import { writeTaxReport } from './write-tax-report.ts'

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
    const folder = temporaryFolder()
    const {
      header,
      text,
      rows,
      rows: { length },
      sidecar,
      sidecarFile,
    } = write(kind, {}, folder)
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

describe('a report that does not come to an end', () => {
  const program = { name: 'Countersign', version: '0.1.0' }

  it('leaves nothing when it is cancelled', () => {
    const folder = temporaryFolder()
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
    const folder = temporaryFolder()
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
    const file = join(temporaryFolder(), 'missing', 'x.csv')
    expect(() => writeTaxReport({ kind: 'lots', input: input(), file, program })).toThrow(/ENOENT/)
  })
})
