import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { explainUnreadable } from '#core/candles/explain-unreadable.ts'
import type { CandleReading } from '#core/candles/read-candles.ts'
import { readCandles } from '#core/candles/read-candles.ts'

/** A gigabyte of text is some fifteen million candles. */
const TEXT_BYTES_MAX = 1024 ** 3

/** Reads a candle file, CSV or CSV packed by gzip. Throws where the file itself cannot be read. */
export function readCandleFile(path: string): CandleReading {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
      bytes = gunzipSync(bytes, { maxOutputLength: TEXT_BYTES_MAX })
    }
  } catch (cause) {
    throw new Error(`${path} cannot be read: ${explainUnreadable(cause)}.`, { cause })
  }
  return readCandles(bytes.toString('utf8'))
}

const PROBLEMS_SHOWN = 20

/** The problems of a file as a person reads them. */
export function candleFileComplaint(path: string, reading: CandleReading & { ok: false }): string {
  const { problems } = reading
  const shown = problems.slice(0, PROBLEMS_SHOWN)
  const rest = problems.length - shown.length
  return [
    `${path} cannot be used: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}.`,
    ...shown.map(({ line, message }) => `  line ${line}: ${message}`),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ].join('\n')
}
