import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createSeededRandom } from '#core/matching/seeded-hash.ts'
import type { CandleColumns } from '#core/strategies/candle-view.ts'
import { emptyColumns } from '#core/strategies/candle-view.ts'
import { readCandleFile } from '../../src/main/candles/read-candle-file.ts'

const REAL = join(process.cwd(), '../shared/data/btcusd-1m-2023-03.csv.gz')
const MINUTE_MS = 60_000

/** Where the candles come from, for the title of a table. */
export const candleSource = (): string =>
  existsSync(REAL) ? 'BTC/USD 1m, March 2023, end to end' : 'seeded walk'

function seededWalk(length: number): CandleColumns {
  const columns = emptyColumns(length)
  const random = createSeededRandom(7)
  let price = 20_000
  for (let index = 0; index < length; index += 1) {
    const open = price
    price *= 1 + (random.next() - 0.5) * 0.002
    columns.openTimeMs[index] = index * MINUTE_MS
    columns.open[index] = open
    columns.close[index] = price
    columns.high[index] = Math.max(open, price) * (1 + random.next() * 0.0005)
    columns.low[index] = Math.min(open, price) * (1 - random.next() * 0.0005)
    columns.volume[index] = random.next() * 10
  }
  return columns
}

function base(): CandleColumns {
  if (!existsSync(REAL)) return seededWalk(30_000)
  const reading = readCandleFile(REAL)
  if (!reading.ok) throw new Error('the recorded candles cannot be read')
  return reading.candles
}

/** As many candles as asked for: the recorded weeks forth and back, again and again. */
export function manyCandles(length: number): CandleColumns {
  const source = base()
  const columns = emptyColumns(length)
  const size = source.close.length
  for (let index = 0; index < length; index += 1) {
    const pass = Math.floor(index / size)
    // Every second pass runs backwards, so that no seam is a jump.
    const at = pass % 2 === 0 ? index % size : size - 1 - (index % size)
    const isForward = pass % 2 === 0
    const value = (column: Float64Array): number => column[at] as number
    columns.openTimeMs[index] = (source.openTimeMs[0] as number) + index * MINUTE_MS
    columns.open[index] = isForward ? value(source.open) : value(source.close)
    columns.close[index] = isForward ? value(source.close) : value(source.open)
    columns.high[index] = value(source.high)
    columns.low[index] = value(source.low)
    columns.volume[index] = value(source.volume)
  }
  return columns
}
