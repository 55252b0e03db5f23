import { hashIntegers } from '#core/matching/seeded-hash.ts'

/** 2^20 minutes are two years: what is slower than that looks like a level. */
const OCTAVES = 21

/**
 * A random walk that can be asked for any minute directly: the sum of straight-lined noise at
 * periods of 1, 2, 4, … minutes whose size grows with the root of the period, as a walk's does.
 * Only additions and multiplications, so that every machine gets the same figures.
 */
export class FractalNoise {
  readonly #seed: number
  readonly #amplitudes: readonly number[]
  readonly #cells = new Array<number>(OCTAVES).fill(Number.NaN)
  readonly #left = new Array<number>(OCTAVES).fill(0)
  readonly #right = new Array<number>(OCTAVES).fill(0)

  /** `stepDeviation` is the standard deviation of the change over one minute. */
  constructor(seed: number, stepDeviation: number) {
    this.#seed = seed
    this.#amplitudes = Array.from(
      { length: OCTAVES },
      (_, octave) => 0.5 * stepDeviation * Math.SQRT2 ** octave,
    )
  }

  at(minute: number): number {
    let sum = 0
    let period = 1
    for (let octave = 0; octave < OCTAVES; octave += 1) {
      const cell = Math.floor(minute / period)
      if (this.#cells[octave] !== cell) this.#enter(octave, cell)
      const share = minute / period - cell
      const left = this.#left[octave] as number
      const right = this.#right[octave] as number
      sum += (this.#amplitudes[octave] as number) * (left + (right - left) * share)
      period *= 2
    }
    return sum
  }

  #enter(octave: number, cell: number): void {
    this.#cells[octave] = cell
    this.#left[octave] = this.#value(octave, cell)
    this.#right[octave] = this.#value(octave, cell + 1)
  }

  /** Bell-shaped, deviation 1: the sum of three even numbers. */
  #value(octave: number, cell: number): number {
    const even = (part: number): number =>
      hashIntegers(this.#seed, octave, cell, part) / 0x100000000 - 0.5
    return (even(0) + even(1) + even(2)) * 2
  }
}

/** e^x by squaring: exact in its steps, close enough for prices. */
export function growth(exponent: number): number {
  let value = 1 + exponent / 4096
  for (let squaring = 0; squaring < 12; squaring += 1) value *= value
  return value
}
