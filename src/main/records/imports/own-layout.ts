import { formatExact, formatQuotient, parseExact } from '#core/tax/exact-decimal.ts'
import type { EntryType, InputProblem, LedgerEntry } from '#core/tax/ledger-entry.ts'
import { ENTRY_TYPES } from '#core/tax/ledger-entry.ts'
import type { EntryRecord, FillRecord, FundingRecord, ImportRows } from '../record-types.ts'
import type { CellReader, CsvTable } from './csv-rows.ts'
import { readersOf } from './csv-rows.ts'

const KINDS = [
  'acquire',
  'withhold',
  'transfer',
  'dispose',
  'perp-open',
  'perp-close',
  'funding',
] as const

const PRICE_PLACES = 40

function plus(a: string, b: string): string {
  const [left, right] = [parseExact(a), parseExact(b)]
  if (left === null || right === null) return a
  const scale = Math.max(left.scale, right.scale)
  const at = (value: { digits: bigint; scale: number }): bigint =>
    value.digits * 10n ** BigInt(scale - value.scale)
  return formatExact(at(left) + at(right), scale)
}

function quotient(a: string, b: string): string {
  const [left, right] = [parseExact(a), parseExact(b)]
  if (left === null || right === null || right.digits === 0n) return '0'
  return formatQuotient(
    left.digits * 10n ** BigInt(right.scale),
    right.digits * 10n ** BigInt(left.scale),
    PRICE_PLACES,
  )
}

/** "0xabc…:123" is a fill of an account; other ids belong to the wallet of the file. */
function splitId(reader: CellReader, wallet: string): { account: string; tradeId: string } {
  const id = reader.needed('fill_id')
  const colon = id.lastIndexOf(':')
  if (colon <= 0) return { account: wallet, tradeId: id }
  return { account: id.slice(0, colon), tradeId: id.slice(colon + 1) }
}

const orNull = (text: string): string | null => (text === '' ? null : text)

/** A flip stands in the file as two legs of one fill: their sizes and fees are put together again. */
function addLeg(reader: CellReader, wallet: string, fills: Map<string, FillRecord>): void {
  const { account, tradeId } = splitId(reader, wallet)
  const size = reader.positive('quantity')
  const fee = reader.amount('fee', '0')
  const key = `${account}:${tradeId}`
  const known = fills.get(key)
  if (known !== undefined) {
    fills.set(key, { ...known, size: plus(known.size, size), fee: plus(known.fee, fee) })
    return
  }
  fills.set(key, {
    account,
    tradeId,
    coin: reader.needed('asset'),
    market: 'perp',
    side: reader.oneOf('side', ['buy', 'sell']),
    price: reader.positive('price'),
    size,
    fee,
    feeToken: reader.text('fee_asset') || 'USDC',
    startPosition: orNull(reader.text('start_position')),
    direction: reader.text('word'),
    closedPnl: orNull(reader.text('venue_pnl')),
    liquidatedUser: orNull(reader.text('liquidated_user')),
    venueOrderId: orNull(reader.text('order_id')),
    clientOrderId: null,
    hash: orNull(reader.text('tx_hash')),
    tsMs: reader.instant('time_utc'),
  })
}

function toFunding(reader: CellReader, wallet: string): FundingRecord {
  const [account = ''] = reader.text('id').split(' ')
  return {
    account: account.startsWith('0x') ? account : wallet,
    coin: reader.needed('asset'),
    tsMs: reader.instant('time_utc'),
    amount: reader.amount('value'),
    size: orNull(reader.text('quantity')),
    rate: null,
    hash: orNull(reader.text('tx_hash')),
  }
}

function toEntry(reader: CellReader, isIn: boolean, isTransfer: boolean): LedgerEntry {
  const type = reader.oneOf<EntryType>('type', ENTRY_TYPES)
  const word = reader.text('word')
  const wallet = reader.text('wallet')
  const toWallet = reader.text('to_wallet')
  const value = isTransfer ? null : reader.amount('value')
  const hash = reader.text('tx_hash')
  return {
    id: reader.needed('id'),
    tsMs: reader.instant('time_utc'),
    type,
    asset: reader.needed('asset'),
    quantity: reader.positive('quantity'),
    price: '0',
    fee: reader.positive('fee', '0'),
    feeAsset: reader.text('currency'),
    ...(word === '' || word === type ? {} : { subType: word }),
    ...(wallet === '' ? {} : { wallet }),
    ...(toWallet === '' ? {} : { toWallet }),
    ...(value === null ? {} : isIn ? { totalCost: value } : { totalProceeds: value }),
    ...(hash === '' ? {} : { trace: { transactionHash: hash } }),
  }
}

/** Units that were withheld from an acquisition go back into it: they were bought like the rest. */
function addWithheld(reader: CellReader, entries: Map<string, EntryRecord>): void {
  const id = reader.text('id').replace(/#fee$/, '')
  const whole = entries.get(id)
  if (whole === undefined) {
    reader.note('id', id, 'the acquisition that the units were withheld from, before this row')
    return
  }
  const quantity = reader.positive('quantity')
  const { entry } = whole
  entries.set(id, {
    ...whole,
    entry: {
      ...entry,
      quantity: plus(entry.quantity, quantity),
      price: quotient(reader.amount('value'), quantity),
      fee: quantity,
      feeAsset: entry.asset,
    },
  })
}

/** The desk's own plain ledger, read back. */
export function readOwnLayout(
  table: CsvTable,
  wallet: string,
  problems: InputProblem[],
): ImportRows {
  const fills = new Map<string, FillRecord>()
  const entries = new Map<string, EntryRecord>()
  const funding: FundingRecord[] = []
  for (const reader of readersOf(table, problems)) {
    const kind = reader.oneOf('kind', KINDS)
    if (kind === 'perp-open' || kind === 'perp-close') addLeg(reader, wallet, fills)
    else if (kind === 'funding') funding.push(toFunding(reader, wallet))
    else if (kind === 'withhold') addWithheld(reader, entries)
    else {
      const entry = toEntry(reader, kind === 'acquire', kind === 'transfer')
      const account = entry.wallet ?? wallet
      entries.set(entry.id, { account, currency: reader.text('currency'), entry })
    }
  }
  return { layout: 'own', fills: [...fills.values()], funding, entries: [...entries.values()] }
}
