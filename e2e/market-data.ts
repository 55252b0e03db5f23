import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const REAL = join(__dirname, '../../shared/data/btcusd-1m-2023-03.csv.gz')

export interface Recording {
  readonly file: string
  readonly fromIso: string
  readonly isReal: boolean
}

/** Synthetic stand-in: quiet, then a steady rise with volume, then a fall through any stop. */
function syntheticCsv(): string {
  const rows = ['open_time,open,high,low,close,volume']
  let price = 20_000
  let state = 12_345
  for (let minute = 0; minute < 12 * 1440; minute += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    const noise = (state / 2_147_483_648 - 0.5) * 12
    const drift = minute > 10 * 1440 ? (minute < 10 * 1440 + 240 ? 3 : -4) : 0
    const open = price
    price = Math.max(1_000, price + drift + noise)
    const high = Math.max(open, price) + 2
    const low = Math.min(open, price) - 2
    const time = new Date(Date.UTC(2023, 0, 1) + minute * 60_000).toISOString()
    const volume = 2 + Math.abs(drift) * 3
    rows.push(
      [time, open, high, low, price, volume]
        .map((cell) => (typeof cell === 'number' ? cell.toFixed(2) : cell))
        .join(','),
    )
  }
  return `${rows.join('\n')}\n`
}

/**
 * The real candles where they are, else seeded ones that lead to a signal and to its stop. The
 * replay begins shortly before the signal.
 */
export function recording(folder: string): Recording {
  if (existsSync(REAL)) return { file: REAL, fromIso: '2023-03-02T20:30:00Z', isReal: true }
  process.stdout.write('The real candles (../shared/data) are not here: synthetic ones are used.\n')
  const file = join(folder, 'candles.csv')
  writeFileSync(file, syntheticCsv())
  return { file, fromIso: '2023-01-11T00:00:00Z', isReal: false }
}
