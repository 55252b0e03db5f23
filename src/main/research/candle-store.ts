import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { CandleSetView } from '#contract/research.ts'
import { candleGaps } from '#core/candles/read-candles.ts'
import type { Timeframe } from '#core/model/timeframe.ts'
import { TIMEFRAME_MS } from '#core/model/timeframe.ts'
import type { CandleColumns } from '#core/strategies/candle-view.ts'

const COLUMNS = ['openTimeMs', 'open', 'high', 'low', 'close', 'volume'] as const
const GAPS_SHOWN = 50

export interface NewCandles {
  readonly coin: string
  readonly timeframe: Timeframe
  readonly candles: CandleColumns
  readonly source: string
  readonly addedMs: number
}

export interface StoredCandles {
  readonly view: CandleSetView
  readonly candles: CandleColumns
  /** SHA-256 of the columns. */
  readonly digest: string
}

const bytesOf = (column: Float64Array): Buffer =>
  Buffer.from(column.buffer, column.byteOffset, column.byteLength)

function digestOf(candles: CandleColumns): string {
  const hash = createHash('sha256')
  for (const name of COLUMNS) hash.update(bytesOf(candles[name]))
  return hash.digest('hex')
}

/** Written beside its place and moved there, so that nothing is ever half there. */
function writeWhole(path: string, bytes: string | Buffer): void {
  writeFileSync(`${path}.new`, bytes)
  renameSync(`${path}.new`, path)
}

function viewOf(added: NewCandles, digest: string): CandleSetView {
  const { coin, timeframe, candles, source, addedMs } = added
  const gaps = candleGaps(candles, TIMEFRAME_MS[timeframe])
  const { openTimeMs } = candles
  return {
    candleSetId: `${coin.replace(/[^A-Za-z0-9]+/g, '-')}-${timeframe}-${digest.slice(0, 8)}`,
    coin,
    timeframe,
    candles: openTimeMs.length,
    firstMs: openTimeMs[0] as number,
    lastMs: openTimeMs[openTimeMs.length - 1] as number,
    gapCount: gaps.length,
    missing: gaps.reduce((sum, gap) => sum + gap.missing, 0),
    gaps: [...gaps]
      .sort((a, b) => b.missing - a.missing)
      .slice(0, GAPS_SHOWN)
      .map(({ afterMs, beforeMs, missing }) => ({ afterMs, beforeMs, missing })),
    source,
    addedMs,
  }
}

/**
 * Sets of candles in a folder: one file of columns and one that says what they are. The same candles
 * twice are one set.
 */
export class CandleStore {
  readonly #folder: string

  constructor(researchFolder: string) {
    this.#folder = join(researchFolder, 'candles')
    mkdirSync(this.#folder, { recursive: true })
  }

  add(added: NewCandles): CandleSetView {
    const view = viewOf(added, digestOf(added.candles))
    const columns = COLUMNS.map((name) => bytesOf(added.candles[name]))
    writeWhole(join(this.#folder, `${view.candleSetId}.bin`), Buffer.concat(columns))
    writeWhole(join(this.#folder, `${view.candleSetId}.json`), JSON.stringify(view))
    return view
  }

  /** By instrument, then by length of a candle. */
  list(): readonly CandleSetView[] {
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(this.#folder, name), 'utf8')) as CandleSetView)
      .sort(
        (a, b) =>
          a.coin.localeCompare(b.coin, 'en') ||
          TIMEFRAME_MS[a.timeframe] - TIMEFRAME_MS[b.timeframe] ||
          b.addedMs - a.addedMs,
      )
  }

  /** What a set is, without its candles. Throws with a sentence where there is no such set. */
  view(candleSetId: string): CandleSetView {
    const path = join(this.#folder, `${candleSetId}.json`)
    if (!existsSync(path)) throw new Error(`The candles ${candleSetId} are not stored any more.`)
    return JSON.parse(readFileSync(path, 'utf8')) as CandleSetView
  }

  /** All of it, which takes a while for a large one. Throws as `view` does, or where it is damaged. */
  load(candleSetId: string): StoredCandles {
    const view = this.view(candleSetId)
    const bytes = readFileSync(join(this.#folder, `${candleSetId}.bin`))
    const length = view.candles
    if (bytes.length !== length * COLUMNS.length * 8) {
      throw new Error(`The candles ${candleSetId} are damaged: import them again.`)
    }
    const column = (index: number): Float64Array =>
      new Float64Array(
        bytes.buffer.slice(
          bytes.byteOffset + index * length * 8,
          bytes.byteOffset + (index + 1) * length * 8,
        ),
      )
    const candles: CandleColumns = {
      openTimeMs: column(0),
      open: column(1),
      high: column(2),
      low: column(3),
      close: column(4),
      volume: column(5),
    }
    return { view, candles, digest: digestOf(candles) }
  }

  remove(candleSetId: string): void {
    rmSync(join(this.#folder, `${candleSetId}.json`), { force: true })
    rmSync(join(this.#folder, `${candleSetId}.bin`), { force: true })
  }
}
