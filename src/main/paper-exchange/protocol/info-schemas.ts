import { z } from 'zod'
import { CANDLE_INTERVALS } from '../feeds/candle-interval.ts'
import { bookFigures } from './book-figures.ts'
import { addressSchema, cloidSchema } from './wire-schemas.ts'

const user = addressSchema
const time = z.number().int().nonnegative()
const dex = z.string().nullish()
const of = <Type extends string>(type: Type) => ({ type: z.literal(type) })

/** The questions that POST /info and WebSocket posts may ask. */
export const infoSchema = z.discriminatedUnion('type', [
  z.object({ ...of('meta'), dex }),
  z.object({ ...of('allPerpMetas') }),
  z.object({ ...of('metaAndAssetCtxs'), dex }),
  z.object({ ...of('spotMeta') }),
  z.object({ ...of('spotMetaAndAssetCtxs') }),
  z.object({ ...of('perpDexs') }),
  z.object({ ...of('allMids'), dex }),
  z.object({
    ...of('l2Book'),
    coin: z.string(),
    ...bookFigures,
  }),
  z.object({ ...of('recentTrades'), coin: z.string() }),
  z.object({
    ...of('candleSnapshot'),
    req: z.object({
      coin: z.string(),
      interval: z.enum(CANDLE_INTERVALS),
      startTime: time,
      endTime: time.nullish(),
    }),
  }),
  z.object({ ...of('fundingHistory'), coin: z.string(), startTime: time, endTime: time.nullish() }),
  z.object({ ...of('predictedFundings') }),
  z.object({ ...of('exchangeStatus') }),
  z.object({ ...of('clearinghouseState'), user, dex }),
  z.object({ ...of('spotClearinghouseState'), user }),
  z.object({ ...of('activeAssetData'), user, coin: z.string() }),
  z.object({ ...of('openOrders'), user, dex }),
  z.object({ ...of('frontendOpenOrders'), user, dex }),
  z.object({ ...of('orderStatus'), user, oid: z.union([z.number().int(), cloidSchema]) }),
  z.object({ ...of('historicalOrders'), user }),
  z.object({ ...of('userFills'), user, aggregateByTime: z.boolean().nullish() }),
  z.object({
    ...of('userFillsByTime'),
    user,
    startTime: time,
    endTime: time.nullish(),
    aggregateByTime: z.boolean().nullish(),
    reversed: z.boolean().nullish(),
  }),
  z.object({ ...of('userFunding'), user, startTime: time.nullish(), endTime: time.nullish() }),
  z.object({
    ...of('userNonFundingLedgerUpdates'),
    user,
    startTime: time.nullish(),
    endTime: time.nullish(),
  }),
  z.object({ ...of('userRateLimit'), user }),
  z.object({ ...of('userFees'), user }),
  z.object({ ...of('userRole'), user }),
  z.object({ ...of('userAbstraction'), user }),
  z.object({ ...of('userDexAbstraction'), user }),
  z.object({ ...of('extraAgents'), user }),
  z.object({ ...of('subAccounts'), user }),
  z.object({ ...of('maxBuilderFee'), user, builder: addressSchema }),
  z.object({ ...of('referral'), user }),
  z.object({ ...of('userTwapSliceFills'), user }),
  z.object({ ...of('userVaultEquities'), user }),
])
export type InfoRequest = z.infer<typeof infoSchema>

/** What the venue counts a question against an address's 1,200 a minute. */
export function infoWeight(type: string): number {
  const light = [
    'l2Book',
    'allMids',
    'clearinghouseState',
    'orderStatus',
    'spotClearinghouseState',
    'exchangeStatus',
  ]
  if (light.includes(type)) return 2
  return type === 'userRole' ? 60 : 20
}

/** What a long answer costs on top: one for 20 rows, for candles one for 60. */
export function infoRowWeight(type: string, answer: unknown): number {
  const rows = Array.isArray(answer) ? answer.length : 0
  if (type === 'candleSnapshot') return Math.floor(rows / 60)
  return LONG_ANSWERS.has(type) ? Math.floor(rows / 20) : 0
}

const LONG_ANSWERS = new Set([
  'recentTrades',
  'historicalOrders',
  'userFills',
  'userFillsByTime',
  'fundingHistory',
  'userFunding',
  'userNonFundingLedgerUpdates',
])
