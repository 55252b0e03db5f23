/** What came of looking through the pages of a database. */
export interface PagesFound {
  /** SQLite's words in one line; null where nothing is wrong with what was looked at. */
  readonly damage: string | null
  /** Tables looked through, with their indexes, of those that there are. */
  readonly looked: number
  readonly tables: number
}

/** What is known of a log's pages: nothing yet, damage, or when they were looked through. */
export type PagesState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'damaged'; readonly damage: string }
  | { readonly kind: 'looked'; readonly sentence: string }
