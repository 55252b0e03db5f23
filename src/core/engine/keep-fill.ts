import type { Fill } from '../model/order.ts'
import type { Position } from '../model/position.ts'
import type { Book } from './state.ts'

/** Fills may be told late: so much older than the position, and there are no more of it. */
export const FILL_LATE_MS = 24 * 3_600_000
/** Of the fills the desk itself looks at the newest alone: more would only fill its memory. */
export const FILLS_KEPT = 10_000
const DROPPED_AT_ONCE = 1_000

export const openedMs = (book: Book, { openedMs: sinceMs }: Position): number =>
  sinceMs === 0 ? book.adoptedMs : sinceMs

/** The venue's time from which on open positions may ask for their fills. */
function neededMs(book: Book): number {
  let oldestMs = Number.POSITIVE_INFINITY
  for (const position of book.positions.values()) {
    oldestMs = Math.min(oldestMs, openedMs(book, position) - FILL_LATE_MS)
  }
  return oldestMs
}

function dropOld({ fills }: Book, sinceMs: number, surplus: number): void {
  let dropped = 0
  while (dropped < surplus && (fills[dropped]?.tsEventMs ?? sinceMs) < sinceMs) dropped += 1
  fills.splice(0, dropped)
}

/** Adds the newest fill. Of older ones those stay that an open position began with or after. */
export function keepFill(book: Book, fill: Fill): void {
  book.fillCount += 1
  book.newestFillMs = Math.max(book.newestFillMs, fill.tsEventMs)
  book.fills.push(fill)
  const surplus = book.fills.length - FILLS_KEPT
  if (surplus < DROPPED_AT_ONCE || surplus % DROPPED_AT_ONCE !== 0) return
  dropOld(book, neededMs(book), surplus)
}
