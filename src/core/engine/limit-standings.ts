import { asMoney } from '../money/amount.ts'
import { shareOf } from '../money/rounding.ts'
import { drawdown } from '../risk/circuit-breaker.ts'
import { marginOf, positionLoss, positionNotional } from '../risk/exposure.ts'
import type { LimitName } from '../risk/limit-fields.ts'
import type { QuotaKey } from '../risk/risk-inputs.ts'
import { dayLossOf, leverageOf, riskPositions, riskTickets, tradesToday } from './risk-view.ts'
import type { DeskState } from './state.ts'
import { equityOf } from './state.ts'

/** Where a limit stands: how much of it is taken, in dollars or counted. */
export interface LimitStanding {
  readonly name: LimitName
  readonly unit: 'money' | 'count' | 'ms'
  /** Money scaled by 1e8. */
  readonly taken: bigint
  readonly allowed: bigint
}

const MINUTE_MS = 60_000

/** What positions and entries take of the caps on size. */
function exposures(state: DeskState): readonly LimitStanding[] {
  const equity = equityOf(state)
  if (equity === null) return []
  const { limits } = state.book
  const margins = new Map<string, bigint>()
  let openRisk = 0n
  let gross = 0n
  const add = (coin: string, margin: bigint): void => {
    margins.set(coin, (margins.get(coin) ?? 0n) + margin)
  }
  const positions = riskPositions(state)
  for (const position of positions) {
    const value = positionNotional(position)
    openRisk += positionLoss(position, position.entryPrice, limits)
    gross += value
    add(position.coin, marginOf(value, leverageOf(state, position.coin)))
  }
  const tickets = riskTickets(state, null)
  for (const ticket of tickets) {
    openRisk += ticket.worstCaseLoss
    gross += ticket.notional
    add(ticket.coin, ticket.margin)
  }
  const largest = [...margins.values()].reduce((most, one) => (one > most ? one : most), 0n)
  const money = (name: LimitName, taken: bigint, allowed: bigint): LimitStanding => ({
    name,
    unit: 'money',
    taken: asMoney(taken),
    allowed,
  })
  return [
    money('openRiskMax', openRisk, shareOf(equity, limits.openRiskMax, 'down')),
    money('positionMarginMax', largest, shareOf(equity, limits.positionMarginMax, 'down')),
    money('grossNotionalMax', gross, shareOf(equity, limits.grossNotionalMax, 'down')),
    {
      name: 'positionsMax',
      unit: 'count',
      taken: BigInt(margins.size),
      allowed: BigInt(limits.positionsMax),
    },
  ]
}

const QUOTAS: readonly (readonly [LimitName, QuotaKey])[] = [
  ['tradesPerDay9h', '9h'],
  ['tradesPerDay6h', '6h'],
  ['tradesPerDay3h', '3h'],
]

/** Trades of the day and entries that may still become one; of the others the fullest quota. */
function quotas(state: DeskState): readonly LimitStanding[] {
  const { limits } = state.book
  const counts = new Map<QuotaKey, number>()
  for (const [key, count] of Object.entries(tradesToday(state))) {
    counts.set(key as QuotaKey, count)
  }
  for (const { quota } of riskTickets(state, null)) {
    counts.set(quota, (counts.get(quota) ?? 0) + 1)
  }
  const standing = (name: LimitName, taken: number): LimitStanding => ({
    name,
    unit: 'count',
    taken: BigInt(taken),
    allowed: BigInt(limits[name] as number),
  })
  const named = QUOTAS.map(([name, key]) => standing(name, counts.get(key) ?? 0))
  for (const [, key] of QUOTAS) counts.delete(key)
  return [...named, standing('tradesPerDayOther', Math.max(0, ...counts.values()))]
}

function breakers(state: DeskState): readonly LimitStanding[] {
  const { book, market } = state
  const { limits, breaker } = book
  const equity = equityOf(state)
  const recent = market.breaker.venueErrorsMs.filter(
    (atMs) => Math.abs(market.nowMarketMs - atMs) < MINUTE_MS,
  )
  const count = (name: LimitName, taken: number): LimitStanding => ({
    name,
    unit: 'count',
    taken: BigInt(taken),
    allowed: BigInt(limits[name] as number),
  })
  const fall: LimitStanding[] =
    equity === null
      ? []
      : [
          {
            name: 'drawdownMax',
            unit: 'money',
            taken: drawdown(breaker, equity),
            allowed: shareOf(breaker.peakEquity, limits.drawdownMax, 'up'),
          },
        ]
  return [
    count('lossesInRowMax', breaker.lossesInRow),
    ...fall,
    count('venueErrorsPerMinuteMax', recent.length),
  ]
}

function day(state: DeskState): readonly LimitStanding[] {
  const loss = dayLossOf(state, equityOf(state))
  if (!loss) return []
  const name = loss.capFrom === 'dollar amount' ? 'dayLossAmount' : 'dayLossShare'
  return [{ name, unit: 'money', taken: loss.used, allowed: loss.cap }]
}

/** The oldest position. */
function ages(state: DeskState): readonly LimitStanding[] {
  const { book, market } = state
  let oldestMs = 0
  for (const { openedMs } of book.positions.values()) {
    oldestMs = Math.max(oldestMs, market.nowMarketMs - (openedMs === 0 ? book.adoptedMs : openedMs))
  }
  return [
    {
      name: 'positionAgeMsMax',
      unit: 'ms',
      taken: BigInt(Math.round(oldestMs)),
      allowed: BigInt(book.limits.positionAgeMsMax),
    },
  ]
}

/** Every limit that is taken by something now; the others only shape what is opened next. */
export const limitStandings = (state: DeskState): readonly LimitStanding[] => [
  ...day(state),
  ...exposures(state),
  ...quotas(state),
  ...breakers(state),
  ...ages(state),
]

/** Per mille of a limit that is taken, at most 1,000; a limit of nothing is full. */
export function takenPerMille({ taken, allowed }: LimitStanding): number {
  if (allowed <= 0n) return 1_000
  const share = Number((taken * 1_000n) / allowed)
  return Math.max(0, Math.min(1_000, share))
}

/** What the day has lost beyond its cap: slippage past the reckoned, gaps, funding. */
export function dayOvershoot(state: DeskState): bigint {
  const loss = dayLossOf(state, equityOf(state))
  return loss !== null && loss.used > loss.cap ? loss.used - loss.cap : 0n
}
