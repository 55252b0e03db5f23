/** Before this, a plain number is seconds; from here on milliseconds. */
const FIRST_MILLISECONDS = 100_000_000_000

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(?:Z|UTC|([+-])(\d{2}):?(\d{2}))?$/

/**
 * A moment as candle files write it: ISO date with or without a time (UTC where no zone is given),
 * or epoch seconds or milliseconds. NaN for anything else, such as the 30th of February.
 */
export function readCandleTime(text: string): number {
  const digits = Number(text)
  if (!Number.isNaN(digits) && text.length >= 8 && Number.isInteger(digits)) {
    return digits < FIRST_MILLISECONDS ? digits * 1000 : digits
  }
  const match = ISO.exec(text)
  if (!match) return Number.NaN
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = match
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3))
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    ms,
  )
  const isReal =
    new Date(at).getUTCMonth() === Number(month) - 1 &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 60
  const [, , , , , , , , sign, zoneHours = '0', zoneMinutes = '0'] = match
  const zoneMs = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000
  return isReal ? at - (sign === '-' ? -zoneMs : zoneMs) : Number.NaN
}
