import { setFlagsFromString } from 'node:v8'
import type { Measurement } from '../bench.ts'

export interface Contender {
  readonly name: string
  /** The same work for everybody; what it returns is kept from being optimised away. */
  readonly work: () => unknown
}

/**
 * Runs everybody a few times over little, so that a race is about compiled code. The answer must
 * live as long as the race: a collection throws compiled code away with the last object of a class
 * that it knows, and work whose objects all die would be timed cold, round after round. In a desk
 * some of them always live.
 */
export function warmUp(contenders: readonly Contender[], times: number): readonly unknown[] {
  return contenders.map(({ work }) => {
    let last: unknown = null
    for (let time = 0; time < times; time += 1) last = work()
    return last
  })
}

/** Nearer to zero than this, what is left of prices in the ten thousands is their rounding. */
const LEAST = 1

// Nor does work that rests while the others have their turns have to be compiled anew.
setFlagsFromString('--no-flush-bytecode')

/** What must not be collected, and no loop is dead whose result is in here. */
const held = new Set<unknown>()
let warmed: readonly unknown[] = []

/** A function of its own, so that the result is gone before the next one's turn. */
function timeOf({ work }: Contender): number {
  const started = process.hrtime.bigint()
  held.add(work())
  const elapsedMs = Number(process.hrtime.bigint() - started) / 1e6
  for (const other of held) if (other !== warmed) held.delete(other)
  return elapsedMs
}

/**
 * Times contenders in turn, round after round, each round begun by another, so that what disturbs
 * the machine disturbs all of them. What `warmUp` gave stays alive until the end. The samples are
 * milliseconds for one of `units` (candles, values).
 */
export function interleave(
  contenders: readonly Contender[],
  rounds: number,
  units: number,
  alive: readonly unknown[] = [],
): readonly Measurement[] {
  const samples = contenders.map((): number[] => [])
  warmed = alive
  held.add(alive)
  for (let round = -2; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      // Everybody is first, second and last in turn.
      const index = (turn + round + contenders.length * 2) % contenders.length
      // Nobody pays for what the one before left behind, nor gains from it.
      globalThis.gc?.()
      const elapsedMs = timeOf(contenders[index] as Contender)
      // The first two rounds warm up.
      if (round >= 0) samples[index]?.push(elapsedMs / units)
    }
  }
  if (!held.has(alive)) throw new Error('what was warmed up has been let go')
  held.clear()
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
