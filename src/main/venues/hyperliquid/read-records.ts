import { z } from 'zod'
import type { FillRecord, FundingRecord } from '../../records/record-types.ts'
import type { InfoClient } from './info-client.ts'

/** Exactly what the venue writes: records are for ever and are not rounded on the way in. */
const decimal = z.string().regex(/^-?\d{1,30}(\.\d{1,30})?$/, 'a decimal')
const optionalText = z.string().max(128).nullish()

const fillSchema = z.object({
  coin: z.string().min(1).max(64),
  px: decimal,
  sz: decimal,
  side: z.enum(['A', 'B']),
  time: z.int().positive(),
  startPosition: decimal,
  dir: z.string().max(64),
  closedPnl: decimal,
  hash: optionalText,
  oid: z.int().nonnegative(),
  fee: decimal,
  tid: z.int().nonnegative(),
  feeToken: z.string().min(1).max(64),
  cloid: optionalText,
  liquidation: z.object({ liquidatedUser: z.string().max(64).optional() }).nullish(),
})
type VenueFill = z.output<typeof fillSchema>

const fundingSchema = z.object({
  time: z.int().positive(),
  hash: optionalText,
  delta: z.object({
    coin: z.string().min(1).max(64),
    usdc: decimal,
    szi: decimal.nullish(),
    fundingRate: decimal.nullish(),
  }),
})

const spotSchema = z.object({
  tokens: z.array(z.object({ name: z.string().max(64), index: z.int() })),
  universe: z.array(z.object({ name: z.string().max(64), tokens: z.array(z.int()) })),
})

const isSpotName = (coin: string): boolean => coin.startsWith('@') || coin.includes('/')

/** Reads the account's own history as records, a page at a time, oldest first. */
export class RecordReader {
  readonly #info: InfoClient
  readonly #account: string
  #spotNames: ReadonlyMap<string, string> | null = null

  constructor(info: InfoClient, accountAddress: string) {
    this.#info = info
    this.#account = accountAddress.toLowerCase()
  }

  /** Throws VenueReadError. */
  async fills(fromMs: number): Promise<readonly FillRecord[]> {
    const request = { type: 'userFillsByTime', user: this.#account, startTime: Math.max(1, fromMs) }
    const rows = await this.#info.ask(request, z.array(fillSchema))
    const names = rows.some(({ coin }) => coin.startsWith('@')) ? await this.#names() : new Map()
    return rows.map((row) => this.#toFill(row, names))
  }

  /** Throws VenueReadError. */
  async funding(fromMs: number): Promise<readonly FundingRecord[]> {
    const request = { type: 'userFunding', user: this.#account, startTime: Math.max(1, fromMs) }
    const rows = await this.#info.ask(request, z.array(fundingSchema))
    return rows.map(({ time, hash, delta }) => ({
      account: this.#account,
      coin: delta.coin,
      tsMs: time,
      amount: delta.usdc,
      size: delta.szi ?? null,
      rate: delta.fundingRate ?? null,
      hash: hash ?? null,
    }))
  }

  #toFill(row: VenueFill, names: ReadonlyMap<string, string>): FillRecord {
    const isSpot = isSpotName(row.coin)
    const { liquidation } = row
    // Where the venue does not say whose liquidation it was, the owner's own is assumed.
    const liquidated = liquidation ? (liquidation.liquidatedUser ?? this.#account) : null
    return {
      account: this.#account,
      // Dust conversions all have the number 0: their hash tells them apart.
      tradeId: row.tid === 0 ? `0-${row.hash ?? row.time}-${row.coin}` : String(row.tid),
      coin: names.get(row.coin) ?? row.coin,
      market: isSpot ? 'spot' : 'perp',
      side: row.side === 'B' ? 'buy' : 'sell',
      price: row.px,
      size: row.sz,
      fee: row.fee,
      feeToken: row.feeToken,
      startPosition: isSpot ? null : row.startPosition,
      direction: row.dir,
      closedPnl: row.closedPnl,
      liquidatedUser: liquidated?.toLowerCase() ?? null,
      venueOrderId: String(row.oid),
      clientOrderId: row.cloid ?? null,
      hash: row.hash ?? null,
      tsMs: row.time,
    }
  }

  /** "@107" is "HYPE/USDC"; asked once. */
  async #names(): Promise<ReadonlyMap<string, string>> {
    if (this.#spotNames !== null) return this.#spotNames
    const { tokens, universe } = await this.#info.ask({ type: 'spotMeta' }, spotSchema)
    const tokenNames = new Map(tokens.map(({ index, name }) => [index, name]))
    const names = universe.map(
      (pair) =>
        [pair.name, pair.tokens.map((token) => tokenNames.get(token) ?? '?').join('/')] as const,
    )
    this.#spotNames = new Map(names)
    return this.#spotNames
  }
}
