import type { Ratio } from '../money/amount.ts'
import { asRatio, SCALE } from '../money/amount.ts'
import { divideRounded } from '../money/rounding.ts'
import type { ProposedPart } from './risk-inputs.ts'

/** A double in [0, 1] as a whole number of 1e-8; anything else counts as nothing. */
function scaled(value: number, most: number): bigint {
  if (!(value > 0)) return 0n
  return BigInt(Math.round((value < most ? value : most) * Number(SCALE)))
}

const WEIGHT_MAX = 1_000_000

/**
 * R6: the weighted mean of the parts, down to 1e-8, in whole numbers, so that 0.75 is 0.75 whatever
 * the order of the parts. A score outside [0, 1] counts as its nearer end, one that is no number as
 * 0; no parts or no weight score 0.
 */
export function confluenceScore(parts: readonly ProposedPart[]): Ratio {
  let sum = 0n
  let weights = 0n
  for (const part of parts) {
    const weight = scaled(part.weight, WEIGHT_MAX)
    sum += scaled(part.score, 1) * weight
    weights += weight
  }
  return weights === 0n ? asRatio(0n) : asRatio(divideRounded(sum, weights, 'down'))
}
