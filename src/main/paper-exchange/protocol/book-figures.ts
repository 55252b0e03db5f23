import { z } from 'zod'
import type { BookLevel } from '#core/matching/venue-state.ts'
import { asPrice, asQuantity } from '#core/money/amount.ts'
import { divideRounded } from '#core/money/rounding.ts'

/** How coarse a book is wanted: significant figures, and at five of them every 2nd or 5th step. */
export interface BookFigures {
  readonly nSigFigs?: number | null | undefined
  readonly mantissa?: number | null | undefined
}

export const bookFigures = {
  nSigFigs: z.number().int().min(2).max(5).nullish(),
  mantissa: z.union([z.literal(1), z.literal(2), z.literal(5)]).nullish(),
}

/** Levels of one side, best first, that fall on one coarser price are one. */
export function joinLevels(
  levels: readonly BookLevel[],
  { nSigFigs, mantissa }: BookFigures,
  rounding: 'up' | 'down',
): readonly BookLevel[] {
  if (nSigFigs === null || nSigFigs === undefined) return levels
  const joined: BookLevel[] = []
  for (const level of levels) {
    const digits = level.price.toString().length
    const step = 10n ** BigInt(Math.max(0, digits - nSigFigs)) * BigInt(mantissa ?? 1)
    const price = asPrice(divideRounded(level.price, step, rounding) * step)
    const last = joined.at(-1)
    if (last?.price !== price) joined.push({ ...level, price })
    else {
      const size = asQuantity(last.size + level.size)
      joined[joined.length - 1] = { price, size, orderCount: last.orderCount + level.orderCount }
    }
  }
  return joined
}
