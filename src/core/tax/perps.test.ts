import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { perpOutput } from './cases/perp-output.ts'
import { formatExact } from './exact-decimal.ts'
import { describeProblem } from './ledger-entry.ts'
import type { FundingPayment, PerpFill, PerpStart } from './perp-event.ts'
import { openingsOf } from './perp-openings.ts'
import { perpSums, perpSumsByYear } from './perp-totals.ts'
import type { PerpReport } from './perps.ts'
import { realisePerps } from './perps.ts'
import { timeZone } from './time-zone.ts'

const OWNER = '0x00000000000000000000000000000000000000aa'

let lastId = 0

function fill(
  side: PerpFill['side'],
  size: string,
  price: string,
  startPosition: string | null,
  over: Partial<PerpFill> = {},
): PerpFill {
  lastId += 1
  return {
    id: `f${lastId}`,
    coin: 'ETH',
    side,
    size,
    price,
    fee: '0',
    feeToken: 'USDC',
    tsMs: 1_700_000_000_000 + lastId * 1_000,
    startPosition,
    direction: '',
    closedPnl: null,
    liquidatedUser: null,
    ...over,
  }
}

function realise(
  fills: readonly PerpFill[],
  funding: readonly FundingPayment[] = [],
  starts: readonly (readonly [string, PerpStart])[] = [],
): PerpReport {
  const result = realisePerps({
    currency: 'USDC',
    owner: OWNER,
    fills,
    funding,
    starts: new Map(starts),
  })
  if (!result.ok) throw new Error(result.problems.map(describeProblem).join('; '))
  return result.report
}

interface Output {
  readonly legs: readonly Record<string, unknown>[]
  readonly totals: Record<string, unknown>
  readonly end: unknown
  readonly warnings: readonly string[]
}
const printed = (report: PerpReport): Output => perpOutput(report) as unknown as Output

describe('perpetuals', () => {
  it('move the entry with opening fills only', () => {
    const { legs, end, totals } = printed(
      realise([
        fill('buy', '1', '100', '0'),
        fill('buy', '2', '130', '1'),
        fill('sell', '1', '150', '3'),
        fill('buy', '1', '90', '2'),
      ]),
    )
    expect(legs.map(({ leg, pnl, entryAfter }) => [leg, pnl, entryAfter])).toEqual([
      ['open', '0', '100'],
      ['open', '0', '120'],
      ['close', '30', '120'],
      ['open', '0', '110'],
    ])
    expect(end).toEqual({ position: '3', entry: '110' })
    expect(totals.realisedPnl).toBe('30')
  })

  it('split a flip: result to the closing leg, fee by share with the remainder to the last', () => {
    const { legs } = printed(
      realise([
        fill('sell', '3', '100', '0', { fee: '0.3' }),
        fill('buy', '10', '90', '-3', { fee: '1', direction: 'Short > Long' }),
      ]),
    )
    expect(legs.slice(1)).toMatchObject([
      { leg: 'close', side: 'short', quantity: '3', pnl: '30', fee: '0.3', positionAfter: '0' },
      { leg: 'open', quantity: '7', pnl: '0', fee: '0.7', positionAfter: '7', entryAfter: '90' },
    ])
  })

  it('keep rebates negative and never sum fees across tokens', () => {
    const { totals } = printed(
      realise([
        fill('buy', '1', '100', '0', { fee: '-0.01' }),
        fill('sell', '1', '100', '1', { fee: '0.002', feeToken: 'HYPE' }),
      ]),
    )
    expect(totals).toMatchObject({
      fees: '-0.01',
      feesByToken: { USDC: '-0.01', HYPE: '0.002' },
      net: '0.01',
    })
  })

  it('keep funding apart from the result', () => {
    const payment = (id: string, amount: string): FundingPayment => ({
      id,
      coin: 'ETH',
      tsMs: 1,
      amount,
    })
    const report = realise(
      [fill('buy', '1', '100', '0'), fill('sell', '1', '110', '1', { fee: '0.5' })],
      [payment('a', '-0.25'), payment('b', '0.05')],
    )
    expect(printed(report).totals).toMatchObject({
      realisedPnl: '10',
      fees: '0.5',
      funding: '-0.2',
      net: '9.3',
    })
  })

  it('mark a liquidation of the owner, not of a counterparty, and other forced closes', () => {
    const opened = fill('buy', '4', '100', '0')
    const closed = (startPosition: string, over: Partial<PerpFill>) =>
      fill('sell', '1', '80', startPosition, over)
    const { legs } = realise([
      opened,
      closed('4', { direction: 'Close Long', liquidatedUser: OWNER }),
      closed('3', { direction: 'Close Long', liquidatedUser: '0xbb' }),
      closed('2', { direction: 'Auto-Deleveraging' }),
      closed('1', { direction: 'Settlement' }),
    ])
    expect(legs.map((leg) => (leg.leg === 'close' ? leg.forced : 'open'))).toEqual([
      'open',
      'liquidation',
      null,
      'auto-deleveraging',
      'settlement',
    ])
  })

  it("use the venue's figure, marked, where the history begins in a position", () => {
    const report = realise([
      fill('sell', '2', '110', '5', { closedPnl: '20' }),
      fill('sell', '3', '120', '3', { closedPnl: '60' }),
      fill('buy', '1', '100', '0'),
      fill('sell', '1', '101', '1', { closedPnl: '1' }),
    ])
    const { legs, totals, warnings } = printed(report)
    expect(report.gaps).toHaveLength(1)
    expect(report.gaps[0]?.isStart).toBe(true)
    expect(warnings[0]).toContain('begins in the middle of a position (position 5, expected 0)')
    expect(report.legs.map((leg) => leg.leg === 'close' && leg.isVenueFigure)).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(legs[0]).toMatchObject({ entry: null, pnl: '20', entryAfter: null })
    expect(totals.realisedPnl).toBe('81')
  })

  it('start from a known position', () => {
    const report = realise(
      [fill('sell', '2', '110', '5')],
      [],
      [['ETH', { position: '5', entry: '100' }]],
    )
    expect(report.gaps).toEqual([])
    expect(printed(report).legs[0]).toMatchObject({ pnl: '20', entryAfter: '100' })
  })

  it('name missing fills and go on from the position the venue reports', () => {
    const report = realise([
      fill('buy', '1', '100', '0'),
      fill('sell', '1', '120', '3', { closedPnl: '11' }),
    ])
    expect(report.gaps.map(({ isStart }) => isStart)).toEqual([false])
    expect(printed(report).totals.realisedPnl).toBe('11')
  })

  it('show where the figure differs from the venue', () => {
    const report = realise([
      fill('buy', '1', '100', '0'),
      fill('sell', '1', '110', '1', { closedPnl: '9.5' }),
    ])
    expect(report.differences.map(({ fill: { id } }) => id)).toEqual([report.legs[1]?.fill.id])
  })

  it('order fills of one millisecond by their positions', () => {
    const tsMs = 1_700_000_000_000
    const fills = [
      fill('buy', '1', '100', '0', { id: 'z', tsMs }),
      fill('buy', '2', '103', '1.0', { id: 'a', tsMs }),
      fill('sell', '3', '110', '3.00', { id: 'm', tsMs }),
      fill('sell', '1', '120', '0', { id: 'b', tsMs }),
    ]
    for (const order of [
      fills,
      [...fills].reverse(),
      [fills[2], fills[0], fills[3], fills[1]] as PerpFill[],
    ]) {
      const { legs, gaps } = realise(order)
      expect(gaps).toEqual([])
      expect(legs.map((leg) => leg.fill.id)).toEqual(['z', 'a', 'm', 'b'])
    }
  })

  it('refuse amounts that are none, with row and field', () => {
    const bad = { ...fill('buy', '1', '100', '0'), size: '-1' }
    const result = realisePerps({
      currency: 'USDC',
      owner: null,
      fills: [bad, { ...bad, size: '1' }],
      funding: [],
      starts: new Map(),
    })
    expect(result.ok ? [] : result.problems.map(describeProblem)).toEqual([
      'row 1, sz: "-1", expected a positive decimal number',
      `row 2, id: "${bad.id}", expected an id of its own, row 1 has it already`,
    ])
  })
})

const fillSteps = fc.array(
  fc.record({
    isBuy: fc.boolean(),
    size: fc.integer({ min: 1, max: 500 }),
    price: fc.integer({ min: 1, max: 100_000 }),
    fee: fc.integer({ min: -50, max: 500 }),
    isSameTime: fc.boolean(),
  }),
  { minLength: 1, maxLength: 40 },
)

const scaled = (value: number, places: number): string => (value / 10 ** places).toFixed(places)

describe('any sequence of fills', () => {
  it('conserves cash, fees and position, whatever order the fills come in', () => {
    const histories = fillSteps.chain((steps) => {
      let position = 0
      let tsMs = 1_700_000_000_000
      const fills = steps.map((step, index): PerpFill => {
        const start = position
        position += step.isBuy ? step.size : -step.size
        if (!step.isSameTime) tsMs += 1
        return fill(
          step.isBuy ? 'buy' : 'sell',
          scaled(step.size, 2),
          scaled(step.price, 2),
          scaled(start, 2),
          {
            id: `f${index}`,
            tsMs,
            fee: scaled(step.fee, 4),
          },
        )
      })
      return fc.tuple(fc.constant(fills), fc.shuffledSubarray(fills, { minLength: fills.length }))
    })
    fc.assert(
      fc.property(histories, ([fills, shuffled]) => {
        const report = realise(fills)
        const unit = 10n ** BigInt(report.valueScale - 4)
        let [cash, fees, position] = [0n, 0n, 0n]
        for (const { side, size, price, fee } of fills) {
          const value =
            BigInt(Math.round(Number(size) * 100)) * BigInt(Math.round(Number(price) * 100))
          cash += side === 'buy' ? -value : value
          fees += BigInt(Math.round(Number(fee) * 10_000))
          position += BigInt(Math.round(Number(size) * 100)) * (side === 'buy' ? 1n : -1n)
        }
        const end = report.ends[0]
        expect(end?.position).toBe(
          (position * 10n ** BigInt(report.quantityScale - 2 < 0 ? 0 : report.quantityScale - 2)) /
            (report.quantityScale < 2 ? 10n ** BigInt(2 - report.quantityScale) : 1n),
        )
        expect(report.totals.fees).toBe(fees * unit)
        expect(report.gaps).toEqual([])
        // Cash in = realised, less what the open position cost (or plus what it brought).
        if (position === 0n) expect(report.totals.realisedPnl).toBe(cash * unit)
        const again = realise(shuffled)
        expect(again.totals.realisedPnl).toBe(report.totals.realisedPnl)
        expect(again.gaps).toEqual([])
      }),
      { numRuns: 150 },
    )
  })
})

describe('a fill without a start position', () => {
  it('that closes more than is known shows that fills are missing, and counts as the venue says', () => {
    const report = realise([
      fill('buy', '1', '100', null, { direction: 'Open Long' }),
      fill('sell', '3', '110', null, { direction: 'Close Long', closedPnl: '17' }),
      fill('sell', '1', '120', null, { direction: 'Open Short' }),
      fill('buy', '1', '115', null, { direction: 'Close Short' }),
    ])
    expect(report.gaps).toMatchObject([{ isStart: false, reportedPosition: 3n }])
    expect(report.legs.flatMap((leg) => (leg.leg === 'close' ? [leg.isVenueFigure] : []))).toEqual([
      true,
      false,
    ])
    expect(printed(report).totals.realisedPnl).toBe('22')
  })
})

describe('the openings of a close', () => {
  it('are those since the position was flat, also across a flip', () => {
    const { legs } = realise([
      fill('buy', '1', '100', '0', { id: 'a' }),
      fill('sell', '1', '101', '1', { id: 'b' }),
      fill('buy', '1', '102', '0', { id: 'c' }),
      fill('buy', '1', '103', '0', { id: 'x', coin: 'BTC' }),
      fill('buy', '1', '104', '1', { id: 'd' }),
      fill('sell', '1', '105', '2', { id: 'e' }),
      fill('sell', '3', '106', '1', { id: 'f' }),
      fill('buy', '2', '100', '-2', { id: 'g' }),
    ])
    const openings = (id: string): string[] => {
      const index = legs.findIndex((leg) => leg.leg === 'close' && leg.fill.id === id)
      return openingsOf(legs, index).map((leg) => leg.fill.id)
    }
    expect(openings('b')).toEqual(['a'])
    expect(openings('e')).toEqual(['c', 'd'])
    expect(openings('f')).toEqual(['c', 'd'])
    expect(openings('g')).toEqual(['f'])
    expect(openings('c')).toEqual([])
  })
})

describe('sums by tax year', () => {
  it('add up to the sums of everything, and keep the venue’s own figure beside ours', () => {
    const newYear = Date.UTC(2025, 0, 1)
    const report = realise(
      [
        fill('buy', '2', '100', '0', { fee: '0.1', tsMs: newYear - 10_000 }),
        fill('sell', '1', '110', '2', { fee: '0.2', closedPnl: '10.5', tsMs: newYear - 5_000 }),
        fill('sell', '1', '90', '1', { fee: '0.3', closedPnl: '-10', tsMs: newYear + 5_000 }),
      ],
      [{ id: 'p', coin: 'ETH', tsMs: newYear, amount: '-0.5' }],
    )
    const years = perpSumsByYear(report, timeZone('UTC'), 'generic', 'USDC')
    const text = (value: bigint): string => formatExact(value, report.valueScale)
    expect(
      [...years].map(([year, { closes, realisedPnl, fees, funding, net, venuePnl }]) => [
        ...[year, closes],
        ...[realisedPnl, fees, funding, net, venuePnl].map(text),
      ]),
    ).toEqual([
      [2024, 1, '10', '0.3', '0', '9.7', '10.5'],
      [2025, 1, '-10', '0.3', '-0.5', '-10.8', '-10'],
    ])
    expect(perpSums(report, 'USDC').net).toBe(report.totals.net)
  })
})
