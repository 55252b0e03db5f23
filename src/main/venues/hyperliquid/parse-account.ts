import { z } from 'zod'
import { asClientOrderId, asTradeId, asVenueOrderId } from '#core/model/ids.ts'
import type { Money } from '#core/money/amount.ts'
import { ZERO_MONEY } from '#core/money/amount.ts'
import { orderStatusFor } from './order-words.ts'
import {
  addressField,
  averagePriceField,
  clientOrderIdField,
  coinField,
  computedMoneyField,
  idField,
  leverageField,
  moneyField,
  priceField,
  priceOrZeroField,
  sideField,
  signedSizeField,
  sizeField,
  sizeOrZeroField,
  timeField,
  tokenSizeField,
} from './parse-fields.ts'

/** Orders, fills, funding and balances of the account, out of answers and frames alike. */
const orderIdField = idField.transform(asVenueOrderId)
const optionalClientOrderId = clientOrderIdField
  .transform(asClientOrderId)
  .nullish()
  .transform((id) => id ?? null)

export const statusField = z.string().transform((venueStatus, context) => {
  const status = orderStatusFor(venueStatus)
  if (status) return { status, venueStatus }
  context.addIssue({ code: 'custom', message: 'an order status that the desk does not know' })
  return z.NEVER
})

/** One order as order updates and order status name it. */
export const orderRowSchema = z.object({
  coin: coinField,
  side: sideField,
  limitPx: priceOrZeroField,
  sz: sizeOrZeroField,
  oid: orderIdField,
  timestamp: timeField,
  cloid: optionalClientOrderId,
})

export const orderUpdateSchema = z
  .object({ order: orderRowSchema, status: statusField, statusTimestamp: timeField })
  .transform(({ order, status, statusTimestamp }) => ({
    coin: order.coin,
    clientOrderId: order.cloid,
    venueOrderId: order.oid,
    ...status,
    tsEventMs: statusTimestamp,
  }))
export type OrderUpdate = z.output<typeof orderUpdateSchema>

export const orderStatusAnswerSchema = z.union([
  z
    .object({ status: z.literal('order'), order: orderUpdateSchema })
    .transform(({ order }) => ({ isKnown: true as const, order })),
  z.object({ status: z.literal('unknownOid') }).transform(() => ({ isKnown: false as const })),
])

const openOrderFields = orderRowSchema.extend({
  isTrigger: z.boolean(),
  triggerPx: priceOrZeroField,
  reduceOnly: z.boolean(),
})
/** A resting order with the children that wait for it. */
const openOrderSchema = openOrderFields.extend({
  children: z.array(openOrderFields).default([]),
})
/** Parents and their waiting children in one list, each once. */
export const openOrdersSchema = z.array(openOrderSchema).transform((rows) => {
  const listed = new Map<string, z.output<typeof openOrderFields>>()
  for (const { children, ...parent } of rows) {
    for (const row of [parent, ...children]) listed.set(row.oid, row)
  }
  return [...listed.values()].map((row) => ({
    clientOrderId: row.cloid,
    venueOrderId: row.oid,
    coin: row.coin,
    side: row.side,
    price: row.isTrigger ? row.triggerPx : row.limitPx,
    quantity: row.sz,
    isTrigger: row.isTrigger,
    isReduceOnly: row.reduceOnly,
    placedMs: row.timestamp,
  }))
})
export type OpenOrderRow = z.output<typeof openOrdersSchema>[number]

const liquidationSchema = z.object({ liquidatedUser: addressField.optional() })
const fillFields = z.object({
  coin: coinField,
  px: priceField,
  sz: sizeField,
  side: sideField,
  time: timeField,
  startPosition: signedSizeField,
  closedPnl: moneyField,
  oid: orderIdField,
  crossed: z.boolean(),
  fee: moneyField,
  feeToken: z.string().min(1).max(32),
  tid: idField.transform(asTradeId),
  cloid: optionalClientOrderId,
  liquidation: liquidationSchema.nullish(),
})
/**
 * Spot and builders' markets count in tokens of up to ten places and more. The desk books none of
 * their fills, and one of them must not make the others unreadable.
 */
const outsideFillFields = fillFields.extend({
  startPosition: tokenSizeField,
  closedPnl: computedMoneyField,
  fee: computedMoneyField,
})
const isOutside = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'coin' in value &&
  typeof value.coin === 'string' &&
  /[@/:]/.test(value.coin)

export const fillSchema = z
  .unknown()
  .transform((value, context) => {
    const read = (isOutside(value) ? outsideFillFields : fillFields).safeParse(value)
    if (read.success) return read.data
    for (const { message, path } of read.error.issues) {
      context.addIssue({ code: 'custom', message, path })
    }
    return z.NEVER
  })
  .transform((row) => ({
    tradeId: row.tid,
    clientOrderId: row.cloid,
    venueOrderId: row.oid,
    coin: row.coin,
    side: row.side,
    price: row.px,
    quantity: row.sz,
    startPosition: row.startPosition,
    closedPnl: row.closedPnl,
    fee: row.fee,
    feeToken: row.feeToken,
    isTaker: row.crossed,
    /** Null where no liquidation was part of it; "" where the venue does not say whose. */
    liquidatedAddress: row.liquidation ? (row.liquidation.liquidatedUser ?? '') : null,
    tsEventMs: row.time,
  }))
export type FillRow = z.output<typeof fillSchema>
export const fillsSchema = z.array(fillSchema)

export const fundingSchema = z
  .object({ time: timeField, coin: coinField, usdc: moneyField })
  .transform(({ time, coin, usdc }) => ({ coin, amount: usdc, tsEventMs: time }))
export type FundingRow = z.output<typeof fundingSchema>

/** `userFunding`: the same rows, one level deeper. */
export const fundingAnswerSchema = z
  .array(z.object({ time: timeField, delta: z.object({ coin: coinField, usdc: moneyField }) }))
  .transform((rows) =>
    rows.map(
      ({ time, delta }): FundingRow => ({
        coin: delta.coin,
        amount: delta.usdc,
        tsEventMs: time,
      }),
    ),
  )

/** Of the answer to activeAssetData: what the venue reckons the coin's margin with. */
export const assetLeverageSchema = z
  .object({ coin: coinField, leverage: z.object({ value: leverageField }) })
  .transform(({ coin, leverage }) => ({ coin, leverage: leverage.value }))

const positionSchema = z
  .object({
    coin: coinField,
    szi: signedSizeField,
    entryPx: averagePriceField.nullable(),
    leverage: z.object({ value: leverageField }),
    liquidationPx: averagePriceField.nullable(),
    unrealizedPnl: computedMoneyField,
  })
  .transform((row) => ({
    coin: row.coin,
    quantity: row.szi,
    entryPrice: row.entryPx,
    leverage: row.leverage.value,
    liquidationPrice: row.liquidationPx,
    unrealisedPnl: row.unrealizedPnl,
  }))

export const clearinghouseSchema = z
  .object({
    marginSummary: z.object({ accountValue: computedMoneyField }),
    assetPositions: z.array(z.object({ position: positionSchema })),
    time: timeField,
  })
  .transform((answer) => ({
    accountValue: answer.marginSummary.accountValue,
    positions: answer.assetPositions.map((row) => row.position),
    tsEventMs: answer.time,
  }))

const dollarsSchema = z.object({ total: moneyField })
/** The dollars on the spot side; what other tokens there are is none of the desk's business. */
export const spotDollarsSchema = z
  .object({ balances: z.array(z.looseObject({ coin: z.string().max(64) })) })
  .transform(({ balances }, context): Money => {
    const dollars = balances.find(({ coin }) => coin === 'USDC')
    if (!dollars) return ZERO_MONEY
    const read = dollarsSchema.safeParse(dollars)
    if (read.success) return read.data.total
    for (const { message, path } of read.error.issues) {
      context.addIssue({ code: 'custom', message, path: ['balances', 'USDC', ...path] })
    }
    return z.NEVER
  })

/** Actions sent and allowed so far, a count of the venue. */
export const rateLimitSchema = z
  .object({ nRequestsUsed: z.int().min(0), nRequestsCap: z.int().min(0) })
  .transform((answer) => ({ used: answer.nRequestsUsed, cap: answer.nRequestsCap }))

export const abstractionSchema = z.enum([
  'unifiedAccount',
  'portfolioMargin',
  'disabled',
  'default',
  'dexAbstraction',
])

export const userRoleSchema = z.discriminatedUnion('role', [
  z.object({ role: z.literal('missing') }),
  z.object({ role: z.literal('user') }),
  z.object({ role: z.literal('vault') }),
  z.object({ role: z.literal('agent'), data: z.object({ user: addressField }) }),
  z.object({ role: z.literal('subAccount'), data: z.object({ master: addressField }) }),
])
