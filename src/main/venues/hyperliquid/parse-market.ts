import { z } from 'zod'
import type { Instrument } from '#core/model/instrument.ts'
import {
  candlePriceField,
  candleVolumeField,
  coinField,
  leverageField,
  priceField,
  sizeField,
  timeField,
} from './parse-fields.ts'

/** Prices, candles and the list of instruments, out of answers and frames alike. */
export const metaSchema = z
  .object({
    universe: z
      .array(
        z.object({
          name: coinField,
          szDecimals: z.int().min(0).max(8),
          maxLeverage: leverageField,
          isDelisted: z.boolean().optional(),
        }),
      )
      .min(1),
  })
  .transform(({ universe }) =>
    universe.map(
      (row, index): Instrument => ({
        coin: row.name,
        assetId: index,
        sizeDecimals: row.szDecimals,
        maxLeverage: row.maxLeverage,
        isDelisted: row.isDelisted ?? false,
      }),
    ),
  )

const levelSchema = z.object({ px: priceField, sz: sizeField })
/** The best price of one side, null where it is empty; the levels behind it are not used. */
const sideSchema = z.array(z.unknown()).transform((levels, context) => {
  if (levels.length === 0) return null
  const best = levelSchema.safeParse(levels[0])
  if (best.success) return best.data.px
  for (const { message } of best.error.issues) context.addIssue({ code: 'custom', message })
  return z.NEVER
})

/** The best prices of a book; null on a side that is empty. A crossed book is refused. */
export const bookSchema = z
  .object({ coin: coinField, time: timeField, levels: z.tuple([sideSchema, sideSchema]) })
  .transform(({ coin, time, levels: [bid, ask] }, context) => {
    if (bid !== null && ask !== null && bid >= ask) {
      context.addIssue({ code: 'custom', message: 'the best bid is not below the best ask' })
      return z.NEVER
    }
    return { coin, bid, ask, tsEventMs: time }
  })
export type Book = z.output<typeof bookSchema>

export const assetContextSchema = z
  .object({ coin: coinField, ctx: z.object({ markPx: priceField }) })
  .transform(({ coin, ctx }) => ({ coin, mark: ctx.markPx }))

export const candleSchema = z
  .object({
    t: timeField,
    T: timeField,
    s: coinField,
    i: z.string().max(4),
    o: candlePriceField,
    h: candlePriceField,
    l: candlePriceField,
    c: candlePriceField,
    v: candleVolumeField,
  })
  .transform((row, context) => {
    const isOrdered = row.l <= Math.min(row.o, row.c) && row.h >= Math.max(row.o, row.c)
    if (!isOrdered || row.T < row.t) {
      context.addIssue({ code: 'custom', message: 'open or close lies outside low and high' })
      return z.NEVER
    }
    return {
      coin: row.s,
      interval: row.i,
      bar: {
        openTimeMs: row.t,
        open: row.o,
        high: row.h,
        low: row.l,
        close: row.c,
        volume: row.v,
      },
    }
  })
export type CandleRow = z.output<typeof candleSchema>
export const candlesSchema = z.array(candleSchema)
