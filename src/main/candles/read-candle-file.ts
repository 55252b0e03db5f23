import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { candleTimeText } from '#core/candles/candle-time.ts'
import { explainUnreadable } from '#core/candles/explain-unreadable.ts'
import type { CandleGap, CandleReading } from '#core/candles/read-candles.ts'
import { readCandles } from '#core/candles/read-candles.ts'

/**
 * The longest text that this program can hold as one, less room for what is made of it: some seven
 * million candles.
 */
const TEXT_BYTES_MAX = 480 * 1024 ** 2

const unreadable = (path: string, why: string, cause?: unknown): Error =>
  new Error(`${path} cannot be read: ${why}.`, { cause })

function bytesOf(path: string): Buffer {
  try {
    const bytes = readFileSync(path)
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
    const plain = isPacked ? gunzipSync(bytes, { maxOutputLength: TEXT_BYTES_MAX }) : bytes
    if (plain.length <= TEXT_BYTES_MAX) return plain
  } catch (cause) {
    throw unreadable(path, explainUnreadable(cause), cause)
  }
  throw unreadable(path, 'it holds more than 480 MB of text; split it')
}

/** The text of a candle file, CSV or CSV packed by gzip. Throws where it cannot be read as text. */
export function candleFileText(path: string): string {
  const bytes = bytesOf(path)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw unreadable(path, 'it is no UTF-8 text', cause)
  }
}

/** Reads a candle file. Throws where the file itself cannot be read. */
export const readCandleFile = (path: string): CandleReading => readCandles(candleFileText(path))

const PROBLEMS_SHOWN = 20

/** The problems of a file of candles as a person reads them. */
export const candleFileComplaint = (
  path: string,
  { problems }: CandleReading & { ok: false },
): string => fileComplaint(path, problems)

/** The problems of a file, line by line. */
export function fileComplaint(
  path: string,
  problems: readonly { readonly line: number; readonly message: string }[],
): string {
  const shown = problems.slice(0, PROBLEMS_SHOWN)
  const rest = problems.length - shown.length
  return [
    `${path} cannot be used: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}.`,
    ...shown.map(({ line, message }) => `  line ${line}: ${message}`),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ].join('\n')
}

/** How many candles are missing, and where the most of them; null where none are. */
export function gapSentence(gaps: readonly CandleGap[]): string | null {
  const [first] = gaps
  if (!first) return null
  const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0)
  const longest = gaps.reduce((most, gap) => (gap.missing > most.missing ? gap : most), first)
  const where = `between ${candleTimeText(longest.afterMs)} and ${candleTimeText(longest.beforeMs)}`
  const count = missing === 1 ? '1 candle is' : `${missing.toLocaleString('en')} candles are`
  if (gaps.length === 1) return `${count} missing ${where}`
  const gapCount = gaps.length.toLocaleString('en')
  return `${count} missing in ${gapCount} gaps, most of them ${where}`
}
