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

/** Time is not needed for the totals, so a bare list of amounts is a list of payments. */
function readFunding(row: JsonObject, index: number, problems: InputProblem[]): FundingPayment {
  const { delta } = row
  const reader = new FieldReader(isObject(delta) ? { ...row, ...delta } : row, index + 1, problems)
  const positionSize = reader.optionalAmount(['szi', 'positionSize'])
  const rate = reader.optionalAmount(['fundingRate', 'rate'])
  const transactionHash = reader.optionalText('hash')
  const times = ['time', 'timestamp'] as const
  return {
    id: reader.text('id', `funding-${index + 1}`),
    coin: reader.text('coin', ''),
    tsMs: reader.find(times) === null ? 0 : reader.instant(times).tsMs,
    amount: reader.amount(['usdc', 'amount', 'payment', 'funding', 'value']),
    ...(positionSize === undefined ? {} : { positionSize }),
    ...(rate === undefined ? {} : { rate }),
    ...(transactionHash === undefined ? {} : { transactionHash }),
  }
}

function asFundingRow(row: unknown): JsonObject | null {
  if (isObject(row)) return row
  return typeof row === 'string' || typeof row === 'number' ? { amount: row } : null
}

/** An entry that is missing or said to be unknown is null. */
function readStart(value: JsonObject, problems: InputProblem[]): PerpStart {
  const reader = new FieldReader(value, 0, problems)
  const position = reader.amount(['position', 'szi'], '0')
  const names = ['entry', 'entryPx'] as const
  const entry = reader.find(names)?.value
  const isUnknown = typeof entry === 'string' && /^(unknown|n\/a|\?)?$/i.test(entry)
  return { position, entry: isUnknown ? null : (reader.optionalAmount(names) ?? null) }
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

const OWNER_NAMES = [
  'address',
  'user',
  'owner',
  'account',
  'ownAddress',
  'ownUser',
  'wallet',
  'self',
]

/** The account's address: under one of its usual names, or the only address the file has on top. */
function findOwner(object: JsonObject): string | null {
  const { rules, start } = object
  for (const place of [object, isObject(rules) ? rules : {}, isObject(start) ? start : {}]) {
    for (const name of OWNER_NAMES) {
      const value = place[name]
      if (typeof value === 'string' && value !== '') return value.toLowerCase()
    }
  }
  const addresses = Object.values(object).filter(
    (value): value is string => typeof value === 'string' && /^0x\w+$/.test(value),
  )
  return addresses.length === 1 ? (addresses[0] as string).toLowerCase() : null
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
    const payment = asFundingRow(row)
    if (payment !== null) return [readFunding(payment, index, problems)]
    const value = JSON.stringify(row) ?? 'nothing'
    problems.push({ row: index + 1, field: 'funding', value, expected: 'a payment' })
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
