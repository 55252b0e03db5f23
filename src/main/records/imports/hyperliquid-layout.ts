import { DAY_MS, dayFromCivil, parseInstant } from '#core/tax/calendar.ts'
import type { InputProblem } from '#core/tax/ledger-entry.ts'
import type { TimeZone } from '#core/tax/time-zone.ts'
import type { FillRecord, FundingRecord, ImportRows } from '../record-types.ts'
import type { CellReader, CsvTable } from './csv-rows.ts'
import { RowNames, readersOf } from './csv-rows.ts'

const BUYING = new Set(['open long', 'close short', 'short > long', 'buy'])
const SELLING = new Set(['open short', 'close long', 'long > short', 'sell'])

/** "22/11/2024 - 14:03:22", whose day and month the browser's language has put in its own order. */
const LOCAL = /^(\d{1,2})\/(\d{1,2})\/(\d{4})\s*[-,]?\s*(\d{1,2}):(\d{2}):(\d{2})$/

type DayOrder = 'day first' | 'month first' | 'unclear'

function dayOrder(readers: readonly CellReader[]): DayOrder {
  for (const reader of readers) {
    const match = LOCAL.exec(reader.text('time'))
    if (match === null) continue
    if (Number(match[1]) > 12) return 'day first'
    if (Number(match[2]) > 12) return 'month first'
  }
  return 'unclear'
}

/** The instant of a local clock time; the second of the two where clocks go back. */
function fromLocal(localMs: number, zone: TimeZone): number {
  const guess = localMs - zone.offsetMs(localMs)
  return localMs - zone.offsetMs(guess)
}

function readTime(reader: CellReader, order: DayOrder, zone: TimeZone): number {
  const text = reader.text('time')
  const exact = parseInstant(text)
  if (exact !== null) return exact
  const match = LOCAL.exec(text)
  if (match === null) {
    reader.note(
      'time',
      text,
      'a time such as 22/11/2024 - 14:03:22, or in UTC 2024-11-22T14:03:22Z',
    )
    return 0
  }
  const [, first = '', second = '', year = '', hour = '', minute = '', secondOf = ''] = match
  if (order === 'unclear' && first !== second) {
    const expected =
      'some row whose day is above 12: as it is, day and month cannot be told apart in this file; export a longer span, or use the generic layout'
    reader.note('time', text, expected)
    return 0
  }
  const [month, day] = order === 'month first' ? [first, second] : [second, first]
  const civil = { year: Number(year), month: Number(month), day: Number(day) }
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(secondOf)
  return fromLocal(dayFromCivil(civil) * DAY_MS + seconds * 1_000, zone)
}

function sideOf(reader: CellReader): FillRecord['side'] {
  const word = reader.text('dir')
  const lower = word.toLowerCase()
  if (BUYING.has(lower)) return 'buy'
  if (SELLING.has(lower)) return 'sell'
  // "Auto-Deleveraging", "Settlement" and the like name no side; the signed size would.
  const long = /long/.test(lower)
  const short = /short/.test(lower)
  if (long !== short) return short ? 'buy' : 'sell'
  reader.note(
    'dir',
    word,
    'Open Long, Close Long, Open Short, Close Short, Long > Short, Buy or Sell',
  )
  return 'buy'
}

/** The trade history (time, coin, dir, px, sz, ntl, fee, closedPnl) or the funding history. */
export function readHyperliquidLayout(
  table: CsvTable,
  wallet: string,
  zone: TimeZone,
  problems: InputProblem[],
): ImportRows {
  const readers = readersOf(table, problems)
  const order = dayOrder(readers)
  const isFunding = table.headers.includes('payment')
  if (isFunding) {
    const funding = readers.map(
      (reader): FundingRecord => ({
        account: wallet,
        coin: reader.needed('coin'),
        tsMs: readTime(reader, order, zone),
        amount: reader.amount('payment'),
        size: reader.text('sz') === '' ? null : reader.amount('sz'),
        rate: null,
        hash: null,
      }),
    )
    return { layout: 'hyperliquid', fills: [], funding, entries: [] }
  }
  const names = new RowNames()
  const fills = readers.map((reader): FillRecord => {
    const coin = reader.needed('coin')
    const direction = reader.needed('dir')
    const side = sideOf(reader)
    const tsMs = readTime(reader, order, zone)
    const [price, size] = [reader.positive('px'), reader.positive('sz')]
    const isSpot = /^(buy|sell)$/i.test(direction)
    return {
      account: wallet,
      tradeId: names.next([tsMs, coin, side, price, size]),
      coin,
      market: isSpot ? 'spot' : 'perp',
      side,
      price,
      size,
      fee: reader.amount('fee', '0'),
      feeToken: 'USDC',
      startPosition: null,
      direction,
      closedPnl: reader.text('closedPnl') === '' ? null : reader.amount('closedPnl'),
      liquidatedUser: /liquidat/i.test(direction) ? wallet : null,
      venueOrderId: null,
      clientOrderId: null,
      hash: null,
      tsMs,
    }
  })
  return { layout: 'hyperliquid', fills, funding: [], entries: [] }
}
