import { describe, expect, it } from 'vitest'
import { buildLedger } from './build-ledger.ts'
import { describeProblem } from './ledger-entry.ts'
import { compareIds } from './sort-events.ts'
import { brief, compute, entry, ledgerOf } from './tax.test-support.ts'

const universal = { country: 'us', scope: 'universal' } as const

describe('the ledger', () => {
  it('orders by time, then acquisitions first, then id as a person counts', () => {
    const rows = [
      entry('sell', { id: 's', on: '2021-01-02' }),
      entry('buy', { id: 'b10', on: '2021-01-02' }),
      entry('buy', { id: 'b2', on: '2021-01-02' }),
      entry('buy', { id: 'a', on: '2021-01-01' }),
    ]
    expect(ledgerOf(rows).events.map(({ id }) => id)).toEqual(['a', 'b2', 'b10', 's'])
    expect(compareIds('f2', 'f10')).toBeLessThan(0)
    expect(compareIds('f002', 'f2')).not.toBe(0)
    expect(compareIds('x', 'x')).toBe(0)
  })

  it('says which row, field and value is wrong', () => {
    const rows = [
      entry('buy', { id: 'a', quantity: '-1' }),
      entry('buy', { id: 'a', price: '1,5' }),
      entry('buy', { id: 'c', quantity: '0' }),
    ]
    const built = buildLedger(rows, 'USD')
    expect(built.ok ? [] : built.problems.map(describeProblem)).toEqual([
      'row 1, quantity: "-1", expected a decimal number that is not negative, such as 1234.5',
      'row 2, price: "1,5", expected a decimal number that is not negative, such as 1234.5',
    ])
    const twice = buildLedger([entry('buy', { id: 'a' }), entry('sell', { id: 'a' })], 'USD')
    expect(twice.ok ? [] : twice.problems.map(describeProblem)).toEqual([
      'row 2, id: "a", expected an id of its own, row 1 has it already',
    ])
    const empty = buildLedger(rows.slice(2), 'USD')
    expect(empty.ok ? [] : empty.problems.map(describeProblem)).toEqual([
      'row 1, quantity: "0", expected more than zero units',
    ])
  })

  it('takes totals over quantity × price, fees included', () => {
    const rows = [
      entry('buy', { on: '2021-01-01', price: '999', fee: '5', totalCost: '105' }),
      entry('sell', { on: '2021-01-02', price: '999', fee: '5', totalProceeds: '195' }),
    ]
    expect(brief(compute(rows, universal))).toEqual(['1 105 90 short'])
  })
})

describe('ids', () => {
  it('are found twice among many, and only then', () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => entry('buy', { id: `0xaa:${index}` }))
    expect(buildLedger(rows, 'USD').ok).toBe(true)
    const built = buildLedger([...rows, entry('buy', { id: '0xaa:4321' })], 'USD')
    expect(built.ok ? [] : built.problems.map(describeProblem)).toEqual([
      'row 5001, id: "0xaa:4321", expected an id of its own, row 4322 has it already',
    ])
  })
})

describe('fees', () => {
  it('in cash raise the cost and lower the proceeds', () => {
    const rows = [
      entry('buy', { on: '2021-01-01', price: '100', fee: '2' }),
      entry('sell', { on: '2021-01-02', price: '150', fee: '3' }),
    ]
    expect(brief(compute(rows, universal))).toEqual(['1 102 45 short'])
  })

  it('in the asset sold are units that go with the sale', () => {
    const rows = [
      entry('buy', { on: '2021-01-01', quantity: '3', price: '100' }),
      entry('sell', { on: '2021-01-02', quantity: '2', price: '150', fee: '0.5', feeAsset: 'X' }),
    ]
    expect(brief(compute(rows, universal))).toEqual(['2.5 250 50 short'])
  })

  it('withheld from the units bought leave without gain, and no cost is lost', () => {
    const rows = [
      entry('buy', {
        id: 'b',
        on: '2021-01-01',
        quantity: '10',
        price: '1',
        fee: '0.1',
        feeAsset: 'X',
      }),
      entry('sell', { on: '2021-01-02', quantity: '9.9', price: '2' }),
    ]
    const computed = compute(rows, universal)
    expect(brief(computed)).toEqual(['0.1 0.1 0 short', '9.9 10 9.8 short'])
    expect(computed.disposals[0]?.rule).toBe('withheld')
  })

  it('in a third asset are a disposal of that asset and still a cost', () => {
    const rows = [
      entry('buy', { on: '2021-01-01', asset: 'FEE', quantity: '10', price: '1' }),
      entry('buy', { on: '2021-01-02', price: '100', fee: '2', feeAsset: 'FEE', feeValue: '6' }),
      entry('sell', { on: '2021-01-03', price: '150', fee: '1', feeAsset: 'FEE', feeValue: '4' }),
    ]
    const computed = compute(rows, universal)
    expect(computed.disposals.map(({ asset }) => asset)).toEqual(['FEE', 'X', 'FEE'])
    expect(brief(computed)).toEqual(['2 2 4 short', '1 106 40 short', '1 1 3 short'])
  })

  it('in a third asset need their worth', () => {
    const built = buildLedger([entry('buy', { fee: '2', feeAsset: 'BNB' })], 'USD')
    expect(built.ok ? '' : built.problems.map(describeProblem).join()).toContain(
      'row 1, feeValue: "", expected the worth in USD of the fee of 2 BNB',
    )
  })

  it('alone are a disposal at their worth', () => {
    const rows = [
      entry('buy', { on: '2021-01-01', quantity: '1', price: '100' }),
      entry('fee', { on: '2021-01-02', quantity: '0', fee: '0.1', feeAsset: 'X', price: '120' }),
      entry('transfer_fee', { on: '2021-01-03', quantity: '0.1', price: '130' }),
    ]
    const computed = compute(rows, universal)
    expect(brief(computed)).toEqual(['0.1 10 2 short', '0.1 10 3 short'])
    expect(computed.disposals.map(({ event }) => event.label)).toEqual(['fee', 'move'])
  })
})

describe('gifts, income and losses', () => {
  it('keep their own word and count as the schema has it', () => {
    const rows = [
      entry('income', { on: '2021-01-01', subType: 'staking', quantity: '4', price: '10' }),
      entry('gift', { on: '2021-02-01', price: '15' }),
      entry('donate', { on: '2021-02-02', price: '15' }),
      entry('lost', { on: '2021-02-03', price: '0' }),
    ]
    const computed = compute(rows, universal)
    expect(brief(computed)).toEqual(['1 10 5 short', '1 10 5 short', '1 10 -10 short'])
    const { result } = computed
    if (result.kind !== 'done') throw new Error(result.kind)
    expect(computed.money(result.outcome.incomeTotal)).toBe('40')
    expect(result.outcome.income.map(({ event }) => event.label)).toEqual(['staking'])
    expect(computed.money(result.outcome.totals.sellsOnly.gain)).toBe('0')
  })
})
