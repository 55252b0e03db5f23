import type { Measurement } from '../bench.ts'

export interface Contender {
  readonly name: string
  /** The same work for everybody; what it returns is kept from being optimised away. */
  readonly work: () => unknown
}

/** Nearer to zero than this, what is left of prices in the ten thousands is their rounding. */
const LEAST = 1

let kept: unknown = null
/** The last result of all, so that no loop is dead. */
export const lastResult = (): unknown => kept

/**
 * Times contenders in turn, round after round, each round begun by another, so that what disturbs
 * the machine disturbs all of them. The samples are milliseconds for one of `units` (candles, values).
 */
export function interleave(
  contenders: readonly Contender[],
  rounds: number,
  units: number,
): readonly Measurement[] {
  const samples = contenders.map((): number[] => [])
  for (let round = -2; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      // Everybody is first, second and last in turn.
      const index = (turn + round + contenders.length * 2) % contenders.length
      // Nobody pays for what the one before left behind, nor gains from it.
      kept = null
      globalThis.gc?.()
      const started = process.hrtime.bigint()
      kept = contenders[index]?.work()
      const elapsedMs = Number(process.hrtime.bigint() - started) / 1e6
      // The first two rounds warm up.
      if (round >= 0) samples[index]?.push(elapsedMs / units)
    }
  }
  return contenders.map(({ name }, index) => ({ name, samplesMs: samples[index] ?? [] }))
}

/** The largest relative difference of two columns that end together, from place `from` on. */
export function largestDifference(
  ours: ArrayLike<number>,
  theirs: ArrayLike<number | null | undefined>,
  from = 0,
): number {
  // Libraries leave the warm-up out; the newest values are the last of both.
  const offset = ours.length - theirs.length
  let largest = 0
  let compared = 0
  for (let index = Math.max(from, offset); index < ours.length; index += 1) {
    const a = ours[index] as number
    const b = theirs[index - offset] ?? Number.NaN
    if (!Number.isFinite(a) || !Number.isFinite(b)) continue
    compared += 1
    const difference = Math.abs(a - b) / Math.max(LEAST, Math.abs(a))
    if (difference > largest) largest = difference
  }
  return compared === 0 ? Number.POSITIVE_INFINITY : largest
}
