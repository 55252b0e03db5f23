import { mkdirSync } from 'node:fs'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import { join } from 'node:path'
import type { FeeTier } from '#core/matching/fees.ts'
import type { Money } from '#core/money/amount.ts'
import type { Clock, Timer } from '../runtime/clock.ts'
import { Faults } from './faults.ts'
import type { MarketTime } from './feed-runner.ts'
import type { Feed } from './feeds/feed.ts'
import { gapAt } from './feeds/feed.ts'
import { createSyntheticFeed } from './feeds/synthetic-feed.ts'
import { createHttpHandler } from './http-handler.ts'
import { PAPER_MONEY, PaperVenue } from './paper-venue.ts'
import { runScheduledCancels } from './protocol/perform-action.ts'
import { RequestDesk } from './request-desk.ts'
import { SocketServer } from './socket-server.ts'

export interface PaperExchangeOptions {
  readonly clock: Clock
  /** Default: seeded synthetic prices. */
  readonly feed?: Feed
  /** Where it keeps what it must remember; without one everything ends with the process. */
  readonly dataDirectory?: string
  /** 0 (the default) takes any free one. */
  readonly port?: number
  /** Default 1. Same seed, same feed and same requests: same course. */
  readonly seed?: number
  /** Market time at the start of a recorded feed; default its beginning. */
  readonly startMs?: number
  /** Market seconds in one second of this machine; default 1. */
  readonly speed?: number
  /** Each of them gets `startMoney` unless the folder already knows it. */
  readonly fundedAddresses?: readonly string[]
  /** Dollars, default 10,000. */
  readonly startMoney?: Money
  /** Of the funded accounts, for coins whose leverage nobody has set; default the venue's 20×. */
  readonly openingLeverage?: number
  /** True: whoever signs for the first time gets `startMoney`. Default false. */
  readonly fundNewAccounts?: boolean
  readonly feeTiers?: readonly FeeTier[]
  /** The venue's limits for one machine: 1,200 weight a minute, 10 connections. Default false. */
  readonly hasIpLimits?: boolean
  /** Opens POST /faults. Default false. */
  readonly takesFaults?: boolean
}

export interface PaperExchangeStatus extends MarketTime {
  readonly url: string
  readonly feedId: string
  readonly feedFirstMs: number
  readonly feedEndMs: number | null
  readonly coins: readonly string[]
  /** One plain sentence. */
  readonly sentence: string
}

export interface PaperExchange {
  /** http://127.0.0.1:PORT */
  readonly url: string
  /** ws://127.0.0.1:PORT/ws */
  readonly wsUrl: string
  readonly port: number
  readonly venue: PaperVenue
  readonly faults: Faults
  setSpeed(speed: number): void
  setPaused(isPaused: boolean): void
  /** Jumps in recorded time; what lies before is history. */
  seek(timeMs: number): void
  marketNowMs(): number
  status(): PaperExchangeStatus
  /** Puts dollars into an account, which is opened when it is new. */
  fund(address: string, amount: Money): void
  close(): Promise<void>
}

/** How often market time moves on and market data goes out. */
const STEP_MS = 100
/** How often the place in market time is written when nothing else is. */
const REMEMBER_MS = 5_000
/** Enough for weeks with several positions, and a start that nobody has to wait long for. */
const CATCH_UP_STEPS_MAX = 20

/** Starts the paper exchange on 127.0.0.1. Throws when the port or the data folder cannot be used. */
export async function startPaperExchange(options: PaperExchangeOptions): Promise<PaperExchange> {
  const venue = createVenue(options)
  try {
    return await serve(venue, options)
  } catch (cause) {
    venue.close()
    throw cause
  }
}

async function serve(venue: PaperVenue, options: PaperExchangeOptions): Promise<PaperExchange> {
  const { clock } = options
  const desk = new RequestDesk(venue)
  const faults = new Faults({
    closeSockets: () => sockets.closeSockets(),
    setClockSkew: (ms) => {
      venue.skewMs = ms
    },
  })
  const hasIpLimits = options.hasIpLimits ?? false
  const sockets = new SocketServer({ venue, desk, faults, clock, hasIpLimits })
  let port = 0
  const takesFaults = options.takesFaults ?? false
  const server = createServer(
    createHttpHandler({ desk, faults, clock, hasIpLimits, takesFaults, port: () => port }),
  )
  sockets.attach(server, () => port)
  venue.listen((events) => sockets.tell(events))
  port = await listen(server, options.port ?? 0)
  catchUp(venue)
  fundAll(venue, options)
  const stop = keepGoing(venue, sockets, clock)
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    wsUrl: `ws://127.0.0.1:${port}/ws`,
    port,
    venue,
    faults,
    setSpeed: (speed) => venue.setSpeed(speed),
    setPaused: (isPaused) => venue.setPaused(isPaused),
    seek: (timeMs) => venue.seek(timeMs),
    marketNowMs: () => venue.time.nowMs,
    status: () => statusOf(venue, url),
    fund: (address, amount) => {
      venue.fund(address, amount)
    },
    close: async () => {
      stop()
      sockets.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      venue.close()
    },
  }
}

function createVenue(options: PaperExchangeOptions): PaperVenue {
  const { clock, dataDirectory, seed = 1 } = options
  const wallMs = clock.wallMs()
  const feed = options.feed ?? createSyntheticFeed({ seed, startMs: wallMs })
  if (dataDirectory !== undefined) mkdirSync(dataDirectory, { recursive: true })
  return new PaperVenue({
    clock,
    feed,
    archivePath:
      dataDirectory === undefined ? ':memory:' : join(dataDirectory, 'paper-exchange.sqlite'),
    seed,
    startMs: options.startMs ?? (feed.isLive ? wallMs : feed.firstMs),
    speed: options.speed ?? 1,
    fundNewAccounts: options.fundNewAccounts ? moneyOf(options) : null,
    ...(options.feeTiers ? { feeTiers: options.feeTiers } : {}),
  })
}

const moneyOf = (options: PaperExchangeOptions): Money => options.startMoney ?? PAPER_MONEY

function fundAll(venue: PaperVenue, options: PaperExchangeOptions): void {
  for (const address of options.fundedAddresses ?? []) {
    const isKnown = venue.state.accounts.has(address.toLowerCase())
    if (!isKnown) venue.fund(address, moneyOf(options))
    const account = venue.state.accounts.get(address.toLowerCase())
    if (account && options.openingLeverage) account.openingLeverage = options.openingLeverage
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'another program uses it' : cause.message
      reject(new Error(`The paper exchange cannot use port ${port}: ${why}.`, { cause }))
    })
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

/** What was missed while the desk was closed; what is left after that goes on in steps. */
function catchUp(venue: PaperVenue): void {
  for (let step = 0; step < CATCH_UP_STEPS_MAX && venue.isBehind; step += 1) venue.advance()
}

/** Moves market time on and sends what changed, until the returned function is called. */
function keepGoing(venue: PaperVenue, sockets: SocketServer, clock: Clock): () => void {
  let timer: Timer
  let lastRememberedMs = clock.monotonicMs()
  const step = (): void => {
    try {
      venue.advance()
      runScheduledCancels(venue)
      sockets.refresh()
      if (clock.monotonicMs() - lastRememberedMs >= REMEMBER_MS) {
        lastRememberedMs = clock.monotonicMs()
        venue.rememberTime()
      }
    } catch (cause) {
      venue.fail(cause)
    }
    if (venue.failure !== null) return
    timer = clock.setTimer(venue.isBehind ? 0 : STEP_MS, step)
  }
  timer = clock.setTimer(STEP_MS, step)
  return () => timer.cancel()
}

function statusOf(venue: PaperVenue, url: string): PaperExchangeStatus {
  const { feed, time } = venue
  return {
    ...time,
    url,
    feedId: feed.id,
    feedFirstMs: feed.firstMs,
    feedEndMs: feed.endMs,
    coins: feed.listings.map((listing) => listing.coin),
    sentence: sentenceOf(venue),
  }
}

function sentenceOf({ time, feed, failure }: PaperVenue): string {
  if (failure !== null) return failure
  const at = new Date(time.nowMs).toISOString()
  if (time.hasEnded) return `The recorded prices ended at ${at}.`
  if (time.isPaused) return `Paused at ${at}.`
  const gap = gapAt(feed, time.nowMs)
  if (gap) return `Nothing was recorded until ${new Date(gap.beforeMs).toISOString()}: no prices.`
  if (feed.sentence) return feed.sentence()
  return feed.isLive
    ? `Synthetic prices at ${time.speed}× speed.`
    : `Recorded prices of ${at} at ${time.speed}× speed.`
}
