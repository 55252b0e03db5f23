import type { InputProblem, LedgerEntry, LotChoice } from '../ledger-entry.ts'
import { ENTRY_TYPES } from '../ledger-entry.ts'
import { valueFees, worthOf } from './fee-worth.ts'
import type { JsonObject } from './json-reader.ts'
import { FieldReader, isObject } from './json-reader.ts'

export interface ReadEntries {
  readonly entries: readonly LedgerEntry[]
  readonly timeTexts: ReadonlyMap<string, string>
  /** What was taken from elsewhere in the file. */
  readonly notes: readonly string[]
}

/** What a lean kind of case may leave out. */
export interface EntryDefaults {
  readonly asset?: string
  readonly quantity?: string
  readonly price?: string
}

const DISPOSING: ReadonlySet<string> = new Set([
  'sell',
  'gift',
  'donate',
  'fee',
  'lost',
  'transfer_fee',
])

function readChoices(
  reader: FieldReader,
  value: unknown,
  aliases: ReadonlyMap<string, string>,
): LotChoice[] {
  const nameOf = (lotId: string): string => aliases.get(lotId) ?? lotId
  if (typeof value === 'string') {
    return value
      .split(/[,;\s]+/)
      .filter((part) => part !== '')
      .map((lotId) => ({ lotId: nameOf(lotId), quantity: null }))
  }
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => {
      if (typeof item === 'string') return [{ lotId: nameOf(item), quantity: null }]
      if (isObject(item) && typeof item.lotId === 'string') {
        const { quantity } = item
        const text = typeof quantity === 'number' ? String(quantity) : quantity
        return [{ lotId: nameOf(item.lotId), quantity: typeof text === 'string' ? text : null }]
      }
      reader.note('lotId', item, 'the id of a lot, or { lotId, quantity }')
      return []
    })
  }
  reader.note('lotId', value, 'the id of a lot, a list of them, or a list of { lotId, quantity }')
  return []
}

/** Names that acquisitions give their lots, beside their own ids. */
function lotAliases(rows: readonly JsonObject[]): Map<string, string> {
  const aliases = new Map<string, string>()
  for (const row of rows) {
    const { type, lotId, id } = row
    const isAcquisition = type === 'buy' || type === 'income'
    if (isAcquisition && typeof lotId === 'string' && typeof id === 'string') aliases.set(lotId, id)
  }
  return aliases
}

function readEntry(
  reader: FieldReader,
  currency: string,
  aliases: ReadonlyMap<string, string>,
  defaults: EntryDefaults,
): { readonly entry: LedgerEntry; readonly timeText: string } {
  const id = reader.text('id', `row-${reader.row}`)
  const type = reader.oneOf('type', ENTRY_TYPES)
  const { tsMs, text } = reader.instant(['timestamp', 'time', 'date'])
  const hasTotal = reader.find(['totalCost', 'totalProceeds']) !== null
  const isPriceless = type === 'transfer' || type === 'lost' || hasTotal
  const asset = reader.text('asset', defaults.asset)
  const quantity = reader.amount('quantity', defaults.quantity)
  const price = reader.amount('price', isPriceless ? '0' : defaults.price)
  const fee = reader.amount('fee', '0')
  const base = { id, tsMs, type, asset, quantity, price, fee }
  const subType = reader.optionalText('subType')
  const feeValue = feeWorth(reader)
  const totalCost = reader.optionalAmount('totalCost')
  const totalProceeds = reader.optionalAmount('totalProceeds')
  const wallet = reader.optionalText('wallet')
  const toWallet = reader.optionalText('toWallet')
  const found = reader.find(['lotId', 'lots'])
  const mayChoose = found !== null && (DISPOSING.has(type) || type === 'transfer')
  if (type === 'transfer' && wallet !== undefined && toWallet === undefined) {
    reader.note('toWallet', undefined, 'the wallet that received the units')
  }
  const entry: LedgerEntry = {
    ...base,
    feeAsset: reader.text('feeAsset', currency),
    ...(subType === undefined ? {} : { subType }),
    ...(feeValue === undefined ? {} : { feeValue }),
    ...(totalCost === undefined ? {} : { totalCost }),
    ...(totalProceeds === undefined ? {} : { totalProceeds }),
    ...(wallet === undefined ? {} : { wallet }),
    ...(toWallet === undefined ? {} : { toWallet }),
    ...(mayChoose ? { lots: readChoices(reader, found.value, aliases) } : {}),
  }
  return { entry, timeText: text }
}

/** The worth of a whole fee, told as such or by the unit. */
function feeWorth(reader: FieldReader): string | undefined {
  const whole = reader.optionalAmount(['feeValue', 'feeTotalValue', 'feeFmv'])
  if (whole !== undefined) return whole
  const unit = reader.optionalAmount(['feePrice', 'feeUnitPrice', 'feeAssetPrice', 'feeUnitFmv'])
  return unit === undefined ? undefined : worthOf(reader.amount('fee', '0'), unit)
}

/** The transactions of a lots case. Problems are noted with row and field. */
export function readLotEntries(
  rows: readonly JsonObject[],
  currency: string,
  problems: InputProblem[],
  defaults: EntryDefaults = {},
): ReadEntries {
  const aliases = lotAliases(rows)
  const timeTexts = new Map<string, string>()
  const entries = rows.map((row, index) => {
    const reader = new FieldReader(row, index + 1, problems)
    const { entry, timeText } = readEntry(reader, currency, aliases, defaults)
    timeTexts.set(entry.id, timeText)
    return entry
  })
  return { ...valueFees(entries, currency), timeTexts }
}
