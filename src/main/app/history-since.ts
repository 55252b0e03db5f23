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
  const newest = (times: readonly number[]): number =>
    times.reduce((latest, time) => Math.max(latest, time), book.adoptedMs)
  const fillsMs = newest(book.fills.map((fill) => fill.tsEventMs))
  const fundingMs = newest([...book.fundingKeys].map((key) => Number(key.split(':').at(-1))))
  return Math.max(1, book.adoptedMs - OVERLAP_MS, Math.min(fillsMs, fundingMs) - OVERLAP_MS)
}
