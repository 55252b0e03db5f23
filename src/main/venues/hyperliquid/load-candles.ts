import type { CandleBar } from '#core/engine/market-inputs.ts'
import type { Timeframe } from '#core/model/timeframe.ts'
import { candleOpenMs, TIMEFRAME_MS } from '#core/model/timeframe.ts'
import { TimeframeAggregator } from '#core/strategies/timeframe.ts'
import type { InfoClient } from './info-client.ts'
import { VenueReadError } from './info-client.ts'
import { candlesSchema } from './parse-market.ts'

/** The venue has no 3h, 6h and 9h candles: they are built from 1h. */
const BUILT: ReadonlySet<Timeframe> = new Set<Timeframe>(['3h', '6h', '9h'])
export const venueIntervalOf = (timeframe: Timeframe): Timeframe =>
  BUILT.has(timeframe) ? '1h' : timeframe

const MAX_PAGES = 20

/** Candles as the venue has them, oldest first, the one that is not yet closed included. */
export async function askCandles(
  info: InfoClient,
  coin: string,
  interval: Timeframe,
  startMs: number,
  endMs: number,
): Promise<readonly CandleBar[]> {
  const length = TIMEFRAME_MS[interval]
  const bars = new Map<number, CandleBar>()
  let startTime = startMs
  for (let page = 0; page < MAX_PAGES && startTime < endMs; page += 1) {
    const req = { coin, interval, startTime, endTime: endMs }
    const rows = await info.ask({ type: 'candleSnapshot', req }, candlesSchema)
    for (const row of rows) {
      if (row.coin !== coin || row.interval !== interval) {
        throw new VenueReadError('shape', `The venue answered with ${row.coin} ${row.interval}.`)
      }
      bars.set(row.bar.openTimeMs, row.bar)
    }
    const lastMs = rows.reduce((latest, row) => Math.max(latest, row.bar.openTimeMs), 0)
    if (rows.length === 0 || lastMs + length <= startTime) break
    startTime = lastMs + length
  }
  return [...bars.values()]
    .filter((bar) => bar.openTimeMs >= startMs)
    .sort((a, b) => a.openTimeMs - b.openTimeMs)
}

/** Closed bars of the venue's interval joined into a timeframe that it lacks. */
export function joinCandles(
  bars: readonly CandleBar[],
  interval: Timeframe,
  timeframe: Timeframe,
): readonly CandleBar[] {
  if (interval === timeframe) return bars
  const joined: CandleBar[] = []
  const aggregator = new TimeframeAggregator(
    interval,
    timeframe,
    (openTimeMs, open, high, low, close, volume) => {
      joined.push({ openTimeMs, open, high, low, close, volume })
    },
  )
  for (const bar of bars) {
    aggregator.add(bar.openTimeMs, bar.open, bar.high, bar.low, bar.close, bar.volume)
  }
  return joined
}

/** At most `count` closed candles up to the venue's now, oldest first. Throws VenueReadError. */
export async function loadClosedCandles(
  info: InfoClient,
  coin: string,
  timeframe: Timeframe,
  count: number,
  nowMs: number,
): Promise<readonly CandleBar[]> {
  const interval = venueIntervalOf(timeframe)
  const firstMs = Math.max(1, candleOpenMs(timeframe, nowMs) - count * TIMEFRAME_MS[timeframe])
  const bars = await askCandles(info, coin, interval, firstMs, nowMs)
  const closed = bars.filter((bar) => bar.openTimeMs + TIMEFRAME_MS[interval] <= nowMs)
  return joinCandles(closed, interval, timeframe).slice(-count)
}
