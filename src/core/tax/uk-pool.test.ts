import { describe, expect, it } from 'vitest'
import type { LedgerEntry } from './ledger-entry.ts'
import { compute, entry } from './tax.test-support.ts'

type Step = readonly ['buy' | 'sell', string, string, string, string?]

/** Rows and pools of worked examples; totals are whole amounts of pounds. */
function british(steps: readonly Step[]) {
  const entries = steps.map(([type, on, quantity, total, asset = 'T']): LedgerEntry => {
    const totals = type === 'buy' ? { totalCost: total } : { totalProceeds: total }
    return entry(type, { on, quantity, asset, price: '0', feeAsset: 'GBP', ...totals })
  })
  const computed = compute(entries, { country: 'uk', method: 'uk-s104' })
  const { disposals, result, money, units } = computed
  if (result.kind !== 'done') throw new Error(result.kind)
  return {
    rows: disposals.map(
      (row) =>
        `${row.asset} ${row.rule} ${units(row.quantity)} ${money(row.basis)} ${money(row.gain)}`,
    ),
    pools: result.outcome.holdings.map(
      (row) => `${row.asset} ${units(row.quantity)} ${money(row.cost)}`,
    ),
    gain: money(result.outcome.totals.all.gain),
  }
}

describe("the United Kingdom's pool, by HMRC's worked examples", () => {
  it('CRYPTO22251: a plain pool', () => {
    const { rows, pools } = british([
      ['buy', '2019-01-01', '100', '1000'],
      ['buy', '2020-09-18', '50', '125000'],
      ['sell', '2020-12-01', '50', '300000'],
    ])
    expect(rows).toEqual(['T s104 50 42000 258000'])
    expect(pools).toEqual(['T 100 84000'])
  })

  it('CRYPTO22252: the disposals of a day are one, matched with its acquisitions', () => {
    const { rows, pools } = british([
      ['buy', '2018-01-01', '5000', '500'],
      ['sell', '2018-06-23T09:00:00Z', '1000', '800'],
      ['buy', '2018-06-23T14:00:00Z', '1600', '1000'],
      ['sell', '2018-06-23T20:00:00Z', '500', '600'],
    ])
    expect(rows).toEqual(['T same-day 1500 937.5 462.5'])
    expect(pools).toEqual(['T 5100 562.5'])
  })

  it('CRYPTO22253: 30 days, earliest acquisition first, disposals in order', () => {
    const { rows, pools, gain } = british([
      ['buy', '2018-01-01', '2000', '1000'],
      ['sell', '2018-03-31', '1000', '400'],
      ['sell', '2018-04-20', '500', '150'],
      ['buy', '2018-04-21', '700', '175'],
      ['buy', '2018-04-28', '500', '100'],
      ['buy', '2018-05-01', '500', '150'],
    ])
    expect(rows).toEqual([
      'T 30-day 700 175 105',
      'T 30-day 300 60 60',
      'T 30-day 200 40 20',
      'T 30-day 300 90 0',
    ])
    expect(pools).toEqual(['T 2200 1060'])
    expect(gain).toBe('185')
  })

  it('CRYPTO22254: same day, then the pool', () => {
    const { rows, pools } = british([
      ['buy', '2018-01-01', '8000', '1000'],
      ['sell', '2018-01-31T10:00:00Z', '5000', '500'],
      ['buy', '2018-01-31T11:00:00Z', '4000', '320'],
      ['buy', '2018-01-31T12:00:00Z', '1000', '75'],
      ['buy', '2018-01-31T13:00:00Z', '1000', '70'],
      ['sell', '2018-01-31T14:00:00Z', '2000', '142'],
      ['buy', '2018-01-31T15:00:00Z', '500', '35'],
    ])
    expect(rows).toEqual([
      'T same-day 6500 500 96.142857142857142857',
      'T s104 500 62.5 -16.642857142857142857',
    ])
    expect(pools).toEqual(['T 7500 937.5'])
  })

  it('CRYPTO22255: 30 days, then the pool', () => {
    const { rows, pools, gain } = british([
      ['buy', '2018-01-01', '14000', '200000'],
      ['sell', '2018-08-30', '4000', '160000'],
      ['buy', '2018-09-11', '500', '17500'],
    ])
    expect(rows).toEqual(['T 30-day 500 17500 2500', 'T s104 3500 50000 90000'])
    expect(pools).toEqual(['T 10500 150000'])
    expect(gain).toBe('92500')
  })

  it('CRYPTO22257: token by token through an exchange of two', () => {
    const { pools, gain } = british([
      ['buy', '2018-01-01', '100000', '300000', 'G'],
      ['sell', '2018-08-31T10:00:00Z', '1000', '3200', 'G'],
      ['buy', '2018-08-31T10:00:00Z', '10000', '3200', 'H'],
      ['sell', '2018-08-31T12:00:00Z', '5000', '1920', 'H'],
      ['buy', '2018-08-31T12:00:00Z', '600', '1700', 'G'],
      ['sell', '2018-08-31T14:00:00Z', '550', '1650', 'G'],
      ['buy', '2018-08-31T14:00:00Z', '5000', '1760', 'H'],
      ['sell', '2018-09-04', '2000', '558', 'H'],
      ['buy', '2018-09-04', '180', '560', 'G'],
      ['sell', '2018-09-16', '400', '1080', 'G'],
      ['buy', '2018-09-16', '4000', '1080', 'H'],
      ['sell', '2018-10-27', '12000', '2430', 'H'],
      ['buy', '2018-10-27', '900', '2400', 'G'],
    ])
    expect(gain).toBe('-972')
    expect(pools.map((pool) => pool.split(' ').slice(0, 2).join(' '))).toEqual(['G 99730', 'H 0'])
  })

  it('counts days in London, where a summer evening belongs to the next day', () => {
    const at = (time: string) =>
      british([
        ['buy', '2023-01-02', '10', '1000'],
        ['sell', '2023-07-01T10:00:00Z', '10', '1500'],
        ['buy', time, '10', '1400'],
      ]).rows
    expect(at('2023-07-31T22:30:00Z')).toEqual(['T 30-day 10 1400 100'])
    // 23:30 UTC is 00:30 of 1 August in London: the 31st day.
    expect(at('2023-07-31T23:30:00Z')).toEqual(['T s104 10 1000 500'])
  })

  it('lists what the pool lacks', () => {
    const rows = [
      entry('buy', { on: '2023-01-01', quantity: '1', feeAsset: 'GBP' }),
      entry('sell', { on: '2023-03-01', quantity: '3', feeAsset: 'GBP' }),
    ]
    const { result, units } = compute(rows, { country: 'uk', method: 'uk-s104' })
    expect(
      result.kind === 'oversold' && result.shortages.map(({ missing }) => units(missing)),
    ).toEqual(['2'])
  })
})
