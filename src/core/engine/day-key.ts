import { TradingCalendar } from '../risk/trading-calendar.ts'

/** One calendar a zone: it answers from the moment alone, so keeping it changes no answer. */
const calendars = new Map<string, TradingCalendar>()

/** The ISO date of the trading day in an IANA zone. */
export function dayKeyOf(tsMarketMs: number, zone: string): string {
  let calendar = calendars.get(zone)
  if (!calendar) {
    calendar = new TradingCalendar(zone)
    calendars.set(zone, calendar)
  }
  return calendar.dayKey(tsMarketMs)
}
