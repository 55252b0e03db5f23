import { atScale, parseExact, placesNeeded } from '../exact-decimal.ts'
import type { Exchange, ExchangeFeeMode } from '../exchange-fee.ts'
import type { InputProblem } from '../ledger-entry.ts'
import type { JsonObject } from './json-reader.ts'
import { FieldReader } from './json-reader.ts'

export interface ReadExchanges {
  readonly exchanges: readonly Exchange[]
  readonly quantityScale: number
  readonly valueScale: number
}

const VALUE_SCALE_MIN = 18

/** The many words people use for the four ways of paying. */
function readMode(reader: FieldReader): ExchangeFeeMode {
  const text = reader.text('feeMode', 'cash').toLowerCase()
  if (/cash|fiat|money|none/.test(text)) return 'cash'
  if (/(receiv|acquir|incoming|\bin\b)/.test(text)) return 'withheld-from-received'
  if (/(given|transferred|dispos|outgoing|\bout\b|sold|source)/.test(text))
    return 'withheld-from-given'
  if (/(third|other|separate|digital|asset|crypto|token|units)/.test(text)) return 'third-asset'
  if (/withh/.test(text)) return 'withheld-from-received'
  reader.note(
    'feeMode',
    text,
    'one of cash, third-asset, withheld-from-received, withheld-from-given',
  )
  return 'cash'
}

/** A product or a total given outright, as exact texts multiplied later. */
interface RawExchange {
  readonly reader: FieldReader
  readonly mode: ExchangeFeeMode
  readonly given: { readonly asset: string; readonly quantity: string; readonly unitBasis: string }
  readonly received: {
    readonly asset: string
    readonly quantity: string
    readonly unitValue: string
  }
  readonly fee: {
    readonly value: string | undefined
    readonly asset: string
    readonly quantity: string
    readonly unitBasis: string
    readonly unitValue: string
  }
}

function readRaw(row: JsonObject, index: number, problems: InputProblem[]): RawExchange {
  const reader = new FieldReader(row, index + 1, problems)
  const quantity = reader.optionalAmount(['receivedQty', 'receivedQuantity', 'inQty'])
  return {
    reader,
    mode: readMode(reader),
    given: {
      asset: reader.text('outAsset', reader.optionalText('asset') ?? ''),
      quantity: reader.amount(['outQty', 'outQuantity', 'quantity']),
      unitBasis: reader.amount(['outUnitBasis', 'unitBasis'], '0'),
    },
    received: {
      asset: reader.optionalText('receivedAsset') ?? reader.optionalText('inAsset') ?? 'services',
      // Services and property are worth what they are worth: one unit at that value.
      quantity: quantity ?? '1',
      unitValue:
        quantity === undefined
          ? reader.amount(['receivedFmv', 'receivedValue', 'servicesFmv', 'receivedUnitFmv'])
          : reader.amount(['receivedUnitFmv', 'receivedUnitValue', 'inUnitFmv']),
    },
    fee: {
      value: reader.optionalAmount(['feeValueToEffectExchange', 'feeValue', 'fee']),
      asset: reader.optionalText('feeAsset') ?? reader.optionalText('thirdAsset') ?? '',
      quantity: reader.amount(['feeQty', 'feeQuantity', 'feeAssetQty', 'withheldQty'], '0'),
      unitBasis: reader.amount(['feeUnitBasis', 'feeAssetUnitBasis'], '0'),
      unitValue: reader.amount(['feeUnitFmv', 'feeAssetUnitFmv', 'feeUnitValue'], '0'),
    },
  }
}

/** The exchanges of a case, at one pair of scales. */
export function readExchanges(
  rows: readonly JsonObject[],
  problems: InputProblem[],
): ReadExchanges {
  const raws = rows.map((row, index) => readRaw(row, index, problems))
  const places = { quantity: 0, unit: 0, money: 0 }
  const survey = (text: string | undefined, kind: keyof typeof places): void => {
    const parsed = text === undefined ? null : parseExact(text)
    if (parsed !== null) places[kind] = Math.max(places[kind], placesNeeded(parsed))
  }
  for (const { given, received, fee } of raws) {
    for (const text of [given.quantity, received.quantity, fee.quantity]) survey(text, 'quantity')
    for (const text of [given.unitBasis, received.unitValue, fee.unitBasis, fee.unitValue]) {
      survey(text, 'unit')
    }
    survey(fee.value, 'money')
  }
  const quantityScale = Math.max(VALUE_SCALE_MIN, places.quantity)
  const valueScale = Math.max(VALUE_SCALE_MIN, places.money, places.quantity + places.unit)
  const read = (text: string, scale: number): bigint => {
    const parsed = parseExact(text)
    return parsed === null ? 0n : atScale(parsed, scale)
  }
  const worth = (quantity: string, unit: string): bigint => {
    const [left, right] = [parseExact(quantity), parseExact(unit)]
    if (left === null || right === null) return 0n
    return atScale(
      { digits: left.digits * right.digits, scale: left.scale + right.scale },
      valueScale,
    )
  }
  const exchanges = raws.map(({ mode, given, received, fee }): Exchange => {
    const feeValue =
      fee.value === undefined ? worth(fee.quantity, fee.unitValue) : read(fee.value, valueScale)
    return {
      givenAsset: given.asset,
      givenQuantity: read(given.quantity, quantityScale),
      givenBasis: worth(given.quantity, given.unitBasis),
      receivedAsset: received.asset,
      receivedQuantity: read(received.quantity, quantityScale),
      receivedValue: worth(received.quantity, received.unitValue),
      feeMode: mode,
      feeValue,
      feeAsset:
        mode === 'third-asset'
          ? {
              asset: fee.asset,
              quantity: read(fee.quantity, quantityScale),
              basis: worth(fee.quantity, fee.unitBasis),
            }
          : null,
    }
  })
  return { exchanges, quantityScale, valueScale }
}
