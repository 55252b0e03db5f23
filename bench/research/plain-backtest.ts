import type { CandleColumns } from '#core/strategies/candle-view.ts'

/** What both sides of the comparison must agree on. */
export interface PlainResult {
  readonly equity: Float64Array
  readonly trades: number
  readonly final: number
}

export interface PlainRules {
  readonly cash: number
  readonly fee: number
  readonly stop: number
  /** Of the cash, at every entry. */
  readonly share: number
}

/** 1 buys, −1 sells, 0 says nothing. */
export type PlainStrategy = (close: number) => number

export function plainSmaCross(fast: number, slow: number): PlainStrategy {
  const fastRing = new Float64Array(fast)
  const slowRing = new Float64Array(slow)
  let fastAt = 0
  let slowAt = 0
  let fastSum = 0
  let slowSum = 0
  let seen = 0
  let side = 0
  return (close) => {
    fastSum += close - (fastRing[fastAt] as number)
    fastRing[fastAt] = close
    fastAt = fastAt + 1 === fast ? 0 : fastAt + 1
    slowSum += close - (slowRing[slowAt] as number)
    slowRing[slowAt] = close
    slowAt = slowAt + 1 === slow ? 0 : slowAt + 1
    seen += 1
    if (seen < slow) return 0
    const difference = fastSum / fast - slowSum / slow
    const now = difference > 0 ? 1 : difference < 0 ? -1 : side
    const before = side
    side = now
    return before === 0 || now === before ? 0 : now
  }
}

/**
 * The yardstick: typed arrays, doubles, one callback a candle, nothing else. A share of the cash at
 * the next open, reversed by the next signal, a stop at a distance from the entry, a fee on both legs, equity
 * at every close.
 */
export function plainBacktest(
  candles: CandleColumns,
  strategy: PlainStrategy,
  { cash: start, fee, stop, share }: PlainRules,
): PlainResult {
  const { open, high, low, close } = candles
  const { length } = close
  const equity = new Float64Array(length)
  let cash = start
  let size = 0
  let entry = 0
  let stopPrice = 0
  let waiting = 0
  let trades = 0
  for (let index = 0; index < length; index += 1) {
    const price = open[index] as number
    if (size > 0 && price <= stopPrice) {
      cash += size * (price - entry) - size * price * fee
      size = 0
      trades += 1
    } else if (size < 0 && price >= stopPrice) {
      cash += size * (price - entry) + size * price * fee
      size = 0
      trades += 1
    }
    if (waiting !== 0) {
      if (size !== 0) {
        cash += size * (price - entry) - Math.abs(size) * price * fee
        trades += 1
      }
      const units = Math.floor(((cash * share) / (price * (1 + fee))) * 1e5) / 1e5
      size = waiting * units
      entry = price
      stopPrice = price * (1 - waiting * stop)
      cash -= units * price * fee
      waiting = 0
    }
    if (size > 0 && (low[index] as number) <= stopPrice) {
      cash += size * (stopPrice - entry) - size * stopPrice * fee
      size = 0
      trades += 1
    } else if (size < 0 && (high[index] as number) >= stopPrice) {
      cash += size * (stopPrice - entry) + size * stopPrice * fee
      size = 0
      trades += 1
    }
    const last = close[index] as number
    equity[index] = cash + size * (last - entry)
    const signal = strategy(last)
    if (signal !== 0) waiting = signal
  }
  return { equity, trades, final: equity[length - 1] as number }
}
