import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { explainUnreadable } from '#core/candles/explain-unreadable.ts'
import { asPrice, asRatio } from '#core/money/amount.ts'
import { parsePrice } from '#core/money/decimal.ts'
import { listingOf, profileOf } from './coin-profile.ts'
import type { Feed, FeedCandle } from './feed.ts'
import { CandleFileError, parseCandleFile } from './parse-candle-file.ts'

/** 100 MB of text are about two million candles. */
const FILE_BYTES_MAX = 100 * 1024 * 1024

/** The venue's usual rate where nothing else is recorded: 0.00125 % an hour. */
const RECORDED_FUNDING = asRatio(1250n)

/** Reads a candle file (CSV, or CSV packed by gzip) for replay. Throws CandleFileError. */
export function loadCandleFileFeed(path: string, coin = 'BTC'): Feed {
  const name = basename(path)
  return createCandleFileFeed(readText(path, name), name, coin)
}

function readText(path: string, name: string): string {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
      bytes = gunzipSync(bytes, { maxOutputLength: FILE_BYTES_MAX })
    }
  } catch (cause) {
    throw new Error(`${path} cannot be read: ${explainUnreadable(cause)}.`, { cause })
  }
  try {
    if (bytes.length > FILE_BYTES_MAX) throw new Error('more than 100 MB')
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    const message = `the file is no UTF-8 text (${(cause as Error).message})`
    throw new CandleFileError(name, [{ line: 1, message }])
  }
}

/** The same for text that is already there. */
export function createCandleFileFeed(text: string, name: string, coin = 'BTC'): Feed {
  const file = parseCandleFile(text, name)
  const first = file.candles[0] as FeedCandle
  const step = asPrice(parsePrice('1') / 10n ** BigInt(file.priceDecimals))
  const endMs = first.openMs + file.candles.length * file.intervalMs
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16)
  return {
    id: `file:${coin}:${digest}`,
    listings: [listingOf(profileOf(coin))],
    intervalMs: file.intervalMs,
    tickMs: 1000,
    firstMs: first.openMs,
    endMs,
    isLive: false,
    candleAt: (asset, openMs) => {
      if (asset !== 0) return null
      const index = (openMs - first.openMs) / file.intervalMs
      return Number.isInteger(index) ? (file.candles[index] ?? null) : null
    },
    priceStep: () => step,
    fundingRate: () => RECORDED_FUNDING,
  }
}
