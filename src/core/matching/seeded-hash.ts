/** A good mix of the bits of one 32-bit integer. */
export function mixBits(value: number): number {
  let hash = value | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** One number in [0, 2^32) out of several integers: the same in, the same out, on every machine. */
export function hashIntegers(seed: number, ...parts: readonly number[]): number {
  let hash = mixBits(seed ^ 0x9e3779b9)
  for (const part of parts) {
    hash = mixBits(hash ^ (part | 0))
    hash = mixBits(hash + Math.floor(part / 0x100000000) + 0x6d2b79f5)
  }
  return hash
}

/** A repeatable stream of numbers in [0, 1); its whole state is one integer. */
export interface SeededRandom {
  next(): number
}

export function createSeededRandom(seed: number): SeededRandom {
  let state = seed | 0
  return {
    next() {
      state = (state + 0x9e3779b9) | 0
      return mixBits(state) / 0x100000000
    },
  }
}
