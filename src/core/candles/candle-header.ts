type Wanted = 'time' | 'open' | 'high' | 'low' | 'close' | 'volume'

/** Where a row keeps what; volume is −1 where the file has none. */
export interface CandleHeader extends Readonly<Record<Wanted, number>> {
  readonly separator: ',' | ';'
  readonly fields: number
}

const NAMES: Readonly<Record<Wanted, readonly string[]>> = {
  time: ['time', 'open_time', 'opentime', 'timestamp', 'date', 'datetime', 'unix', 't', 'ts'],
  open: ['open', 'o'],
  high: ['high', 'h'],
  low: ['low', 'l'],
  close: ['close', 'c'],
  volume: ['volume', 'vol', 'v', 'base_volume'],
}
const NEEDED = ['time', 'open', 'high', 'low', 'close'] as const

/** Without the spaces and quotation marks around it. */
export const bareField = (field: string): string => {
  const trimmed = field.trim()
  return trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.slice(1, -1) : trimmed
}

/**
 * Finds the columns by their names, in any order and any case. A first column without a name is
 * taken for the time where no other is, as tables with a row index are written. The answer is a
 * sentence where one is missing.
 */
export function readCandleHeader(line: string): CandleHeader | string {
  if (line.trim() === '') return 'the file is empty'
  const separator = line.includes(';') ? ';' : ','
  const names = line.split(separator).map((name) =>
    bareField(name)
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  )
  const place = (wanted: Wanted): number => names.findIndex((name) => NAMES[wanted].includes(name))
  const time = place('time') >= 0 ? place('time') : names[0] === '' ? 0 : -1
  const found = {
    time,
    open: place('open'),
    high: place('high'),
    low: place('low'),
    close: place('close'),
    volume: place('volume'),
  }
  const missing = NEEDED.filter((wanted) => found[wanted] < 0)
  if (missing.length === 0) return { ...found, separator, fields: names.length }
  return (
    `the header "${line.slice(0, 80)}" names no ${missing.join(', no ')}: the first line must ` +
    'name time, open, high, low, close and, if there is one, volume'
  )
}
