import { z } from 'zod'
import { coinText, sideText } from './decimal-text.ts'
import type { FillView } from './views.ts'

export const FILL_ROLES = ['entry', 'stop', 'target', 'exit', 'foreign'] as const
export const FILLS_PAGE_ROWS_MAX = 500

/** Which fills of all that there ever were; null is no condition. */
export const fillsFilter = z.strictObject({
  coin: coinText.nullable(),
  side: sideText.nullable(),
  role: z.enum(FILL_ROLES).nullable(),
  /** Part of a trade id, an order id, a market, a price, a size or a day. */
  text: z.string().max(60),
})
export type FillsFilter = z.infer<typeof fillsFilter>

export const fillsPageRequest = z.strictObject({
  filter: fillsFilter,
  /** Rows to leave out from the newest. */
  offset: z.int().min(0).max(1_000_000_000),
  rows: z.int().min(1).max(FILLS_PAGE_ROWS_MAX),
})
export type FillsPageRequest = z.infer<typeof fillsPageRequest>

export interface FillsPageView {
  /** Fills that meet the filter. */
  readonly total: number
  /** Newest first. */
  readonly fills: readonly FillView[]
}
