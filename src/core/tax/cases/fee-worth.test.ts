import { expect, it } from 'vitest'
import { readCase } from './read-case.ts'
import { runCase } from './run-case.ts'

const base = { asset: 'ETH', quantity: '1', wallet: 'w', fee: '0' }
const file = (fee: object, bought: object | null) => ({
  name: 'third asset',
  method: 'fifo',
  country: 'US',
  currency: 'USD',
  rules: {},
  transactions: [
    ...(bought === null
      ? []
      : [{ ...base, id: 'f', asset: 'BNB', timestamp: '2024-01-01', type: 'buy', ...bought }]),
    { ...base, id: 'a', timestamp: '2024-01-02', type: 'buy', price: '100' },
    { ...base, id: 's', timestamp: '2024-01-03', type: 'sell', price: '150', ...fee },
  ],
})

function run(json: object) {
  const read = readCase(json, 'x', {})
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return runCase(read.taxCase)
}

it('values a fee in a third asset by the newest price that the file gives for it', () => {
  const result = run(file({ fee: '0.1', feeAsset: 'BNB' }, { price: '300' }))
  if (!result.ok) throw new Error(result.messages.join())
  expect(result.output.disposals).toMatchObject([
    { asset: 'ETH', proceeds: '120', basis: '100', gain: '20' },
    { asset: 'BNB', quantity: '0.1', proceeds: '30', basis: '30', gain: '0' },
  ])
  expect(result.output.warnings).toEqual([
    'The fee of 0.1 BNB of s counts with 300 USD a unit, the newest price of BNB in the file.',
  ])
})

it('takes the worth that the row itself tells, whole or by the unit', () => {
  for (const told of [{ feeValue: '40' }, { feePrice: '400' }]) {
    const result = run(file({ fee: '0.1', feeAsset: 'BNB', ...told }, { price: '300' }))
    if (!result.ok) throw new Error(result.messages.join())
    expect(result.output.disposals).toMatchObject([{ proceeds: '110' }, { gain: '10' }])
    expect(result.output.warnings).toEqual([])
  }
})

it('says what is missing where the file has no price for it', () => {
  const result = run(file({ fee: '0.1', feeAsset: 'BNB' }, null))
  expect(result).toMatchObject({ ok: false })
  expect(result.ok ? '' : result.messages.join()).toContain('the worth in USD of the fee')
})
