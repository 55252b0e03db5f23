import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const SHARED = process.env.COUNTERSIGN_SHARED ?? join(__dirname, '../../shared')
const REAL = join(SHARED, 'data/btcusd-1m-2023-03.csv.gz')
const START_MS = Date.UTC(2023, 0, 1)

export interface Recording {
  readonly file: string
  /** Shortly before momentum on 5m gives a signal whose stop or target is reached within hours. */
  readonly signalFromIso: string
  /** Minutes in which the price leaves a band of 30 basis points. */
  readonly crashFromIso: string
  /** An hour in which nothing much happens. */
  readonly quietFromIso: string
}

/** Days of quiet before anything happens, so that every average is warm. */
const QUIET_MINUTES = 10 * 1440
const RISE_MINUTES = 240
const CRASH_MINUTES = 10

/** How far the price is pushed in a minute: quiet, a steady rise, a crash, and quiet again. */
function push(minute: number): number {
  if (minute < QUIET_MINUTES) return 0
  if (minute < QUIET_MINUTES + RISE_MINUTES) return 3
  return minute < QUIET_MINUTES + RISE_MINUTES + CRASH_MINUTES ? -120 : 0
}

/**
 * Dollars by which the crash opens below the minute before it: no road through its first candle
 * leads back into a band of 30 basis points.
 */
const GAP = 200

function syntheticCsv(): string {
  const rows = ['open_time,open,high,low,close,volume']
  let price = 20_000
  let state = 12_345
  for (let minute = 0; minute < QUIET_MINUTES + 1440; minute += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    const noise = (state / 2_147_483_648 - 0.5) * 12
    if (minute === QUIET_MINUTES + RISE_MINUTES) price -= GAP
    const open = price
    price += push(minute) + noise
    const volume = 2 + Math.abs(push(minute)) * 3
    const cells = [open, Math.max(open, price) + 2, Math.min(open, price) - 2, price, volume]
    const time = new Date(START_MS + minute * 60_000).toISOString()
    rows.push([time, ...cells.map((cell) => cell.toFixed(2))].join(','))
  }
  return `${rows.join('\n')}\n`
}

const isoAfter = (minutes: number): string => new Date(START_MS + minutes * 60_000).toISOString()

/** The real candles where they are, else seeded ones that hold the same kind of moments. */
export function recording(folder: string): Recording {
  if (existsSync(REAL)) {
    return {
      file: REAL,
      signalFromIso: '2023-03-02T20:30:00Z',
      crashFromIso: '2023-03-03T01:20:00Z',
      quietFromIso: '2023-03-02T15:00:00Z',
    }
  }
  process.stdout.write('The real candles (../shared/data) are not here: synthetic ones are used.\n')
  const file = join(folder, 'candles.csv')
  writeFileSync(file, syntheticCsv())
  return {
    file,
    signalFromIso: isoAfter(QUIET_MINUTES - 10),
    crashFromIso: isoAfter(QUIET_MINUTES + RISE_MINUTES - 1),
    quietFromIso: isoAfter(QUIET_MINUTES - 1440),
  }
}
