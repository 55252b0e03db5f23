import { WebSocket } from 'ws'
import type { z } from 'zod'
import type { MarketListing } from '#core/matching/venue-state.ts'
import type { Price } from '#core/money/amount.ts'
import { roundToTick, tickSize } from '#core/money/tick.ts'
import type { Clock, Timer } from '../../runtime/clock.ts'
import type { CoinProfile } from '../feeds/coin-profile.ts'
import { listingOf, SYNTHETIC_COINS } from '../feeds/coin-profile.ts'
import type { Feed } from '../feeds/feed.ts'
import type { VenueMeta } from './live-messages.ts'
import {
  bookSchema,
  candleSchema,
  candlesSchema,
  contextSchema,
  frameSchema,
  metaSchema,
} from './live-messages.ts'
import { flatCandle, LivePrices } from './live-prices.ts'

/** The venue's public side: market data for everybody, no key, no account. */
export const LIVE_ADDRESS = {
  httpUrl: 'https://api.hyperliquid.xyz',
  wsUrl: 'wss://api.hyperliquid.xyz/ws',
} as const

const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const QUARTER_MS = 15 * MINUTE_MS
/** Enough for the strategies' warm-up; of 8 coins 1,000 of the 1,200 units of weight a minute. */
const HOURS_ASKED = 2_400
const QUARTERS_ASKED = 900
const MINUTES_ASKED = 300
const ANSWER_MS_MAX = 5_000
const FIRST_PRICE_MS_MAX = 5_000
/** The venue closes what is silent for a minute. */
const PING_MS = 20_000
const SILENCE_MS_MAX = 45_000
const RETRY_MS_MIN = 1_000
const RETRY_MS_MAX = 30_000

export interface LiveSourceOptions {
  readonly clock: Clock
  readonly address?: { readonly httpUrl: string; readonly wsUrl: string }
  /** Defaults to the eight of the invented prices. */
  readonly coins?: readonly CoinProfile[]
  /** Candles of 1h that are read at the start; default 100 days. */
  readonly historyHours?: number
  readonly log: (sentence: string) => void
}

/** Live prices as a feed of the paper exchange. */
export interface LiveFeed extends Feed {
  close(): void
}

/**
 * Reads the public prices of the real venue: instruments and candles once, then its public stream.
 * It sends nothing but questions about markets: no address, no signature, nothing of the desk.
 * Rejects with one sentence when the venue cannot be reached or says what cannot be read.
 */
export async function startLiveFeed(options: LiveSourceOptions): Promise<LiveFeed> {
  const source = new LiveSource(options)
  try {
    await source.start()
  } catch (cause) {
    source.close()
    throw cause
  }
  return source.feed()
}

class LiveSource {
  readonly #options: LiveSourceOptions
  readonly #address: NonNullable<LiveSourceOptions['address']>
  readonly #profiles: readonly CoinProfile[]
  readonly #coins: readonly string[]
  readonly #prices: LivePrices
  #listings: readonly MarketListing[] = []
  #socket: WebSocket | null = null
  #timer: Timer | null = null
  #beat: Timer | null = null
  #retryMs = RETRY_MS_MIN
  #heardMs = 0
  #isClosed = false
  #onPrice: () => void = () => undefined

  constructor(options: LiveSourceOptions) {
    this.#options = options
    this.#address = options.address ?? LIVE_ADDRESS
    this.#profiles = options.coins ?? SYNTHETIC_COINS
    this.#coins = this.#profiles.map(({ coin }) => coin)
    this.#prices = new LivePrices(this.#coins.length)
  }

  async start(): Promise<void> {
    this.#listings = listingsOf(this.#profiles, await this.#ask({ type: 'meta' }, metaSchema))
    await Promise.all(this.#coins.map((coin) => this.#loadHistory(coin)))
    await this.#connectFirst()
  }

  feed(): LiveFeed {
    const prices = this.#prices
    const nowMs = (): number => this.#options.clock.wallMs()
    return {
      id: `live:${this.#coins.join(',')}`,
      listings: this.#listings,
      intervalMs: SECOND_MS,
      tickMs: SECOND_MS,
      firstMs: prices.firstMs,
      endMs: null,
      gaps: [],
      isLive: true,
      candles: prices,
      candleAt: (asset, openMs) => {
        const price = prices.priceAt(asset, openMs, nowMs())
        return price === null ? null : flatCandle(openMs, price)
      },
      priceStep: (asset) => this.#stepOf(asset),
      fundingRate: (asset) => prices.funding(asset),
      reference: (asset, timeMs) => prices.referenceAt(asset, timeMs, nowMs()),
      isSilent: (asset) => prices.isSilent(nowMs(), asset),
      sentence: () =>
        prices.isSilent(nowMs())
          ? 'The live prices have stopped; trying to reach the venue again. Until then no market order fills, an exit neither; stops and limits wait for the next price.'
          : 'Live prices of the venue, once a second; money and orders are paper.',
      close: () => this.close(),
    }
  }

  close(): void {
    this.#isClosed = true
    this.#timer?.cancel()
    this.#beat?.cancel()
    this.#socket?.terminate()
  }

  #stepOf(asset: number): Price {
    const sizeDecimals = this.#listings[asset]?.sizeDecimals ?? 0
    const newest = this.#prices.newest(asset)
    return newest === null ? (1n as Price) : tickSize(newest, sizeDecimals)
  }

  async #loadHistory(coin: string): Promise<void> {
    const nowMs = this.#options.clock.wallMs()
    const asset = this.#coins.indexOf(coin)
    const { historyHours = HOURS_ASKED } = this.#options
    const ask = async (interval: string, fromMs: number) => {
      const req = { coin, interval, startTime: Math.floor(fromMs), endTime: Math.floor(nowMs) }
      const rows = await this.#ask({ type: 'candleSnapshot', req }, candlesSchema)
      return rows.map(({ candle }) => candle)
    }
    const [hours, quarters, minutes] = await Promise.all([
      ask('1h', nowMs - historyHours * HOUR_MS),
      ask('15m', nowMs - Math.min(QUARTERS_ASKED, historyHours * 4) * QUARTER_MS),
      ask('1m', nowMs - MINUTES_ASKED * MINUTE_MS),
    ])
    this.#prices.takeHistory(asset, '1h', hours, nowMs)
    this.#prices.takeHistory(asset, '15m', quarters, nowMs)
    for (const candle of minutes) this.#prices.takeMinute(asset, candle)
  }

  async #ask<T>(question: object, schema: z.ZodType<T>): Promise<T> {
    const response = await fetch(new URL('/info', this.#address.httpUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(question),
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    }).catch((cause: unknown) => {
      throw new Error('The venue cannot be reached.', { cause })
    })
    if (!response.ok) throw new Error(`The venue answered with HTTP ${response.status}.`)
    const parsed = schema.safeParse(await response.json())
    if (!parsed.success) throw new Error('The venue answered what cannot be read.')
    return parsed.data
  }

  #connectFirst(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = this.#options.clock.setTimer(FIRST_PRICE_MS_MAX, () =>
        reject(new Error('The venue sends no prices.')),
      )
      this.#onPrice = () => {
        timer.cancel()
        this.#onPrice = () => undefined
        resolve()
      }
      this.#connect()
    })
  }

  #connect(): void {
    const { clock } = this.#options
    const socket = new WebSocket(this.#address.wsUrl, {
      handshakeTimeout: ANSWER_MS_MAX,
      maxPayload: 16 * 1_048_576,
      followRedirects: false,
    })
    this.#socket = socket
    socket.on('open', () => {
      this.#heardMs = clock.monotonicMs()
      for (const coin of this.#coins) {
        for (const subscription of [
          { type: 'l2Book', coin, fast: true },
          { type: 'activeAssetCtx', coin },
          { type: 'candle', coin, interval: '1m' },
        ]) {
          socket.send(JSON.stringify({ method: 'subscribe', subscription }))
        }
      }
      this.#keepAlive(socket)
    })
    socket.on('message', (data, isBinary) => {
      this.#heardMs = clock.monotonicMs()
      if (!isBinary) this.#take(String(data))
    })
    socket.on('error', (cause) => this.#options.log(`live prices: ${cause.message}`))
    socket.on('close', () => this.#lost(socket))
  }

  #keepAlive(socket: WebSocket): void {
    const { clock } = this.#options
    this.#beat?.cancel()
    this.#beat = clock.setTimer(PING_MS, () => {
      if (clock.monotonicMs() - this.#heardMs > SILENCE_MS_MAX) {
        socket.terminate()
        return
      }
      if (socket.readyState === WebSocket.OPEN) socket.send('{"method":"ping"}')
      this.#keepAlive(socket)
    })
  }

  #lost(socket: WebSocket): void {
    this.#beat?.cancel()
    if (this.#isClosed || socket !== this.#socket) return
    const waitMs = this.#retryMs
    this.#retryMs = Math.min(RETRY_MS_MAX, waitMs * 2)
    this.#timer = this.#options.clock.setTimer(waitMs, () => {
      this.#connect()
      // What passed meanwhile belongs into the candles.
      Promise.all(this.#coins.map((coin) => this.#loadHistory(coin))).catch((cause: unknown) =>
        this.#options.log(`live prices: the candles were not read again: ${String(cause)}`),
      )
    })
  }

  /** What cannot be read changes nothing: the price becomes old, and the desk says so. */
  #take(text: string): void {
    const frame = frameSchema.safeParse(jsonOf(text))
    if (!frame.success) return
    const { channel, data } = frame.data
    if (channel === 'l2Book') this.#takeBook(data)
    else if (channel === 'activeAssetCtx') this.#takeContext(data)
    else if (channel === 'candle') this.#takeCandle(data)
  }

  #takeBook(data: unknown): void {
    const book = bookSchema.safeParse(data)
    const asset = book.success ? this.#coins.indexOf(book.data.coin) : -1
    const mid = book.success ? book.data.mid : null
    if (asset < 0 || mid === null) return
    const sizeDecimals = this.#listings[asset]?.sizeDecimals ?? 0
    const price = roundToTick(mid, sizeDecimals, 'halfEven')
    this.#prices.takePrice(asset, price, this.#options.clock.wallMs())
    this.#retryMs = RETRY_MS_MIN
    this.#onPrice()
  }

  #takeContext(data: unknown): void {
    const context = contextSchema.safeParse(data)
    const asset = context.success ? this.#coins.indexOf(context.data.coin) : -1
    if (!context.success || asset < 0) return
    const { funding, reference } = context.data
    this.#prices.takeContext(asset, funding, reference, this.#options.clock.wallMs())
  }

  #takeCandle(data: unknown): void {
    const read = candleSchema.safeParse(data)
    const asset = read.success ? this.#coins.indexOf(read.data.coin) : -1
    if (!read.success || asset < 0 || read.data.interval !== '1m') return
    this.#prices.takeMinute(asset, read.data.candle)
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The rules of the venue for the coins that are shown; of one that it lacks, the usual ones. */
function listingsOf(
  profiles: readonly CoinProfile[],
  { universe }: VenueMeta,
): readonly MarketListing[] {
  return profiles.map((profile) => {
    const found = universe.find(({ name }) => name === profile.coin)
    const listing = listingOf(profile)
    if (!found) return listing
    const { szDecimals: sizeDecimals, maxLeverage, onlyIsolated = false } = found
    return { ...listing, sizeDecimals, maxLeverage, isIsolatedOnly: onlyIsolated }
  })
}
