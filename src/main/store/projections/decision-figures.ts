import { parseMoney } from '#core/money/decimal.ts'

/** A decimal of a decision's figures, scaled by 1e8 for SQL to compare; null where it has none. */
export function scaledFigure(text: string | undefined): bigint | null {
  return text !== undefined && /^-?\d{1,10}(\.\d{1,8})?$/.test(text) ? parseMoney(text) : null
}

/** A count of a decision's figures; null where it has none. */
export function countFigure(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null
}
