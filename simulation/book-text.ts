import { createHash } from 'node:crypto'
import { applyEvent } from '#core/engine/apply-event.ts'
import type { Book } from '#core/engine/state.ts'
import { createState } from '#core/engine/state.ts'
import { canonicalJson } from '#core/model/canonical-json.ts'
import type { Mode } from '#core/model/signature.ts'
import type { LoggedEvent } from '../src/main/runtime/ports.ts'

/** Maps and sets as lists, so that two books can be compared as texts. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(([key, entry]) => [key, plain(entry)])
  if (value instanceof Set) return [...value]
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, plain(field)]))
}

/** One text for one book: equal texts, equal books. */
export const bookText = (book: Book): string => canonicalJson(plain(book))

export const bookHash = (book: Book): string =>
  createHash('sha256').update(bookText(book)).digest('hex')

/** The fold of a log, by itself. */
export function foldLog(mode: Mode, events: Iterable<LoggedEvent>): Book {
  const { book } = createState(mode)
  for (const { body, tsWallMs, tsMarketMs } of events) {
    applyEvent(book, body, { tsWallMs, tsMarketMs })
  }
  return book
}
