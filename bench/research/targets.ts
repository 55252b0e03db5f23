import type { Measurement } from '../bench.ts'

export const medianOf = ({ samplesMs }: Measurement): number => {
  const sorted = [...samplesMs].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length / 2))] ?? Number.NaN
}

export const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** One line: what came out, what it may be, and whether it is. */
export function judge(what: string, value: number, atMost: number, unit = ''): void {
  const verdict = value <= atMost ? 'met' : 'MISSED'
  say(`  ${what}: ${value.toFixed(2)}${unit}, at most ${atMost}${unit}: ${verdict}`)
}

/** The median of how many times longer one took than another, round by round. */
function pairedRatio(own: Measurement, other: Measurement): number {
  const samplesMs = own.samplesMs.map(
    (sample, round) => sample / (other.samplesMs[round] ?? Number.NaN),
  )
  return medianOf({ name: own.name, samplesMs })
}

/**
 * One row as a multiple of the fastest of the others, each round compared with itself, so that what
 * disturbs the machine disturbs both; NaN where there is none.
 */
export function ratioTo(
  rows: readonly Measurement[],
  name: string,
  isOther: (name: string) => boolean,
): number {
  const own = rows.find((row) => row.name === name)
  const others = rows.filter((row) => row.name !== name && isOther(row.name))
  if (!own || others.length === 0) return Number.NaN
  return Math.max(...others.map((other) => pairedRatio(own, other)))
}
