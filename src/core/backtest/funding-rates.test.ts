import { describe, expect, it } from 'vitest'
import { fundingCover, readFundingRates } from './funding-rates.ts'

const HOUR_MS = 3_600_000
const EIGHT = Date.UTC(2024, 0, 1, 8) / HOUR_MS

describe('a file of funding rates', () => {
  it.each([
    ['time,rate\n2024-01-01T08:00:00Z,0.0000125\n2024-01-01T09:00:00Z,-0.00001\n'],
    ['\uFEFFcoin;fundingRate;time\r\nBTC;1.25e-5;1704096000000\r\nBTC;-1e-5;1704099600037\r\n'],
    ['rate,timestamp\n0.00001250,1704096000\n\n-0.000010,2024-01-01 09:00\n'],
  ])('is read whatever its columns and times look like: %j', (text) => {
    const reading = readFundingRates(text)
    expect(reading).toEqual({
      ok: true,
      rates: new Map([
        [EIGHT, 125_000_000_000n],
        [EIGHT + 1, -100_000_000_000n],
      ]),
    })
  })

  it.each([
    ['a,b\n1,2', 1, 'the header names no time and rate'],
    ['time,rate\n', 2, 'there is no rate in it'],
    ['time,rate\nsoon,0.1', 2, '"soon" is no time'],
    ['time,rate\n2024-01-01T08:30:00Z,0.00001', 2, 'is no full hour'],
    ['time,rate\n2024-01-01T08:00:00Z,much', 2, '"much" is no rate'],
    ['time,rate\n2024-01-01T08:00:00Z,0.05', 2, "above the venue's cap of 0.04"],
    ['time,rate\n2024-01-01T08:00:00Z,0.00000000000000001', 2, 'more than 16 places'],
    ['time,rate\n1704096000,0.00001\n1704096001,0.00001', 3, 'the hour has a rate already'],
  ])('is refused with its line: %j', (text, line, message) => {
    const reading = readFundingRates(text)
    expect(reading).toEqual({
      ok: false,
      problems: [{ line, message: expect.stringContaining(message) }],
    })
  })
})

describe('what a file covers of a period', () => {
  const every = (step: number, count: number, left: readonly number[] = []) =>
    new Map(
      Array.from({ length: count }, (_, index) => [EIGHT + index * step, 1n] as const).filter(
        (_, index) => !left.includes(index),
      ),
    )
  const from = (EIGHT - 1) * HOUR_MS

  it('counts the payments between the first open and the last close', () => {
    expect(fundingCover(every(1, 10), from, from + 5 * HOUR_MS)).toEqual({
      payments: 5,
      missing: 0,
    })
  })

  it('counts what its own step lets expect', () => {
    expect(fundingCover(every(8, 9, [3, 4]), from, from + 64 * HOUR_MS)).toEqual({
      payments: 6,
      missing: 2,
    })
  })

  it('sees what lies before and after the file', () => {
    expect(fundingCover(every(1, 4), from - 2 * HOUR_MS, from + 6 * HOUR_MS)).toEqual({
      payments: 4,
      missing: 4,
    })
  })
})
