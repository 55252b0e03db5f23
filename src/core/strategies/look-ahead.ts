import type { Timeframe } from '../model/timeframe.ts'
import { CandleSeries } from './candle-series.ts'
import type { CandleColumns } from './candle-view.ts'
import type { StrategyInstance, StrategySignal } from './strategy.ts'

/** What is checked: how an instance is made, and the candles that it runs over. */
export interface LookAheadCase {
  readonly timeframe: Timeframe
  readonly higherTimeframes: readonly Timeframe[]
  readonly candles: CandleColumns
  /**
   * A new instance for a run over `candles`. A strategy of the catalogue makes no use of them; a
   * strategy under suspicion may have laid its hands on them.
   */
  create(candles: CandleColumns): StrategyInstance
}

export interface LookAheadFinding {
  /** The candle whose signal depends on later candles. */
  readonly candle: number
  /** The last candle that both runs shared. */
  readonly lastShared: number
  /** How the candles after it were changed. */
  readonly change: string
  readonly before: StrategySignal | null
  readonly after: StrategySignal | null
}

export interface LookAheadReport {
  readonly findings: readonly LookAheadFinding[]
  /** Signals that were compared; without any the check has shown nothing. */
  readonly signalsCompared: number
}

interface TailChange {
  readonly name: string
  /** The price of a later candle from its true price and the last shared close. */
  price(price: number, lastClose: number, index: number): number
}

const TAIL_CHANGES: readonly TailChange[] = [
  { name: 'mirrored', price: (price, lastClose) => (lastClose * lastClose) / price },
  { name: 'three times as high', price: (price) => price * 3 },
  { name: 'a third', price: (price) => price / 3 },
  { name: 'rising and falling', price: (price, _, index) => price * (1 + ((index % 7) - 3) / 50) },
]

function withTail(candles: CandleColumns, lastShared: number, change: TailChange): CandleColumns {
  const lastClose = candles.close[lastShared] as number
  const moved = (column: Float64Array): Float64Array =>
    column.map((price, index) =>
      index <= lastShared ? price : change.price(price, lastClose, index),
    )
  const high = moved(candles.high)
  const low = moved(candles.low)
  return {
    openTimeMs: candles.openTimeMs,
    open: moved(candles.open),
    // Mirroring turns highs into lows.
    high: high.map((price, index) => Math.max(price, low[index] as number)),
    low: low.map((price, index) => Math.min(price, high[index] as number)),
    close: moved(candles.close),
    volume: candles.volume.map((volume, index) => (index <= lastShared ? volume : volume * 5 + 1)),
  }
}

function signalsOf(
  { timeframe, higherTimeframes, create }: LookAheadCase,
  candles: CandleColumns,
  last: number,
): readonly (StrategySignal | null)[] {
  const series = CandleSeries.over(timeframe, candles, higherTimeframes)
  const instance = create(candles)
  const signals: (StrategySignal | null)[] = []
  while (signals.length <= last && series.step()) signals.push(instance.onCandle(series))
  return signals
}

/** Signals are data; the same data give the same text. */
const isSame = (a: StrategySignal | null, b: StrategySignal | null): boolean =>
  JSON.stringify(a) === JSON.stringify(b)

/**
 * Runs over the candles once as they are and, for each cut, over candles that are the same up to it
 * and quite different after it. A strategy that sees no future gives the same signals up to the cut;
 * every one that differs is a finding. `cuts` are indices of last shared candles.
 */
export function findLookAhead(checked: LookAheadCase, cuts: readonly number[]): LookAheadReport {
  const findings: LookAheadFinding[] = []
  let signalsCompared = 0
  const lastCandle = checked.candles.close.length - 1
  const honest = signalsOf(checked, checked.candles, lastCandle)
  for (const lastShared of cuts) {
    if (lastShared < 0 || lastShared >= lastCandle) {
      throw new RangeError(`a cut leaves candles on both sides, ${lastShared} does not`)
    }
    for (const change of TAIL_CHANGES) {
      const changed = withTail(checked.candles, lastShared, change)
      const signals = signalsOf(checked, changed, lastShared)
      for (let candle = 0; candle <= lastShared; candle += 1) {
        const before = honest[candle] ?? null
        const after = signals[candle] ?? null
        if (before !== null || after !== null) signalsCompared += 1
        if (isSame(before, after)) continue
        findings.push({ candle, lastShared, change: change.name, before, after })
      }
    }
  }
  return { findings, signalsCompared }
}
