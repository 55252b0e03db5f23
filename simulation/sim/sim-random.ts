import type { SeededRandom } from '#core/matching/seeded-hash.ts'
import { createSeededRandom } from '#core/matching/seeded-hash.ts'

/** The one source of chance of a simulated day: the same seed draws the same. */
export class SimRandom {
  readonly #source: SeededRandom

  constructor(seed: number) {
    this.#source = createSeededRandom(seed)
  }

  /** Another stream of its own: what it draws does not move this one. */
  fork(): SimRandom {
    return new SimRandom(Math.floor(this.#source.next() * 0x7fffffff))
  }

  /** In [0, 1). */
  share(): number {
    return this.#source.next()
  }

  chance(share: number): boolean {
    return this.#source.next() < share
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.#source.next() * (high - low + 1))
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : list[this.whole(0, list.length - 1)]
  }

  /** About normal, with mean 0 and deviation 1. */
  normal(): number {
    let sum = 0
    for (let draw = 0; draw < 6; draw += 1) sum += this.#source.next()
    return (sum - 3) * Math.SQRT2
  }

  /** Waiting time until something that happens every `meanMs` on average. */
  wait(meanMs: number): number {
    return Math.max(1, Math.round(-Math.log(1 - this.#source.next()) * meanMs))
  }
}
