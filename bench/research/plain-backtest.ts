import type { CandleColumns } from '#core/strategies/candle-view.ts'

/** What the report of either side lists. */
export interface PlainTrade {
  readonly size: number
  readonly entryBar: number
  readonly exitBar: number
  readonly entryMs: number
  readonly exitMs: number
  readonly entryPrice: number
  readonly exitPrice: number
  readonly fees: number
  readonly pnl: number
  readonly returnShare: number
  readonly exitReason: 'stop' | 'signal'
}

/** What both sides of the comparison must agree on. */
export interface PlainResult {
  readonly equity: Float64Array
  readonly isExposed: Uint8Array
  readonly trades: readonly PlainTrade[]
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
    fastSum += close
    fastRing[fastAt] = close
    fastAt = fastAt + 1 === fast ? 0 : fastAt + 1
    slowSum += close
    slowRing[slowAt] = close
    slowAt = slowAt + 1 === slow ? 0 : slowAt + 1
    seen += 1
    const fastMean = fastSum / fast
    const slowMean = slowSum / slow
    if (seen >= fast) fastSum -= fastRing[fastAt] as number
    if (seen < slow) return 0
    slowSum -= slowRing[slowAt] as number
    const difference = fastMean - slowMean
    const now = difference > 0 ? 1 : difference < 0 ? -1 : side
    const before = side
    side = now
    return before === 0 || now === before ? 0 : now
  }
}

/**
 * The yardstick: typed arrays, doubles, one callback a candle, nothing else. A share of the cash at
 * the next open, reversed by the next signal, a stop at a distance from the entry, a fee on both
 * legs; equity and exposure at every close, and the list of trades.
 */
export function plainBacktest(
  candles: CandleColumns,
  strategy: PlainStrategy,
  { cash: start, fee, stop, share }: PlainRules,
): PlainResult {
  const { openTimeMs, open, high, low, close } = candles
  const { length } = close
  const equity = new Float64Array(length)
  const isExposed = new Uint8Array(length)
  const trades: PlainTrade[] = []
  let cash = start
  let size = 0
  let entryPrice = 0
  let entryBar = 0
  let stopPrice = 0
  let waiting = 0
  const leave = (bar: number, price: number, exitReason: PlainTrade['exitReason']): void => {
    const exitFee = Math.abs(size) * price * fee
    const value = Math.abs(size) * entryPrice
    const fees = exitFee + value * fee
    const gross = size * (price - entryPrice)
    cash += gross - exitFee
    trades.push({
      size,
      entryBar,
      exitBar: bar,
      entryMs: openTimeMs[entryBar] as number,
      exitMs: openTimeMs[bar] as number,
      entryPrice,
      exitPrice: price,
      fees,
      pnl: gross - fees,
      returnShare: (gross - fees) / value,
      exitReason,
    })
    size = 0
  }
  for (let index = 0; index < length; index += 1) {
    const price = open[index] as number
    let wasOpen = size !== 0
    if (size > 0 && price <= stopPrice) leave(index, price, 'stop')
    else if (size < 0 && price >= stopPrice) leave(index, price, 'stop')
    if (waiting !== 0) {
      if (size !== 0) leave(index, price, 'signal')
      const units = Math.floor(((cash * share) / (price * (1 + fee))) * 1e5) / 1e5
      size = waiting * units
      entryPrice = price
      entryBar = index
      stopPrice = price * (1 - waiting * stop)
      cash -= units * price * fee
      waiting = 0
      wasOpen = true
    }
    if (size > 0 && (low[index] as number) <= stopPrice) leave(index, stopPrice, 'stop')
    else if (size < 0 && (high[index] as number) >= stopPrice) leave(index, stopPrice, 'stop')
    isExposed[index] = wasOpen ? 1 : 0
    const last = close[index] as number
    equity[index] = cash + size * (last - entryPrice)
    const signal = strategy(last)
    if (signal !== 0) waiting = signal
  }
  return { equity, isExposed, trades, final: equity[length - 1] as number }
}
