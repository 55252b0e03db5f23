import type { InputProblem } from '../ledger-entry.ts'
import type { FundingPayment, PerpFill, PerpHistory, PerpStart } from '../perp-event.ts'
import type { JsonObject } from './json-reader.ts'
import { FieldReader, isObject } from './json-reader.ts'

const SIDES: Record<string, PerpFill['side']> = { B: 'buy', A: 'sell', buy: 'buy', sell: 'sell' }

function readSide(reader: FieldReader): PerpFill['side'] {
  const text = reader.text('side', '')
  const side = SIDES[text]
  if (side === undefined) reader.note('side', text, '"B" (buy) or "A" (sell)')
  return side ?? 'buy'
}

/** In lower case; the mere mark `true` counts as the owner's own liquidation. */
function readLiquidatedUser(reader: FieldReader, owner: string | null): string | null {
  const value = reader.find(['liquidation'])?.value
  if (value === undefined || value === false) return null
  if (value === true) return owner ?? 'own account'
  if (!isObject(value)) {
    reader.note('liquidation', value, 'an object with liquidatedUser')
    return null
  }
  const user = value.liquidatedUser
  return typeof user === 'string' ? user.toLowerCase() : null
}

function readFill(reader: FieldReader, currency: string, owner: string | null): PerpFill {
  const tid = reader.optionalText('tid')
  const orderId = reader.optionalText('oid')
  const transactionHash = reader.optionalText('hash')
  return {
    id: reader.text('id', tid ?? `row-${reader.row}`),
    coin: reader.text('coin'),
    side: readSide(reader),
    size: reader.amount(['sz', 'size', 'quantity']),
    price: reader.amount(['px', 'price']),
    fee: reader.amount('fee', '0'),
    feeToken: reader.text('feeToken', currency),
    tsMs: reader.instant(['time', 'timestamp']).tsMs,
    startPosition: reader.optionalAmount('startPosition') ?? null,
    direction: reader.text('dir', ''),
    closedPnl: reader.optionalAmount('closedPnl') ?? null,
    liquidatedUser: readLiquidatedUser(reader, owner),
    ...(orderId === undefined ? {} : { orderId }),
    ...(transactionHash === undefined ? {} : { transactionHash }),
  }
}

function readFunding(row: JsonObject, index: number, problems: InputProblem[]): FundingPayment {
  const { delta } = row
  const reader = new FieldReader(isObject(delta) ? { ...row, ...delta } : row, index + 1, problems)
  const positionSize = reader.optionalAmount(['szi', 'positionSize'])
  const rate = reader.optionalAmount(['fundingRate', 'rate'])
  const transactionHash = reader.optionalText('hash')
  return {
    id: reader.text('id', `funding-${index + 1}`),
    coin: reader.text('coin', ''),
    tsMs: reader.instant(['time', 'timestamp']).tsMs,
    amount: reader.amount(['usdc', 'amount', 'payment', 'funding', 'value']),
    ...(positionSize === undefined ? {} : { positionSize }),
    ...(rate === undefined ? {} : { rate }),
    ...(transactionHash === undefined ? {} : { transactionHash }),
  }
}

function readStart(value: JsonObject, problems: InputProblem[]): PerpStart {
  const reader = new FieldReader(value, 0, problems)
  const position = reader.amount(['position', 'szi'], '0')
  return { position, entry: reader.optionalAmount(['entry', 'entryPx']) ?? null }
}

function readStarts(
  value: unknown,
  fills: readonly PerpFill[],
  problems: InputProblem[],
): Map<string, PerpStart> {
  const starts = new Map<string, PerpStart>()
  if (!isObject(value)) return starts
  if (value.position !== undefined || value.szi !== undefined) {
    const start = readStart(value, problems)
    const coins = new Set(fills.map(({ coin }) => coin))
    // One start speaks of one coin; others then begin where their first fill says.
    const [coin] = coins
    if (coin !== undefined && (coins.size === 1 || value.coin === undefined))
      starts.set(coin, start)
    if (typeof value.coin === 'string') starts.set(value.coin, start)
    return starts
  }
  for (const [coin, start] of Object.entries(value)) {
    if (isObject(start)) starts.set(coin, readStart(start, problems))
  }
  return starts
}

function findOwner(object: JsonObject): string | null {
  const { rules } = object
  for (const place of [object, isObject(rules) ? rules : {}]) {
    for (const name of ['address', 'user', 'owner', 'account', 'ownAddress', 'wallet']) {
      const value = place[name]
      if (typeof value === 'string' && value !== '') return value.toLowerCase()
    }
  }
  return null
}

/** Fills in the venue's shape with funding beside them. */
export function readPerpHistory(
  object: JsonObject,
  rows: readonly JsonObject[],
  currency: string,
  problems: InputProblem[],
): PerpHistory {
  const owner = findOwner(object)
  const isFunding = (row: JsonObject): boolean =>
    row.type === 'funding' || (isObject(row.delta) && row.delta.type === 'funding')
  const fills = rows.flatMap((row, index) =>
    isFunding(row) ? [] : [readFill(new FieldReader(row, index + 1, problems), currency, owner)],
  )
  const { funding } = object
  const listed = Array.isArray(funding) ? funding : []
  if (funding !== undefined && funding !== null && !Array.isArray(funding)) {
    problems.push({
      row: 0,
      field: 'funding',
      value: JSON.stringify(funding),
      expected: 'a list of payments',
    })
  }
  const payments = [...listed, ...rows.filter(isFunding)].flatMap((row: unknown, index) => {
    if (isObject(row)) return [readFunding(row, index, problems)]
    const value = JSON.stringify(row) ?? 'nothing'
    problems.push({ row: index + 1, field: 'funding', value, expected: 'an object' })
    return []
  })
  return {
    currency,
    owner,
    fills,
    funding: payments,
    starts: readStarts(object.start, fills, problems),
  }
}
