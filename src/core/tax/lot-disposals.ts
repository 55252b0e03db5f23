import type { Day } from './calendar.ts'
import type { DisposalSink } from './disposal.ts'
import type { TermRule } from './holding-period.ts'
import { longTermFrom } from './holding-period.ts'
import type { LotMatchSink } from './match-lots.ts'
import type { TimeZone } from './time-zone.ts'

const DAYS_MAX = 50_000

/** Gives each match its days and its term, remembering what a day of acquisition leads to. */
export function lotDisposals(zone: TimeZone, rule: TermRule, sink: DisposalSink): LotMatchSink {
  const longFrom = new Map<Day, Day>()
  const longFromOf = (acquired: Day, termRule: Exclude<TermRule, 'none'>): Day => {
    const known = longFrom.get(acquired)
    if (known !== undefined) return known
    const day = longTermFrom(acquired, termRule)
    if (longFrom.size < DAYS_MAX) longFrom.set(acquired, day)
    return day
  }
  return (event, origin, matchRule, quantity, proceeds, basis) => {
    const acquiredDay = zone.dayOf(origin.tsMs)
    const soldDay = zone.dayOf(event.tsMs)
    const isLong = rule !== 'none' && soldDay >= longFromOf(acquiredDay, rule)
    sink({
      event,
      origin,
      sameDay: null,
      asset: event.asset,
      rule: matchRule,
      acquiredMs: origin.tsMs,
      acquiredDay,
      soldMs: event.tsMs,
      soldDay,
      quantity,
      proceeds,
      basis,
      gain: proceeds - basis,
      denied: 0n,
      term: rule === 'none' ? null : isLong ? 'long' : 'short',
    })
  }
}
