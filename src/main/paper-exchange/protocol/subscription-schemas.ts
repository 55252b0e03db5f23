import { z } from 'zod'
import { CANDLE_INTERVALS } from '../feeds/candle-interval.ts'
import { bookFigures } from './book-figures.ts'
import { addressSchema } from './wire-schemas.ts'

const user = addressSchema
const dex = z.string().nullish()
const coin = z.string()
const of = <Type extends string>(type: Type) => ({ type: z.literal(type) })

/** What a WebSocket client may subscribe to. */
export const subscriptionSchema = z.discriminatedUnion('type', [
  z.object({ ...of('allMids'), dex }),
  z.object({
    ...of('l2Book'),
    coin,
    ...bookFigures,
  }),
  z.object({ ...of('bbo'), coin }),
  z.object({ ...of('trades'), coin }),
  z.object({ ...of('candle'), coin, interval: z.enum(CANDLE_INTERVALS) }),
  z.object({ ...of('activeAssetCtx'), coin }),
  z.object({ ...of('activeAssetData'), user, coin }),
  z.object({ ...of('orderUpdates'), user }),
  z.object({ ...of('userFills'), user, aggregateByTime: z.boolean().nullish() }),
  z.object({ ...of('userFundings'), user }),
  z.object({ ...of('userEvents'), user }),
  z.object({ ...of('userNonFundingLedgerUpdates'), user }),
  z.object({ ...of('openOrders'), user, dex }),
  z.object({ ...of('clearinghouseState'), user, dex }),
  z.object({ ...of('spotState'), user }),
  z.object({ ...of('webData3'), user }),
  z.object({ ...of('notification'), user }),
])
export type Subscription = z.infer<typeof subscriptionSchema>

/** A WebSocket request; posts carry the same bodies as HTTP. */
export const socketRequestSchema = z.discriminatedUnion('method', [
  z.object({ method: z.literal('ping') }),
  z.object({ method: z.literal('subscribe'), subscription: subscriptionSchema }),
  z.object({ method: z.literal('unsubscribe'), subscription: subscriptionSchema }),
  z.object({
    method: z.literal('post'),
    id: z.number().int().nonnegative(),
    request: z.object({ type: z.enum(['info', 'action']), payload: z.unknown() }),
  }),
])
export type SocketRequest = z.infer<typeof socketRequestSchema>

/** The channel on which a subscription's messages come: its type, but for one. */
export const channelOf = (subscription: Subscription): string =>
  subscription.type === 'userEvents' ? 'user' : subscription.type

/** One text for one subscription, whatever the order of its fields. */
export function subscriptionKey(subscription: Subscription): string {
  const fields = Object.entries(subscription)
    .filter(([, value]) => value !== undefined && value !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(fields)
}
