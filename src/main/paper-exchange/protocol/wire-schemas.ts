import { z } from 'zod'

/** 0x and 40 hex digits, given back in lower case. */
export const addressSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((text) => text.toLowerCase())

export const cloidSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{32}$/)
  .transform((text) => text.toLowerCase())

/** As the venue writes a number before it hashes an action: "19000.0" is "19000". */
function plainDecimal(text: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text
  const plain = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  return plain.replace(/^(-?)0+(?=\d)/, '$1')
}

const unsigned = z.number().int().nonnegative()
/** The venue takes numbers only as text; what the text says is checked with the order. */
const decimalText = z.string().max(64).transform(plainDecimal)
const hexWord = z.string().regex(/^0x[0-9a-fA-F]{1,64}$/)

export const signatureSchema = z.object({
  r: hexWord,
  s: hexWord,
  v: z.union([z.literal(27), z.literal(28), z.literal(0), z.literal(1)]),
})

/** The outside of every request to /exchange. */
export const exchangeBodySchema = z.object({
  action: z.looseObject({ type: z.string() }),
  nonce: unsigned,
  signature: signatureSchema,
  vaultAddress: addressSchema.nullish(),
  expiresAfter: unsigned.nullish(),
})

const tpslSchema = z.enum(['tp', 'sl'])

export const orderWireSchema = z.object({
  a: unsigned,
  b: z.boolean(),
  p: decimalText,
  s: decimalText,
  r: z.boolean(),
  t: z.union([
    z.object({ limit: z.object({ tif: z.enum(['Gtc', 'Ioc', 'Alo', 'FrontendMarket']) }) }),
    z.object({
      trigger: z.object({ isMarket: z.boolean(), triggerPx: decimalText, tpsl: tpslSchema }),
    }),
  ]),
  c: cloidSchema.nullish(),
})
export type OrderWire = z.infer<typeof orderWireSchema>

const builderSchema = z.object({ b: addressSchema, f: unsigned }).nullish()
/** Flags that must be absent when they are not set. */
const trueOnly = z.literal(true).optional()
const orderIdSchema = z.union([unsigned, cloidSchema])

const dollarsTo = {
  signatureChainId: z.string(),
  hyperliquidChain: z.enum(['Mainnet', 'Testnet']),
  destination: addressSchema,
  amount: decimalText,
  time: unsigned,
}

/** The actions that the paper exchange carries out, one schema each. */
export const actionSchemas = {
  order: z.object({
    type: z.literal('order'),
    orders: z.array(orderWireSchema).max(1000),
    grouping: z.union([z.enum(['na', 'normalTpsl', 'positionTpsl']), z.object({ p: unsigned })]),
    builder: builderSchema,
  }),
  cancel: z.object({
    type: z.literal('cancel'),
    cancels: z.array(z.object({ a: unsigned, o: unsigned })).max(1000),
    f: trueOnly,
  }),
  cancelByCloid: z.object({
    type: z.literal('cancelByCloid'),
    cancels: z.array(z.object({ asset: unsigned, cloid: cloidSchema })).max(1000),
    f: trueOnly,
  }),
  modify: z.object({
    type: z.literal('modify'),
    oid: orderIdSchema,
    order: orderWireSchema,
    a: trueOnly,
  }),
  batchModify: z.object({
    type: z.literal('batchModify'),
    modifies: z.array(z.object({ oid: orderIdSchema, order: orderWireSchema })).max(1000),
    a: trueOnly,
  }),
  updateLeverage: z.object({
    type: z.literal('updateLeverage'),
    asset: unsigned,
    isCross: z.boolean(),
    leverage: unsigned,
  }),
  updateIsolatedMargin: z.object({
    type: z.literal('updateIsolatedMargin'),
    asset: unsigned,
    isBuy: z.boolean(),
    ntli: z.number().int(),
  }),
  scheduleCancel: z.object({ type: z.literal('scheduleCancel'), time: unsigned.nullish() }),
  noop: z.object({ type: z.literal('noop') }),
  setReferrer: z.object({ type: z.literal('setReferrer'), code: z.string() }),
  approveAgent: z.object({
    type: z.literal('approveAgent'),
    signatureChainId: z.string(),
    hyperliquidChain: z.enum(['Mainnet', 'Testnet']),
    agentAddress: addressSchema,
    agentName: z.string().nullish(),
    nonce: unsigned,
  }),
  usdClassTransfer: z.object({
    type: z.literal('usdClassTransfer'),
    signatureChainId: z.string(),
    hyperliquidChain: z.enum(['Mainnet', 'Testnet']),
    amount: decimalText,
    toPerp: z.boolean(),
    nonce: unsigned,
  }),
  withdraw3: z.object({ type: z.literal('withdraw3'), ...dollarsTo }),
  usdSend: z.object({ type: z.literal('usdSend'), ...dollarsTo }),
  approveBuilderFee: z.object({
    type: z.literal('approveBuilderFee'),
    signatureChainId: z.string(),
    hyperliquidChain: z.enum(['Mainnet', 'Testnet']),
    maxFeeRate: z.string(),
    builder: addressSchema,
    nonce: unsigned,
  }),
}

export type ActionType = keyof typeof actionSchemas
export type Action = { [Type in ActionType]: z.infer<(typeof actionSchemas)[Type]> }[ActionType]

/** Null where the action is unknown or of another shape. */
export function parseAction(value: { readonly type: string }): Action | null {
  if (!Object.hasOwn(actionSchemas, value.type)) return null
  const parsed = actionSchemas[value.type as ActionType].safeParse(value)
  return parsed.success ? parsed.data : null
}

/**
 * The action as the venue hashes it: its own order of keys (that of the schemas here), plain numbers,
 * lower case, and nothing that is not set. Whoever signed another form signed another action.
 */
export const hashedForm = (action: Action): Record<string, unknown> =>
  withoutNulls(action) as Record<string, unknown>

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, field]) => field !== null && field !== undefined)
  return Object.fromEntries(entries.map(([name, field]) => [name, withoutNulls(field)]))
}
