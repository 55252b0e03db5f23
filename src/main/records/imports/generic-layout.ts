import type { EntryType, InputProblem, LedgerEntry } from '#core/tax/ledger-entry.ts'
import { ENTRY_TYPES } from '#core/tax/ledger-entry.ts'
import type { EntryRecord, FillRecord, FundingRecord, ImportRows } from '../record-types.ts'
import type { CellReader, CsvTable } from './csv-rows.ts'
import { RowNames, readersOf } from './csv-rows.ts'

const TYPES = [...ENTRY_TYPES, 'perp', 'funding'] as const
export const GENERIC_NEEDED = ['time', 'type', 'asset', 'quantity'] as const

/** Rows without an id are named after what they are, so that the same row twice is noticed. */
function idOf(reader: CellReader, names: RowNames): string {
  const id = reader.text('id')
  if (id !== '') return id
  const parts = ['time', 'type', 'asset', 'side', 'quantity', 'price', 'total']
  return names.next(parts.map((part) => reader.text(part)).filter((text) => text !== ''))
}

function toFill(reader: CellReader, wallet: string, names: RowNames): FillRecord {
  return {
    account: reader.text('wallet') || wallet,
    tradeId: idOf(reader, names),
    coin: reader.needed('asset'),
    market: 'perp',
    side: reader.oneOf('side', ['buy', 'sell']),
    price: reader.positive('price'),
    size: reader.positive('quantity'),
    fee: reader.amount('fee', '0'),
    feeToken: reader.text('fee_asset') || 'USDC',
    startPosition: reader.text('start_position') || null,
    direction: reader.text('direction'),
    closedPnl: reader.text('closed_pnl') || null,
    liquidatedUser: null,
    venueOrderId: null,
    clientOrderId: null,
    hash: reader.text('tx_hash') || null,
    tsMs: reader.instant('time'),
  }
}

const toFunding = (reader: CellReader, wallet: string): FundingRecord => ({
  account: reader.text('wallet') || wallet,
  coin: reader.needed('asset'),
  tsMs: reader.instant('time'),
  amount: reader.amount('quantity'),
  size: null,
  rate: null,
  hash: reader.text('tx_hash') || null,
})

function toEntry(
  reader: CellReader,
  type: EntryType,
  currency: string,
  names: RowNames,
): LedgerEntry {
  const wallet = reader.text('wallet')
  const toWallet = reader.text('to_wallet')
  const total = reader.text('total') === '' ? null : reader.amount('total')
  const isPriceless = total !== null || type === 'transfer' || type === 'lost'
  const feeValue = reader.text('fee_value') === '' ? null : reader.positive('fee_value')
  const hash = reader.text('tx_hash')
  if (type === 'transfer' && toWallet === '') {
    reader.note('to_wallet', '', 'the wallet that received the units')
  }
  const isIn = type === 'buy' || type === 'income'
  return {
    id: idOf(reader, names),
    tsMs: reader.instant('time'),
    type,
    asset: reader.needed('asset'),
    quantity: reader.positive('quantity'),
    price: reader.positive('price', isPriceless ? '0' : undefined),
    fee: reader.positive('fee', '0'),
    feeAsset: reader.text('fee_asset') || currency,
    ...(feeValue === null ? {} : { feeValue }),
    ...(total === null ? {} : isIn ? { totalCost: total } : { totalProceeds: total }),
    ...(wallet === '' ? {} : { wallet }),
    ...(toWallet === '' ? {} : { toWallet }),
    ...(hash === '' ? {} : { trace: { transactionHash: hash } }),
  }
}

/**
 * Our layout for any other source: time, type, asset, quantity, and where they apply price, total,
 * fee, fee_asset, fee_value, side, wallet, to_wallet, id, start_position, closed_pnl, tx_hash.
 */
export function readGenericLayout(
  table: CsvTable,
  wallet: string,
  currency: string,
  problems: InputProblem[],
): ImportRows {
  const fills: FillRecord[] = []
  const funding: FundingRecord[] = []
  const entries: EntryRecord[] = []
  const names = new RowNames()
  for (const reader of readersOf(table, problems)) {
    const type = reader.oneOf('type', TYPES)
    if (type === 'perp') fills.push(toFill(reader, wallet, names))
    else if (type === 'funding') funding.push(toFunding(reader, wallet))
    else {
      const entry = toEntry(reader, type, currency, names)
      entries.push({ account: entry.wallet ?? wallet, currency, entry })
    }
  }
  return { layout: 'generic', fills, funding, entries }
}
