import { z } from 'zod'
import { readMessagePack } from './read-message-pack.ts'

/** The venue lets an account have a thousand open orders: the kill switch cancels them in one go. */
const CANCELS_MAX = 1_000
/** Longer than any bracket and than every order cancelled at once; nothing bigger is made here. */
const MAX_BYTES = 65_536

const plainDecimal = z
  .string()
  .regex(/^(0|[1-9]\d{0,11})(\.\d{0,7}[1-9])?$/, 'is no plain decimal of at most 8 places')
const clientOrderId = z.string().regex(/^0x[0-9a-f]{32}$/, 'is no client order id')
const asset = z.number().int().min(0).max(4_294_967_295)
const orderNumber = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

const limitType = z.strictObject({
  limit: z.strictObject({ tif: z.enum(['Gtc', 'Ioc', 'Alo']) }),
})
const triggerType = z.strictObject({
  trigger: z.strictObject({
    isMarket: z.boolean(),
    triggerPx: plainDecimal,
    tpsl: z.enum(['tp', 'sl']),
  }),
})
const order = z.strictObject({
  a: asset,
  b: z.boolean(),
  p: plainDecimal,
  s: plainDecimal,
  r: z.boolean(),
  t: z.union([limitType, triggerType]),
  c: clientOrderId.optional(),
})
const orderReference = z.union([orderNumber, clientOrderId])

/** The venue's actions that this desk may sign; withdrawals and transfers are not among them. */
const actionSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('order'),
    orders: z.array(order).min(1).max(20),
    grouping: z.enum(['na', 'normalTpsl', 'positionTpsl']),
  }),
  z.strictObject({
    type: z.literal('cancel'),
    cancels: z
      .array(z.strictObject({ a: asset, o: orderNumber }))
      .min(1)
      .max(CANCELS_MAX),
    f: z.literal(true).optional(),
  }),
  z.strictObject({
    type: z.literal('cancelByCloid'),
    cancels: z
      .array(z.strictObject({ asset, cloid: clientOrderId }))
      .min(1)
      .max(CANCELS_MAX),
    f: z.literal(true).optional(),
  }),
  z.strictObject({
    type: z.literal('modify'),
    oid: orderReference,
    order,
    a: z.literal(true).optional(),
  }),
  z.strictObject({
    type: z.literal('batchModify'),
    modifies: z
      .array(z.strictObject({ oid: orderReference, order }))
      .min(1)
      .max(20),
    a: z.literal(true).optional(),
  }),
  z.strictObject({
    type: z.literal('updateLeverage'),
    asset,
    isCross: z.boolean(),
    leverage: z.number().int().min(1).max(1000),
  }),
  z.strictObject({ type: z.literal('noop') }),
])

export type DecodedAction = z.infer<typeof actionSchema>
export type DecodedOrder = z.infer<typeof order>

export type Decoding =
  | { readonly ok: true; readonly action: DecodedAction }
  | { readonly ok: false; readonly reason: string }

const refused = (reason: string): Decoding => ({ ok: false, reason })

/**
 * Reads the MessagePack of an action with a decoder of its own, refuses unknown types and fields,
 * and refuses bytes that are not the shortest spelling, which the venue would hash differently.
 */
export function decodeAction(bytes: Uint8Array): Decoding {
  if (bytes.length > MAX_BYTES) return refused(`the action is longer than ${MAX_BYTES} bytes`)
  let value: unknown
  try {
    value = readMessagePack(bytes)
  } catch (cause) {
    return refused(
      `the bytes are no MessagePack: ${cause instanceof Error ? cause.message : cause}`,
    )
  }
  const parsed = actionSchema.safeParse(value)
  if (!parsed.success) {
    return refused(`the action is not one this desk may sign: ${z.prettifyError(parsed.error)}`)
  }
  return { ok: true, action: parsed.data }
}
