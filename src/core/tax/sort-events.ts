import type { EventKind, TaxEvent } from './tax-event.ts'

const RANK: Record<EventKind, number> = { acquire: 0, withhold: 1, transfer: 2, dispose: 3 }

const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** The digits from `start` without leading zeros, and where they end. */
function digitRun(text: string, start: number): { readonly digits: string; readonly end: number } {
  let end = start
  while (end < text.length && isDigit(text.charCodeAt(end))) end += 1
  let first = start
  while (first < end - 1 && text.charCodeAt(first) === 48) first += 1
  return { digits: text.slice(first, end), end }
}

/** Orders ids as a person counts: "f2" before "f10"; equal runs fall back to plain order. */
export function compareIds(a: string, b: string): number {
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    const [left, right] = [a.charCodeAt(i), b.charCodeAt(j)]
    if (isDigit(left) && isDigit(right)) {
      const [runA, runB] = [digitRun(a, i), digitRun(b, j)]
      if (runA.digits.length !== runB.digits.length) return runA.digits.length - runB.digits.length
      if (runA.digits !== runB.digits) return runA.digits < runB.digits ? -1 : 1
      i = runA.end
      j = runB.end
    } else {
      if (left !== right) return left - right
      i += 1
      j += 1
    }
  }
  if (a.length - i !== b.length - j) return a.length - i - (b.length - j)
  return a < b ? -1 : a > b ? 1 : 0
}

/** Time, then acquisitions before transfers before disposals, then the id. */
export function compareEvents(a: TaxEvent, b: TaxEvent): number {
  return a.tsMs - b.tsMs || RANK[a.kind] - RANK[b.kind] || compareIds(a.id, b.id)
}

/** Sorts in place unless the events already stand in order, which costs one pass to see. */
export function sortEvents(events: TaxEvent[]): TaxEvent[] {
  for (let index = 1; index < events.length; index += 1) {
    if (compareEvents(events[index - 1] as TaxEvent, events[index] as TaxEvent) > 0) {
      return events.sort(compareEvents)
    }
  }
  return events
}
