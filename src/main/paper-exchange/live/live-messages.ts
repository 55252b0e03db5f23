import { z } from 'zod'
import type { Price, Ratio } from '#core/money/amount.ts'
import { asPrice, asRatio } from '#core/money/amount.ts'
import { parsePrice, parseQuantity, parseRatio } from '#core/money/decimal.ts'
import type { FeedCandle, ReferencePrices } from '../feeds/feed.ts'

const PLAIN_DECIMAL = /^\d{1,12}(\.\d{1,8})?$/
const positive = z.string().regex(PLAIN_DECIMAL)
const price = positive.transform((text) => parsePrice(text)).refine((value) => value > 0n)
const timeMs = z.int().min(0)
const name = z.string().min(1).max(32)

const level = z.object({ px: price })

/** The middle between the best prices; null while a side is empty. */
export const bookSchema = z
  .object({ coin: name, levels: z.tuple([z.array(level), z.array(level)]) })
  .transform(({ coin, levels: [bids, asks] }) => {
    const [bid, ask] = [bids[0]?.px, asks[0]?.px]
    const mid: Price | null = bid && ask && bid <= ask ? asPrice((bid + ask) / 2n) : null
    return { coin, mid }
  })

const RATE = /^-?\d{1,3}(\.\d{1,12})?$/

/** Per hour; more decimals than are kept are cut. */
const funding = z
  .string()
  .regex(RATE)
  .transform((text): Ratio => {
    const [whole = '0', decimals = ''] = text.replace('-', '').split('.')
    const rate = parseRatio(`${whole}.${decimals.slice(0, 8).padEnd(1, '0')}`)
    return text.startsWith('-') ? asRatio(-rate) : rate
  })

export const contextSchema = z
  .object({ coin: name, ctx: z.object({ funding, markPx: price, oraclePx: price }) })
  .transform(({ coin, ctx }) => ({
    coin,
    funding: ctx.funding,
    reference: { mark: ctx.markPx, oracle: ctx.oraclePx } satisfies ReferencePrices,
  }))

const candle = z
  .object({ t: timeMs, s: name, i: name, o: price, h: price, l: price, c: price, v: positive })
  .refine(({ o, h, l, c }) => l <= o && l <= c && h >= o && h >= c)
  .transform(({ t, s, i, o, h, l, c, v }) => ({
    coin: s,
    interval: i,
    candle: {
      openMs: t,
      open: o,
      high: h,
      low: l,
      close: c,
      volume: parseQuantity(v),
    } satisfies FeedCandle,
  }))

export const candleSchema = candle
export const candlesSchema = z.array(candle)

export const metaSchema = z.object({
  universe: z.array(
    z.object({
      name,
      szDecimals: z.int().min(0).max(8),
      maxLeverage: z.int().min(1).max(1000),
      onlyIsolated: z.boolean().optional(),
      isDelisted: z.boolean().optional(),
    }),
  ),
})
export type VenueMeta = z.infer<typeof metaSchema>

export const frameSchema = z.object({ channel: z.string(), data: z.unknown() })
