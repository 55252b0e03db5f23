import type { InputBody } from '#core/engine/inputs.ts'
import type { DeskState } from '#core/engine/state.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import type { Reading } from './message-reader.test-support.ts'
import { MESSAGES_ACCOUNT } from './venue-messages.test-support.ts'

type Fields = Readonly<Record<string, unknown>>

const fieldsOf = (value: unknown): Fields =>
  value !== null && typeof value === 'object' ? (value as Fields) : {}
const listOf = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.map(fieldsOf) : []

/** The value as the text says it, by a reader of its own: an exact decimal without needless zeros. */
function plain(text: unknown): string | null {
  if (typeof text !== 'string' || !/^-?[0-9]+(\.[0-9]+)?$/.test(text)) return null
  const isNegative = text.startsWith('-')
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
  const cutWhole = whole.replace(/^0+(?=[0-9])/, '')
  const cutFraction = fraction.replace(/0+$/, '')
  const value = cutFraction === '' ? cutWhole : `${cutWhole}.${cutFraction}`
  return isNegative ? `-${value}` : value
}

const same = (value: bigint, text: unknown): boolean => formatDecimal(value) === plain(text)

type Fill = Extract<InputBody, { kind: 'fillReported' }>

const isFillOf = (fill: Fill, row: Fields): boolean =>
  String(row.tid) === fill.tradeId &&
  typeof row.tid === 'number' &&
  row.coin === fill.coin &&
  row.side === (fill.side === 'buy' ? 'B' : 'A') &&
  same(fill.price, row.px) &&
  same(fill.quantity, row.sz) &&
  same(fill.fee, row.fee) &&
  same(fill.closedPnl, row.closedPnl) &&
  same(fill.startPosition, row.startPosition) &&
  row.time === fill.tsEventMs &&
  row.crossed === fill.isTaker &&
  row.feeToken === 'USDC'

/** What an input says must stand in the very message, and be possible. Null, or what is wrong. */
function inputFault(input: InputBody, channel: unknown, data: unknown): string | null {
  const { levels, coin, ctx, user, fills, fundings, time } = fieldsOf(data)
  switch (input.kind) {
    case 'quoteTick': {
      if (input.bid <= 0n || input.ask <= input.bid || input.mark <= 0n) return 'impossible quote'
      if (channel === 'activeAssetCtx') {
        return same(input.mark, fieldsOf(ctx).markPx) ? null : 'another mark'
      }
      const [bids, asks] = Array.isArray(levels) ? levels : []
      const isTold =
        coin === input.coin &&
        time === input.tsEventMs &&
        same(input.bid, listOf(bids)[0]?.px) &&
        same(input.ask, listOf(asks)[0]?.px)
      return isTold ? null : 'another price'
    }
    case 'fillReported':
      if (String(user).toLowerCase() !== MESSAGES_ACCOUNT) return 'a fill of somebody else'
      return listOf(fills).some((row) => isFillOf(input, row)) ? null : 'another fill'
    case 'fundingReported': {
      if (String(user).toLowerCase() !== MESSAGES_ACCOUNT) return 'funding of somebody else'
      const isTold = listOf(fundings).some(
        (row) =>
          row.coin === input.coin && row.time === input.tsEventMs && same(input.amount, row.usdc),
      )
      return isTold ? null : 'another payment'
    }
    case 'orderReported': {
      const isTold = listOf(data).some(
        (row) =>
          String(fieldsOf(row.order).oid) === input.venueOrderId &&
          row.status === input.venueStatus &&
          row.statusTimestamp === input.tsEventMs,
      )
      return isTold ? null : 'another order'
    }
    default:
      return null
  }
}

/** No price, size or money of an answer may be a wild number: they are all exact, or refused. */
function valueFault(value: unknown): string | null {
  const text = JSON.stringify(value, (_key, field: unknown) => {
    if (typeof field === 'bigint') return `${field}n`
    return typeof field === 'number' && !Number.isFinite(field) ? 'WILD' : field
  })
  return text?.includes('"WILD"') ? 'a number that is none' : null
}

const UNREDACTED = /0x[0-9a-fA-F]{32,}/

function refusalFault({ refusals }: Reading): string | null {
  for (const { message, sample } of refusals) {
    if (!/^[\p{L}"].{10,}[.)]$/su.test(message) || message.length > 700)
      return `unclear: ${message}`
    if (UNREDACTED.test(sample ?? '') || (sample?.length ?? 0) > 401) return 'a sample too open'
  }
  return null
}

/** The book hangs together: positions are what the fills add up to, and money is a number. */
function bookFault({ book }: DeskState): string | null {
  const sums = new Map<string, bigint>()
  for (const { coin, side, quantity } of book.fills) {
    sums.set(coin, (sums.get(coin) ?? 0n) + (side === 'buy' ? quantity : -quantity))
  }
  for (const [coin, sum] of sums) {
    if ((book.positions.get(coin)?.quantity ?? 0n) !== sum) return `${coin} is not Σ fills`
  }
  return typeof book.cash === 'bigint' ? null : 'cash is no number'
}

/** Null where a message was read rightly or refused with reasons; otherwise what is wrong. */
export function judgeReading(text: string, reading: Reading, state: DeskState): string | null {
  let message: Fields = {}
  try {
    message = fieldsOf(JSON.parse(text))
  } catch {
    if (reading.refusals.length === 0) return 'unreadable text without a word'
  }
  for (const input of reading.inputs) {
    const fault = inputFault(input, message.channel, message.data)
    if (fault !== null) return fault
  }
  return refusalFault(reading) ?? valueFault(reading.value) ?? bookFault(state)
}
