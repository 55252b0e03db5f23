/** Where a candle file keeps what. */
export interface CandleColumns {
  readonly separator: ',' | ';'
  readonly count: number
  readonly time: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number | null
}

export type HeaderReading =
  | { readonly ok: true; readonly columns: CandleColumns }
  | { readonly ok: false; readonly message: string }

const NAMES: Record<'time' | 'open' | 'high' | 'low' | 'close' | 'volume', readonly string[]> = {
  time: ['time', 'open_time', 'opentime', 'timestamp', 'date', 'datetime', 'unix', 't', 'ts'],
  open: ['open', 'o'],
  high: ['high', 'h'],
  low: ['low', 'l'],
  close: ['close', 'c'],
  volume: ['volume', 'vol', 'v', 'base_volume'],
}

/** Finds the columns by their names, in any order and any case. */
export function readHeader(line: string): HeaderReading {
  if (line.trim() === '') return { ok: false, message: 'the file is empty' }
  const separator = line.includes(';') ? ';' : ','
  const names = splitRow(line, separator).map((name) => name.toLowerCase().replace(/[\s-]+/g, '_'))
  const find = (wanted: keyof typeof NAMES): number =>
    names.findIndex((name) => NAMES[wanted].includes(name))
  const missing = (['time', 'open', 'high', 'low', 'close'] as const).filter(
    (wanted) => find(wanted) < 0,
  )
  if (missing.length > 0) {
    return {
      ok: false,
      message: `the header "${line.slice(0, 80)}" names no ${missing.join(', no ')}: the first line must name time, open, high, low, close and, if there is one, volume`,
    }
  }
  const volume = find('volume')
  return {
    ok: true,
    columns: {
      separator,
      count: names.length,
      time: find('time'),
      open: find('open'),
      high: find('high'),
      low: find('low'),
      close: find('close'),
      volume: volume < 0 ? null : volume,
    },
  }
}

/** Fields without the quotes and spaces around them. */
export const splitRow = (line: string, separator: string): string[] =>
  line.split(separator).map((field) => field.trim().replace(/^"(.*)"$/, '$1'))
