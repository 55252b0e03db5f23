const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/

/** Before this, a plain number of digits is seconds; from here on milliseconds. */
const FIRST_MILLISECONDS = 100_000_000_000

/** ISO date and time (UTC where no zone is given) or epoch seconds or milliseconds; null: neither. */
export function parseCandleTime(text: string): number | null {
  if (/^\d{8,16}(\.0+)?$/.test(text)) {
    const value = Number(text)
    return value < FIRST_MILLISECONDS ? value * 1000 : value
  }
  const match = ISO.exec(text)
  if (!match) return null
  const [
    ,
    year = '',
    month = '',
    day = '',
    hour = '0',
    minute = '0',
    second = '0',
    fraction = '',
    zone,
  ] = match
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3))
  const at = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second, milliseconds)
  const date = new Date(at)
  const isReal =
    date.getUTCMonth() === +month - 1 && date.getUTCDate() === +day && +hour < 24 && +minute < 60
  return isReal ? at - zoneOffset(zone) : null
}

function zoneOffset(zone: string | undefined): number {
  if (!zone || zone === 'Z' || zone === 'UTC') return 0
  const sign = zone.startsWith('-') ? -1 : 1
  const digits = zone.replace(/[+:-]/g, '')
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000
}
