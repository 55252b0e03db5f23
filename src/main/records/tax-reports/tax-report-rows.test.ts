import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PerpFill } from '#core/tax/perp-event.ts'
import { presetSettings } from '#core/tax/tax-settings.ts'
import { timeZone } from '#core/tax/time-zone.ts'
import { temporaryFolder } from '../../store/temporary-folder.test-support.ts'
import { british, input, total, write } from './tax-report.test-support.ts'
import { writeTaxReport } from './write-tax-report.ts'

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
      file: join(temporaryFolder(), 'none.csv'),
      program: { name: 'Countersign', version: '0.1.0' },
    })
    expect(none.kind).toBe('refused')
  })

  it('name a close that no rounding of the venue explains, and what to look for', () => {
    const made = input()
    const perps = made.perps as NonNullable<typeof made.perps>
    const fill = perps.legs[0]?.fill as PerpFill
    const rounded = { fill, ours: 2n, venue: 1n, isRounding: true }
    const wrong = { fill, ours: 10n ** 18n, venue: 0n, isRounding: false }
    const { sidecar } = write('perps', {
      input: { ...made, perps: { ...perps, differences: [rounded, wrong] } },
    })
    expect(sidecar).toMatchObject({ perps: { differenceCount: 1, roundedByVenue: 1 } })
    expect(sidecar.warnings).toEqual([
      "One close differs from the venue's own figure by more than its rounding, 1 USDC in all; ours counts. The first is fill 0xaa:10: look for a fill that is missing or imported twice before it.",
    ])
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
    const folder = temporaryFolder()
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
