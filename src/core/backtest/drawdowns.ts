export interface DrawdownStatistics {
  /** The deepest fall from a highest value before it, as a share of that: 0.25 is 25 %. */
  readonly deepest: number
  /** Falls that lasted more than one step. */
  readonly count: number
  readonly meanDepth: number
  readonly longestMs: number
  readonly meanMs: number
}

/** The share that is missing to the highest value so far, at every step. */
export function drawdownCurve(equity: Float64Array): Float64Array {
  const curve = new Float64Array(equity.length)
  let peak = Number.NEGATIVE_INFINITY
  for (let step = 0; step < equity.length; step += 1) {
    const value = equity[step] as number
    if (value > peak) peak = value
    curve[step] = 1 - value / peak
  }
  return curve
}

/**
 * A fall lasts from one step at a highest value to the next such step, or to the end. Neighbouring
 * highs have none between them.
 */
export function drawdownsOf(times: Float64Array, equity: Float64Array): DrawdownStatistics {
  const curve = drawdownCurve(equity)
  const last = curve.length - 1
  let deepest = 0
  let count = 0
  let depths = 0
  let longestMs = 0
  let totalMs = 0
  let from = 0
  let depth = 0
  for (let step = 0; step <= last; step += 1) {
    const missing = curve[step] as number
    if (missing > deepest) deepest = missing
    if (missing > depth) depth = missing
    if (missing !== 0 && step !== last) continue
    if (step > from + 1) {
      const lengthMs = (times[step] as number) - (times[from] as number)
      count += 1
      depths += depth
      totalMs += lengthMs
      if (lengthMs > longestMs) longestMs = lengthMs
    }
    from = step
    depth = 0
  }
  return { deepest, count, meanDepth: depths / count, longestMs, meanMs: totalMs / count }
}
