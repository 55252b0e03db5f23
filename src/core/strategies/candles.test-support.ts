import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { CandleColumns } from './candle-view.ts'
import { emptyColumns } from './candle-view.ts'

const FILE = resolve('../shared/data/btcusd-1m-2023-03.csv.gz')

/**
 * The one-minute candles of March 2023, or null with one plain line where the folder of shared data
 * is missing.
 */
export function realMinutes(): CandleColumns | null {
  if (!existsSync(FILE)) {
    console.log('left out: the checks on real candles, as ../shared/data is not here')
    return null
  }
  const lines = gunzipSync(readFileSync(FILE)).toString('utf8').trim().split('\n').slice(1)
  const columns = emptyColumns(lines.length)
  lines.forEach((line, index) => {
    const [time = '', open, high, low, close, volume] = line.split(',')
    columns.openTimeMs[index] = Date.parse(`${time.replace(' ', 'T')}Z`)
    columns.open[index] = Number(open)
    columns.high[index] = Number(high)
    columns.low[index] = Number(low)
    columns.close[index] = Number(close)
    columns.volume[index] = Number(volume)
  })
  return columns
}

/** A small generator (mulberry32) for repeatable candles. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A seeded walk with calm and wild stretches, `stepMs` apart from 2024-01-01 UTC. */
export function seededCandles(count: number, stepMs: number, seed = 1): CandleColumns {
  const random = seededRandom(seed)
  const columns = emptyColumns(count)
  let price = 20_000
  let drift = 0
  for (let index = 0; index < count; index += 1) {
    if (index % 60 === 0) drift = (random() - 0.5) * 0.002
    const open = price
    const close = open * (1 + drift + (random() - 0.5) * 0.006)
    columns.openTimeMs[index] = Date.UTC(2024, 0, 1) + index * stepMs
    columns.open[index] = open
    columns.close[index] = close
    columns.high[index] = Math.max(open, close) * (1 + random() * 0.002)
    columns.low[index] = Math.min(open, close) * (1 - random() * 0.002)
    columns.volume[index] = 1 + random() * 10 * (1 + Math.abs(drift) * 1000)
    price = close
  }
  return columns
}
