import { roundToScale } from './exact-decimal.ts'
import type { Term } from './holding-period.ts'

/**
 * Boxes of Form 8949 for digital assets (2025 instructions): G, H, I short-term, J, K, L long-term;
 * with a 1099-DA that reports the basis, with one that does not, and without one.
 */
export type Box8949 = 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K' | 'L'
export type ShortBox = 'G' | 'H' | 'I'
export type LongBox = 'J' | 'K' | 'L'
export const SHORT_BOXES = ['G', 'H', 'I'] as const
export const LONG_BOXES = ['J', 'K', 'L'] as const
const ALL_BOXES = 'ABCDEFGHIJKL'

/** Lines of Schedule D that take the totals of the boxes. */
export type ScheduleDLine = '1b' | '2' | '3' | '8b' | '9' | '10'
const LINE_OF_BOX: Record<Box8949, ScheduleDLine> = {
  A: '1b',
  G: '1b',
  B: '2',
  H: '2',
  C: '3',
  I: '3',
  D: '8b',
  J: '8b',
  E: '9',
  K: '9',
  F: '10',
  L: '10',
}
export const SCHEDULE_D_LINES = ['1b', '2', '3', '8b', '9', '10'] as const

export const isBox = (text: string): text is Box8949 =>
  text.length === 1 && ALL_BOXES.includes(text)

/** "I" for short-term, "II" for long-term. */
export const partOf = (box: Box8949): 'I' | 'II' => ('ABCGHI'.includes(box) ? 'I' : 'II')

export const defaultBox = (term: Term | null): 'I' | 'L' => (term === 'long' ? 'L' : 'I')

/** Columns (d) to (h), at one scale. */
export interface FormAmounts {
  readonly proceeds: bigint
  readonly basis: bigint
  readonly adjustment: bigint
  readonly gain: bigint
}

/** Rounds the columns of a row first, so that (h) = (d) − (e) + (g) holds on the paper. */
export function formAmounts(
  proceeds: bigint,
  basis: bigint,
  adjustment: bigint,
  scale: number,
  places: number,
): FormAmounts {
  const d = roundToScale(proceeds, scale, places)
  const e = roundToScale(basis, scale, places)
  const g = roundToScale(adjustment, scale, places)
  return { proceeds: d, basis: e, adjustment: g, gain: d - e + g }
}

const NOTHING: FormAmounts = { proceeds: 0n, basis: 0n, adjustment: 0n, gain: 0n }

const plus = (a: FormAmounts, b: FormAmounts): FormAmounts => ({
  proceeds: a.proceeds + b.proceeds,
  basis: a.basis + b.basis,
  adjustment: a.adjustment + b.adjustment,
  gain: a.gain + b.gain,
})

/** Totals of Form 8949 by box and of Schedule D by line; all at the rows' own scale. */
export class FormTotals {
  readonly boxes = new Map<Box8949, FormAmounts>()

  add(box: Box8949, amounts: FormAmounts): void {
    this.boxes.set(box, plus(this.boxes.get(box) ?? NOTHING, amounts))
  }

  line(line: ScheduleDLine): FormAmounts {
    let sum = NOTHING
    for (const [box, amounts] of this.boxes) if (LINE_OF_BOX[box] === line) sum = plus(sum, amounts)
    return sum
  }

  /** Schedule D line 7: net short-term of the boxes (lines 4 to 6 come from elsewhere). */
  get netShortTerm(): bigint {
    return this.line('1b').gain + this.line('2').gain + this.line('3').gain
  }

  /** Schedule D line 15, likewise. */
  get netLongTerm(): bigint {
    return this.line('8b').gain + this.line('9').gain + this.line('10').gain
  }

  /** Schedule D line 16. */
  get net(): bigint {
    return this.netShortTerm + this.netLongTerm
  }

  get all(): FormAmounts {
    let sum = NOTHING
    for (const amounts of this.boxes.values()) sum = plus(sum, amounts)
    return sum
  }
}
