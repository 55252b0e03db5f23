import { TradingCalendar } from './trading-calendar.ts'

/** Calendars by zone: a memo of answers that depend on nothing but the arguments. */
const calendars = new Map<string, TradingCalendar>()
const ZONES_KEPT = 512

/**
 * The trading day of a moment, as the ISO date in an IANA zone: "2026-11-22". Later days compare
 * greater as text. Throws a RangeError on a zone that the runtime does not know.
 */
export function tradingDayKey(tsMs: number, zone: string): string {
  let calendar = calendars.get(zone)
  if (calendar === undefined) {
    calendar = new TradingCalendar(zone)
    if (calendars.size >= ZONES_KEPT) calendars.clear()
    calendars.set(zone, calendar)
  }
  return calendar.dayKey(tsMs)
}
