import type { Book } from '#core/engine/state.ts'

/** What the log has may have overtaken something a little older that it has not. */
const OVERLAP_MS = 10 * 60_000

/**
 * The venue's time from which on fills and funding may be missing in the log: from there the desk
 * asks for all of them at its start, however long it was off. Undefined for a new desk, which has
 * nothing to complete.
 */
export function historySince(book: Book): number | undefined {
  if (book.cash === null) return undefined
  const fillsMs = Math.max(book.adoptedMs, book.newestFillMs)
  const fundingMs = Math.max(book.adoptedMs, book.newestFundingMs)
  return Math.max(1, book.adoptedMs - OVERLAP_MS, Math.min(fillsMs, fundingMs) - OVERLAP_MS)
}
