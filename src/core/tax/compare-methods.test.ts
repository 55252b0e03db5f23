import { describe, expect, it } from 'vitest'
import { compareMethods } from './compare-methods.ts'
import { formatExact } from './exact-decimal.ts'
import { entry, ledgerOf } from './tax.test-support.ts'
import { presetSettings } from './tax-settings.ts'

describe('the comparison of methods', () => {
  it('tells what a year comes to under each', () => {
    const ledger = ledgerOf([
      entry('buy', { on: '2023-01-01', price: '10', wallet: 'A' }),
      entry('buy', { on: '2023-02-01', price: '30', wallet: 'B' }),
      entry('sell', { on: '2024-03-01', price: '50', wallet: 'A' }),
      entry('sell', { on: '2025-03-01', price: '50', wallet: 'B' }),
    ])
    const settings = { ...presetSettings('us'), zone: 'UTC', scope: 'universal' } as const
    const gains = (year: number | null): string[] =>
      compareMethods(ledger, settings, ['fifo', 'hifo', 'acb'], year).map(
        ({ method, sums }) => `${method} ${formatExact(sums.gain, ledger.valueScale)}`,
      )
    expect(gains(2024)).toEqual(['fifo 40', 'hifo 20', 'acb 30'])
    expect(gains(null)).toEqual(['fifo 60', 'hifo 60', 'acb 60'])
    expect(gains(2022)).toEqual(['fifo 0', 'hifo 0', 'acb 0'])
  })

  it('leaves out methods whose units do not suffice', () => {
    const ledger = ledgerOf([entry('sell', { on: '2024-03-01' })])
    expect(compareMethods(ledger, presetSettings('us'), ['fifo'], null)).toEqual([])
  })
})
