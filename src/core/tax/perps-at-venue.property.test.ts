import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyToPosition } from '../matching/apply-position.ts'
import type { VenuePosition } from '../matching/venue-state.ts'
import { asPrice, asQuantity } from '../money/amount.ts'
import { formatDecimal } from '../money/decimal.ts'
import { formatExact } from './exact-decimal.ts'
import type { PerpFill } from './perp-event.ts'
import type { PerpReport } from './perps.ts'
import { realisePerps } from './perps.ts'

/** Hundred-thousandths of a coin and tenths of a dollar, as the venue's BTC. */
const SIZE_UNIT = 1_000n
const PRICE_UNIT = 10_000_000n

interface Step {
  readonly size: number
  readonly price: number
}

/** The fills as the paper exchange reports them: each cost share rounded to its eight places. */
function venueFills(steps: readonly Step[]): PerpFill[] {
  let position: VenuePosition | null = null
  return steps.map(({ size, price }, index) => {
    const start = position?.size ?? 0n
    const change = applyToPosition(
      position,
      0,
      asQuantity(BigInt(size) * SIZE_UNIT),
      asPrice(BigInt(price) * PRICE_UNIT),
    )
    position = change.position
    return {
      id: `f${index}`,
      coin: 'BTC',
      side: size > 0 ? 'buy' : 'sell',
      size: formatDecimal(asQuantity(BigInt(Math.abs(size)) * SIZE_UNIT)),
      price: formatDecimal(asPrice(BigInt(price) * PRICE_UNIT)),
      fee: '0',
      feeToken: 'USDC',
      tsMs: 1_700_000_000_000 + index,
      startPosition: formatDecimal(asQuantity(start)),
      direction: change.direction,
      closedPnl: formatDecimal(change.closedPnl),
      liquidatedUser: null,
    }
  })
}

function realise(fills: readonly PerpFill[]): PerpReport {
  const history = { currency: 'USDC', owner: null, fills, funding: [], starts: new Map() }
  const result = realisePerps(history)
  if (!result.ok) throw new Error('a bad history')
  return result.report
}

/** A third of the cost has no end: the venue rounds it, and the next close takes what is left. */
const UNEVEN: readonly Step[] = [
  { size: 7, price: 200_001 },
  { size: 14, price: 200_003 },
  { size: -7, price: 200_100 },
  { size: -14, price: 200_100 },
]

describe("closes beside the venue's", () => {
  it('differ where it rounds a share of the cost, which is marked as that', () => {
    const { differences, totals, valueScale } = realise(venueFills(UNEVEN))
    expect(differences.map(({ isRounding }) => isRounding)).toEqual([true, true])
    const money = (value: bigint): string => formatExact(value, valueScale)
    expect(differences.map(({ ours, venue }) => money(ours - venue))).toEqual([
      '-0.000000003333333333',
      '0.000000003333333333',
    ])
    expect(money(totals.realisedPnl)).toBe('0.002051')
  })

  it('are marked as unlike beyond what rounding can do', () => {
    const fills = venueFills(UNEVEN)
    const wrong = fills.map((fill) =>
      fill.id === 'f2' ? { ...fill, closedPnl: String(Number(fill.closedPnl) + 0.0001) } : fill,
    )
    expect(realise(wrong).differences.map(({ fill, isRounding }) => [fill.id, isRounding])).toEqual(
      [
        ['f2', false],
        ['f3', true],
      ],
    )
  })

  it('never differ by more than rounding, and add up to the same once flat', () => {
    const steps = fc.array(
      fc.record({
        size: fc.integer({ min: -100_000, max: 100_000 }).filter((size) => size !== 0),
        price: fc.integer({ min: 1, max: 2_000_000 }),
      }),
      { minLength: 2, maxLength: 40 },
    )
    fc.assert(
      fc.property(steps, (drawn) => {
        const held = drawn.reduce((sum, { size }) => sum + size, 0)
        const all = held === 0 ? drawn : [...drawn, { size: -held, price: 1_000 }]
        const { differences, gaps } = realise(venueFills(all))
        expect(gaps).toEqual([])
        expect(differences.filter(({ isRounding }) => !isRounding)).toEqual([])
        expect(differences.reduce((sum, { ours, venue }) => sum + ours - venue, 0n)).toBe(0n)
      }),
      { numRuns: 300 },
    )
  })
})
