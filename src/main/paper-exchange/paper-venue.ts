import type { MarketTick } from '#core/matching/apply-tick.ts'
import { applyTick, skipFunding } from '#core/matching/apply-tick.ts'
import type { FeeTier } from '#core/matching/fees.ts'
import { DEFAULT_FEE_TIERS } from '#core/matching/fees.ts'
import type { MatchingEvent } from '#core/matching/matching-event.ts'
import { unifyAccount } from '#core/matching/transfer-dollars.ts'
import type { VenueAccount, VenueState } from '#core/matching/venue-state.ts'
import { createVenueState, deposit } from '#core/matching/venue-state.ts'
import type { Money } from '#core/money/amount.ts'
import { asMoney, asPrice } from '#core/money/amount.ts'
import type { Clock } from '../runtime/clock.ts'
import { restoreAccount, toAccountRecord } from './account-record.ts'
import { Archive } from './archive.ts'
import type { MarketTime } from './feed-runner.ts'
import { FeedRunner } from './feed-runner.ts'
import type { CandleSource } from './feeds/candle-source.ts'
import type { Feed } from './feeds/feed.ts'
import { FeedCandles, pathAt } from './feeds/feed-candles.ts'
import type { Signer } from './signers.ts'
import { SignerBook } from './signers.ts'

export interface PaperVenueOptions {
  readonly clock: Clock
  readonly feed: Feed
  /** A file, or ":memory:". */
  readonly archivePath: string
  readonly seed: number
  /** Where market time begins when the archive does not know better. */
  readonly startMs: number
  readonly speed: number
  readonly feeTiers?: readonly FeeTier[]
  /** Money for every address that is met for the first time; null: strangers are refused. */
  readonly fundNewAccounts: Money | null
}

/** What changed, told after it was written. */
export type VenueListener = (events: readonly MatchingEvent[], time: MarketTime) => void

/** What one change touched beside what its events say. */
export interface Change {
  readonly events: readonly MatchingEvent[]
  readonly accounts?: readonly string[]
  readonly signers?: readonly Signer[]
  /** Bracket ties moved: write the account's live orders anew. */
  readonly hasRelinked?: boolean
}

/**
 * The venue as a whole, without sockets: the matching model, market time and its feed, the signers,
 * and the archive in which every change lies before anyone hears of it.
 */
export class PaperVenue {
  readonly state: VenueState
  readonly signers = new SignerBook()
  readonly archive: Archive
  readonly candles: CandleSource
  readonly feed: Feed
  readonly clock: Clock
  readonly #scheduledCancels = new Map<string, number>()
  readonly #fundNewAccounts: Money | null
  readonly #runner: FeedRunner
  readonly #listeners = new Set<VenueListener>()
  #failure: string | null = null
  /** Prices since they were last taken, newest last; only the newest are kept. */
  #recentTicks: MarketTick[] = []
  /** What the fault interface adds to this machine's clock. */
  skewMs = 0

  constructor(options: PaperVenueOptions) {
    const { feed, clock } = options
    this.feed = feed
    this.clock = clock
    this.#fundNewAccounts = options.fundNewAccounts
    this.candles = feed.candles ?? new FeedCandles(feed)
    this.state = createVenueState({
      seed: options.seed,
      listings: feed.listings,
      feeTiers: options.feeTiers ?? DEFAULT_FEE_TIERS,
    })
    this.archive = new Archive(options.archivePath)
    const rememberedMs = this.#restore()
    // A live market went on while the desk was closed, and its orders with it.
    const startMs = rememberedMs ?? options.startMs
    this.#runner = new FeedRunner(feed, clock, startMs, options.speed, {
      apply: (tick) => this.#tick(tick),
      isIdle: (asset) => this.#isIdle(asset),
    })
    if (rememberedMs !== null && feed.isLive) this.#runner.owe(options.startMs - rememberedMs)
    this.#primePrices(this.#runner.time.nowMs + 1)
    this.advance()
  }

  get time(): MarketTime {
    return this.#runner.time
  }

  /** The wall clock as this venue sees it. */
  wallMs(): number {
    return this.clock.wallMs() + this.skewMs
  }

  /** Why nothing more can be done: memory and file may differ. Null while all is well. */
  get failure(): string | null {
    return this.#failure
  }

  /** Fails closed: a change that was not written must not be acknowledged, nor the next one. */
  fail(cause: unknown): void {
    const why = cause instanceof Error ? cause.message : String(cause)
    this.#failure ??= `The paper exchange could not write its file and takes no more requests: ${why}`
  }

  listen(listener: VenueListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Brings market time up to now; call it before anything is asked or done. */
  advance(): void {
    if (this.#failure !== null) return
    const events = this.#runner.advance()
    this.#noteSilence()
    if (events.length > 0) this.commit({ events })
    else this.#tell([])
  }

  /** A market that nobody hears of fills nothing at its last price; its next one ends that. */
  #noteSilence(): void {
    for (const market of this.state.markets) {
      if (this.feed.isSilent?.(market.asset)) market.isSilent = true
    }
  }

  get isBehind(): boolean {
    return this.#runner.isBehind
  }

  setSpeed(speed: number): void {
    this.advance()
    this.#runner.setSpeed(speed)
  }

  setPaused(isPaused: boolean): void {
    this.advance()
    this.#runner.setPaused(isPaused)
  }

  seek(timeMs: number): void {
    this.advance()
    this.#runner.seek(timeMs)
    skipFunding(this.state)
    this.#primePrices(this.#runner.time.nowMs + 1)
    this.advance()
  }

  /** Puts money into an account; opens it when it is new. */
  fund(address: string, amount: Money): VenueAccount {
    const account = deposit(this.state, address.toLowerCase(), amount)
    const timeMs = this.time.nowMs
    this.commit({ events: [], accounts: [account.address] }, () =>
      this.archive.recordLedger({ account: account.address, timeMs, kind: 'deposit', amount }),
    )
    return account
  }

  /** One balance for spot and perpetuals, as the venue's unified accounts have it. */
  unify(address: string): void {
    const account = this.state.accounts.get(address.toLowerCase())
    if (!account) throw new RangeError(`the venue has no account ${address}`)
    unifyAccount(account)
    this.commit({ events: [], accounts: [account.address] })
  }

  /** The account, made and funded when strangers are welcome; null otherwise. */
  accountFor(address: string): VenueAccount | null {
    const known = this.state.accounts.get(address)
    if (known || this.#fundNewAccounts === null) return known ?? null
    return this.fund(address, this.#fundNewAccounts)
  }

  /** Sets or calls off an account's dead man's switch; `dueMs` is wall time. */
  scheduleCancel(address: string, dueMs: number | null): void {
    if (dueMs === null) this.#scheduledCancels.delete(address)
    else this.#scheduledCancels.set(address, dueMs)
    this.#write(() => this.#recordScheduledCancels())
  }

  /** The accounts whose switch has gone off; each is named once. */
  takeDueCancels(): string[] {
    const wallMs = this.wallMs()
    const due = [...this.#scheduledCancels].filter(([, dueMs]) => dueMs <= wallMs)
    if (due.length === 0) return []
    for (const [address] of due) this.#scheduledCancels.delete(address)
    this.#write(() => this.#recordScheduledCancels())
    return due.map(([address]) => address)
  }

  #recordScheduledCancels(): void {
    this.archive.writeFact('scheduledCancels', JSON.stringify([...this.#scheduledCancels]))
  }

  /** Writes a change as one transaction and then tells everybody. */
  commit(change: Change, alsoWrite: () => void = () => undefined): void {
    const touched = new Set(change.accounts ?? [])
    for (const event of change.events) touched.add(accountOfEvent(event))
    this.#write(() => {
      this.archive.recordEvents(change.events)
      this.#recordPartFilled(change.events)
      for (const address of touched) this.#recordAccount(address, change.hasRelinked ?? false)
      for (const signer of change.signers ?? []) this.archive.writeSigner(signer.address, signer)
      this.archive.writeFact('marketMs', String(this.time.nowMs))
      this.archive.writeFact('nextOid', String(this.state.nextOid))
      this.archive.writeFact('nextTid', String(this.state.nextTid))
      alsoWrite()
    })
    this.#tell(change.events)
  }

  /** The ticks since the last call, at most the newest thousand. */
  takeTicks(): readonly MarketTick[] {
    const ticks = this.#recentTicks
    this.#recentTicks = []
    return ticks
  }

  /** Remembers where market time stands, so that a restart goes on from there. */
  rememberTime(): void {
    this.archive.writeFact('marketMs', String(this.time.nowMs))
  }

  close(): void {
    this.rememberTime()
    this.archive.close()
  }

  #write(work: () => void): void {
    try {
      this.archive.transaction(work)
    } catch (cause) {
      this.fail(cause)
      throw cause
    }
  }

  #tell(events: readonly MatchingEvent[]): void {
    for (const listener of this.#listeners) listener(events, this.time)
  }

  #tick(tick: MarketTick): readonly MatchingEvent[] {
    const market = this.state.markets[tick.asset]
    if (market) market.fundingRate = this.feed.fundingRate(tick.asset, tick.timeMs)
    this.#recentTicks.push(tick)
    if (this.#recentTicks.length > 2 * RECENT_TICKS_MAX) {
      this.#recentTicks = this.#recentTicks.slice(-RECENT_TICKS_MAX)
    }
    return applyTick(this.state, tick)
  }

  #isIdle(asset: number): boolean {
    const market = this.state.markets[asset]
    return !market || (market.orders.size === 0 && market.holders.size === 0)
  }

  #recordPartFilled(events: readonly MatchingEvent[]): void {
    for (const event of events) {
      if (event.kind !== 'fill') continue
      const order = this.state.accounts.get(event.fill.account)?.orders.get(event.fill.oid)
      if (order) this.archive.recordLiveOrder(order)
    }
  }

  #recordAccount(address: string, withOrders: boolean): void {
    const account = this.state.accounts.get(address)
    if (!account) return
    this.archive.writeAccount(address, toAccountRecord(account))
    if (!withOrders) return
    for (const order of account.orders.values()) this.archive.recordLiveOrder(order)
  }

  /** Market time of the last run, or null for a new archive. */
  #restore(): number | null {
    const knownFeed = this.archive.readFact('feed')
    if (knownFeed !== null && knownFeed !== this.feed.id) {
      throw new Error(
        `This folder of the paper exchange belongs to the prices "${knownFeed}", not to "${this.feed.id}". Use another folder, or start it with the same prices.`,
      )
    }
    this.archive.writeFact('feed', this.feed.id)
    for (const record of this.archive.readAccounts()) restoreAccount(this.state, record)
    for (const signer of this.archive.readSigners()) this.signers.load(signer as Signer)
    for (const order of this.archive.liveOrders()) {
      this.state.markets[order.asset]?.orders.set(order.oid, order)
      this.state.accounts.get(order.account)?.orders.set(order.oid, order)
    }
    const scheduled = JSON.parse(this.archive.readFact('scheduledCancels') ?? '[]')
    for (const [address, dueMs] of scheduled as [string, number][]) {
      this.#scheduledCancels.set(address, dueMs)
    }
    this.state.nextOid = Number(this.archive.readFact('nextOid') ?? this.state.nextOid)
    this.state.nextTid = Number(this.archive.readFact('nextTid') ?? this.state.nextTid)
    const marketMs = this.archive.readFact('marketMs')
    return marketMs === null ? null : Number(marketMs)
  }

  /** The price that stands when market time begins, so that orders find a book at once. */
  #primePrices(startMs: number): void {
    const { intervalMs, tickMs } = this.feed
    const openMs = Math.floor(startMs / intervalMs) * intervalMs
    for (const market of this.state.markets) {
      const path = pathAt(this.feed, market.asset, openMs)
      const price = path[Math.floor((startMs - openMs) / tickMs)]
      if (price === undefined) continue
      market.price = asPrice(price)
      market.mark = market.price
      market.oracle = market.price
      market.timeMs = startMs
      market.bookOfTick = null
      market.fundingRate = this.feed.fundingRate(market.asset, startMs)
      market.fundingHour = Math.floor(startMs / 3_600_000)
    }
  }
}

function accountOfEvent(event: MatchingEvent): string {
  switch (event.kind) {
    case 'order':
      return event.order.account
    case 'fill':
      return event.fill.account
    case 'funding':
      return event.funding.account
    case 'liquidation':
      return event.liquidation.account
  }
}

const RECENT_TICKS_MAX = 1_000

/** What the desk gives every new paper account. */
export const PAPER_MONEY: Money = asMoney(10_000n * 100_000_000n)
