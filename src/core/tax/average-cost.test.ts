import { describe, expect, it } from 'vitest'
import type { LedgerEntry } from './ledger-entry.ts'
import { compute, entry } from './tax.test-support.ts'

type Step = readonly ['buy' | 'sell' | 'income', string, string, string, string?]

function canadian(steps: readonly Step[], superficialLoss = true) {
  const entries = steps.map(([type, on, quantity, total, fee = '0']): LedgerEntry => {
    const amounts = {
      quantity,
      price: String(Number(total) / Number(quantity)),
      fee,
      feeAsset: 'CAD',
    }
    return entry(type, { on, ...amounts })
  })
  const computed = compute(entries, { country: 'ca', method: 'acb', superficialLoss })
  const { disposals } = computed
  const near = (values: readonly string[]): number[] =>
    values.map((value) => Number(Number(value).toFixed(5)))
  return {
    denied: near(disposals.map((row) => computed.money(row.denied))),
    gains: near(disposals.map((row) => computed.money(row.gain))),
    acb: near(computed.costs),
  }
}

describe('average cost with the superficial loss', () => {
  it('keeps a plain average with fees in cost and proceeds', () => {
    const steps: Step[] = [
      ['buy', '2021-01-01', '10', '100', '5'],
      ['sell', '2021-01-10', '10', '120', '2'],
    ]
    expect(canadian(steps)).toEqual({ denied: [0], gains: [13], acb: [105, 0] })
  })

  it('denies the part that was bought back within 30 days and adds it to the new units', () => {
    const steps: Step[] = [
      ['buy', '2021-01-01', '10', '100', '5'],
      ['sell', '2021-01-10', '10', '50', '2'],
      ['buy', '2021-01-20', '4', '24', '1'],
    ]
    expect(canadian(steps)).toEqual({ denied: [22.8], gains: [-34.2], acb: [105, 0, 47.8] })
    expect(canadian(steps, false)).toEqual({ denied: [0], gains: [-57], acb: [105, 0, 25] })
  })

  it('counts day 30 and leaves out day 31', () => {
    const steps = (day: string): Step[] => [
      ['buy', '2020-11-01', '10', '100'],
      ['sell', '2021-01-10', '10', '50'],
      ['buy', day, '4', '24'],
    ]
    expect(canadian(steps('2021-02-09')).denied).toEqual([20])
    expect(canadian(steps('2021-02-10')).denied).toEqual([0])
    expect(
      canadian([
        steps('2021-02-09')[0] as Step,
        ['buy', '2020-12-11', '5', '60'],
        ['sell', '2021-01-10', '10', '50'],
      ]).denied,
    ).toEqual([28.33333])
    expect(
      canadian([
        steps('2021-02-09')[0] as Step,
        ['buy', '2020-12-10', '5', '60'],
        ['sell', '2021-01-10', '10', '50'],
      ]).denied,
    ).toEqual([0])
  })

  it('adds a denied loss at once where units remain, and only once', () => {
    const steps: Step[] = [
      ['buy', '2021-01-01', '10', '100'],
      ['buy', '2021-01-05', '5', '50'],
      ['sell', '2021-01-10', '10', '50'],
      ['buy', '2021-01-20', '2', '12'],
    ]
    expect(canadian(steps)).toEqual({ denied: [35], gains: [-15], acb: [100, 150, 85, 97] })
  })

  it('chains denied losses through later sales', () => {
    const steps: Step[] = [
      ['buy', '2015-04-09', '150', '450'],
      ['sell', '2015-04-10', '20', '40'],
      ['buy', '2015-04-15', '50', '150'],
      ['sell', '2015-04-20', '10', '20'],
      ['sell', '2015-05-15', '80', '160'],
    ]
    const { denied, gains, acb } = canadian(steps)
    expect(denied).toEqual([20, 11.11111, 58.82353])
    expect(gains).toEqual([0, 0, -35.29412])
    expect(acb).toEqual([450, 410, 560, 540, 344.70588])
  })

  it('looks at what is held at the end of the window', () => {
    const sold: Step[] = [
      ['buy', '2021-01-01', '10', '100'],
      ['sell', '2021-01-10', '10', '50'],
      ['buy', '2021-01-20', '10', '60'],
      ['sell', '2021-01-25', '10', '70'],
    ]
    expect(canadian(sold)).toEqual({ denied: [0, 0], gains: [-50, 10], acb: [100, 0, 60, 0] })
    const partly: Step[] = [
      ['buy', '2021-01-01', '10', '100'],
      ['sell', '2021-01-10', '10', '50'],
      ['buy', '2021-01-20', '6', '36'],
      ['sell', '2021-01-25', '4', '40'],
    ]
    expect(canadian(partly)).toEqual({
      denied: [10, 0],
      gains: [-40, 9.33333],
      acb: [100, 0, 46, 15.33333],
    })
  })

  it('takes income as held but not as bought', () => {
    const old: Step[] = [
      ['buy', '2020-11-01', '10', '100'],
      ['sell', '2021-01-10', '10', '50'],
      ['income', '2021-01-20', '4', '24'],
    ]
    expect(canadian(old)).toEqual({ denied: [0], gains: [-50], acb: [100, 0, 24] })
    const recent: Step[] = [['buy', '2021-01-01', '10', '100'], ...old.slice(1)]
    expect(canadian(recent)).toEqual({ denied: [20], gains: [-30], acb: [100, 0, 44] })
  })

  it('never touches a gain', () => {
    const steps: Step[] = [
      ['buy', '2021-01-01', '10', '100'],
      ['sell', '2021-01-10', '10', '150'],
      ['buy', '2021-01-20', '4', '48'],
    ]
    expect(canadian(steps)).toEqual({ denied: [0], gains: [50], acb: [100, 0, 48] })
  })

  it('keeps a stock for each wallet where the scope asks for it', () => {
    const rows = [
      entry('buy', { on: '2021-01-01', quantity: '2', price: '10', wallet: 'A' }),
      entry('buy', { on: '2021-01-02', quantity: '2', price: '20', wallet: 'B' }),
      entry('transfer', {
        on: '2021-01-03',
        quantity: '1',
        price: '0',
        wallet: 'A',
        toWallet: 'B',
      }),
      entry('sell', { on: '2021-01-04', quantity: '3', price: '30', wallet: 'B' }),
    ]
    const { disposals, money } = compute(rows, {
      country: 'de',
      method: 'acb',
      scope: 'per-wallet',
      currency: 'USD',
    })
    expect(disposals.map(({ basis }) => money(basis))).toEqual(['50'])
  })
})
