import { describe, expect, it } from 'vitest'
import type { Exchange } from './exchange-fee.ts'
import { settleExchange } from './exchange-fee.ts'

/** Ten units of A with a basis of 5 for twenty units of B worth 20, at a cost of 2. */
const exchange: Exchange = {
  givenAsset: 'A',
  givenQuantity: 10n,
  givenBasis: 5n,
  receivedAsset: 'B',
  receivedQuantity: 20n,
  receivedValue: 20n,
  feeMode: 'cash',
  feeValue: 2n,
  feeAsset: null,
}

describe('the cost of exchanging one asset for another (Reg. 1.1001-7(b))', () => {
  it('in money lowers the proceeds of what was given up and leaves the basis received alone', () => {
    const { disposals, receivedBasis } = settleExchange(exchange)
    expect(disposals).toEqual([{ asset: 'A', quantity: 10n, proceeds: 18n, basis: 5n, gain: 13n }])
    expect(receivedBasis).toBe(20n)
  })

  it('in a third asset also disposes of that asset', () => {
    const feeAsset = { asset: 'C', quantity: 2n, basis: 1n }
    const { disposals } = settleExchange({ ...exchange, feeMode: 'third-asset', feeAsset })
    expect(disposals).toEqual([
      { asset: 'A', quantity: 10n, proceeds: 18n, basis: 5n, gain: 13n },
      { asset: 'C', quantity: 2n, proceeds: 2n, basis: 1n, gain: 1n },
    ])
  })

  it('withheld from the units received disposes of them without gain', () => {
    const result = settleExchange({ ...exchange, feeMode: 'withheld-from-received' })
    expect(result.disposals).toEqual([
      { asset: 'A', quantity: 10n, proceeds: 18n, basis: 5n, gain: 13n },
      { asset: 'B', quantity: 2n, proceeds: 2n, basis: 2n, gain: 0n },
    ])
    expect(result.receivedBasis).toBe(18n)
    expect(result.receivedBasisBeforeWithholding).toBe(20n)
  })

  it('withheld from the units given up leaves what the rest brought', () => {
    const brought = { receivedQuantity: 18n, receivedValue: 18n }
    const { disposals } = settleExchange({
      ...exchange,
      ...brought,
      feeMode: 'withheld-from-given',
    })
    expect(disposals).toEqual([{ asset: 'A', quantity: 10n, proceeds: 18n, basis: 5n, gain: 13n }])
  })
})
