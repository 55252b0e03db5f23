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

/** Whether two values say the same; a field that is undefined is one that is missing. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (a instanceof Map) {
    if (!(b instanceof Map) || a.size !== b.size) return false
    const theirs = b.entries()
    for (const [key, entry] of a) {
      const next = theirs.next().value
      if (!next || !isSame(key, next[0]) || !isSame(entry, next[1])) return false
    }
    return true
  }
  if (a instanceof Set) return b instanceof Set && isSame([...a], [...b])
  if (Array.isArray(a)) {
    return (
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((entry: unknown, index) => isSame(entry, b[index]))
    )
  }
  return hasSameFields(a as Fields, b as Fields)
}

type Fields = Readonly<Record<string, unknown>>

function hasSameFields(a: Fields, b: Fields): boolean {
  for (const key in a) if (!isSame(a[key], b[key])) return false
  for (const key in b) if (a[key] === undefined && b[key] !== undefined) return false
  return true
}

/** As comparing their texts, without making them. */
export const isSameBook = (a: Book, b: Book): boolean => isSame(a, b)

/** The fold of a log, by itself. */
export function foldLog(mode: Mode, events: Iterable<LoggedEvent>): Book {
  const { book } = createState(mode)
  for (const { body, tsWallMs, tsMarketMs } of events) {
    applyEvent(book, body, { tsWallMs, tsMarketMs })
  }
  return book
}
