export interface Difference {
  /** Relative to the larger of the two values, or to `least` where both are smaller. */
  readonly largest: number
  /** Places at which both have a value. */
  readonly compared: number
}

/** The largest relative difference of two series that end together, from place `from` of ours on. */
export function largestDifference(
  ours: ArrayLike<number>,
  theirs: ArrayLike<number | undefined>,
  { least = 0, from = 0 } = {},
): Difference {
  const offset = ours.length - theirs.length
  let largest = 0
  let compared = 0
  for (let index = Math.max(from, offset); index < ours.length; index += 1) {
    const a = ours[index] as number
    const b = theirs[index - offset] ?? Number.NaN
    if (!Number.isFinite(a) || !Number.isFinite(b)) continue
    compared += 1
    if (a === b) continue
    const difference = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), least)
    if (difference > largest) largest = difference
  }
  return { largest, compared }
}
