import type { InputBody } from '#core/engine/inputs.ts'
import type { ClientOrderId, VenueOrderId } from '#core/model/ids.ts'
import { AddressBudget } from './address-budget.ts'
import { seededRandom } from './backoff.ts'
import { BookTap, bookLevelsSchema } from './book-tap.ts'
import { CandleFeed } from './candle-feed.ts'
import { EventPoll } from './event-poll.ts'
import { FillFeed } from './fill-feed.ts'
import { ForeignActivity } from './foreign-activity.ts'
import { FundingFeed } from './funding-feed.ts'
import { HttpPoster } from './http-post.ts'
import { InfoClient } from './info-client.ts'
import { InstrumentList } from './instrument-list.ts'
import { LeverageWatch } from './leverage-watch.ts'
import { EntryPace, RequestBudget } from './limits.ts'
import { askOrderStatus } from './look-up.ts'
import { MarketClock } from './market-clock.ts'
import { AccountReader } from './observe-account.ts'
import { OrderFeed } from './order-feed.ts'
import { QuoteBoard } from './quote-board.ts'
import { RefusalLog } from './refusal-log.ts'
import { VenueStream } from './stream.ts'
import { Submitter } from './submit.ts'
import { VenueHealth } from './venue-health.ts'
import type { HyperliquidVenueOptions } from './venue-options.ts'

/** A seed for the jitter alone: other desks and other starts get other waits. */
function seedOf(text: string, wallMs: number): number {
  let seed = wallMs % 2 ** 32
  for (const character of text) seed = Math.imul(seed ^ character.charCodeAt(0), 0x01000193)
  return seed >>> 0
}

/** Everything the venue is made of, joined; `tell` takes what the desk should know. */
export function createVenueParts(
  options: HyperliquidVenueOptions,
  tell: (input: InputBody) => void,
) {
  const { clock, log, mode } = options
  const isPaper = mode === 'paper'
  const accountAddress = options.accountAddress.toLowerCase()
  const random = seededRandom(options.jitterSeed ?? seedOf(accountAddress, clock.wallMs()))
  const monotonicMs = () => clock.monotonicMs()
  const history = { sinceMs: options.historySinceMs ?? 0 }
  const sinceMs = () => history.sinceMs

  const refusals = new RefusalLog(log, monotonicMs)
  const health = new VenueHealth((state, reason) =>
    tell({ kind: 'venueStateChanged', state, reason }),
  )
  const instruments = new InstrumentList()
  const isPerpetual = (coin: string) => instruments.find(coin) !== undefined
  const marketClock = new MarketClock({
    clock,
    isRealTime: !isPaper,
    marketSpeed: options.marketSpeed,
  })
  const poster = new HttpPoster(options.httpUrl, clock)
  const budget = new RequestBudget(clock)
  const addressBudget = new AddressBudget(clock)
  const foreign = new ForeignActivity(tell)
  const info = new InfoClient({
    poster,
    budget,
    clock,
    onShape: (type, refusal) => {
      if (!refusal) health.clear(`answer:${type}`)
      else {
        refusals.add(refusal)
        health.raise(`answer:${type}`, refusal.message)
      }
    },
  })
  const tap = new BookTap({
    refusals,
    clock,
    ask: (coin) => info.ask({ type: 'l2Book', coin }, bookLevelsSchema),
  })
  const orders = new OrderFeed(isPerpetual, tell)
  const askClientOrderId = async (id: VenueOrderId): Promise<ClientOrderId | null> => {
    try {
      const answer = await askOrderStatus(info, accountAddress, Number(id))
      if (answer.isKnown) orders.take(answer.order)
    } catch (error) {
      log({
        level: 'warn',
        message: `the order of a fill could not be asked for: ${String(error)}`,
      })
    }
    return orders.clientOrderIdOf(id)
  }
  const fills = new FillFeed({
    accountAddress,
    sinceMs,
    foreign,
    isPerpetual,
    clientOrderIdOf: (id) => orders.clientOrderIdOf(id),
    askClientOrderId,
    emit: tell,
  })
  const funding = new FundingFeed(sinceMs, tell)
  const account = new AccountReader({
    info,
    accountAddress,
    isPaper,
    isPerpetual,
    foreign,
    onVenueTime: (venueMs) => marketClock.observe(venueMs),
  })
  const poll = new EventPoll({
    clock,
    info,
    accountAddress,
    account,
    orders,
    fills,
    funding,
    health,
    log,
    foreign,
    addressBudget,
    heardMs: () => marketClock.heardMs(),
    sinceMs,
  })
  const submitter = new Submitter({
    poster,
    budget,
    addressBudget,
    entryPace: isPaper ? null : new EntryPace(clock),
    venueWallMs: () => clock.wallMs() + (marketClock.offsetMs() ?? 0),
    log,
  })
  const board = new QuoteBoard(tell, monotonicMs)
  const leverage = new LeverageWatch({ info, accountAddress, log, tell })
  const stream = new VenueStream({
    url: options.wsUrl,
    clock,
    random,
    log,
    accountAddress,
    board,
    tap,
    orders,
    fills,
    funding,
    marketClock,
    health,
    refusals,
    poll,
    createCandles: (subscribe) =>
      new CandleFeed({
        clock,
        info,
        log,
        marketNowMs: () => marketClock.nowMs(),
        subscribe,
        emit: tell,
      }),
  })
  return {
    account,
    accountAddress,
    addressBudget,
    board,
    budget,
    health,
    history,
    info,
    instruments,
    leverage,
    marketClock,
    orders,
    poll,
    poster,
    random,
    stream,
    submitter,
    tap,
  }
}

export type VenueParts = ReturnType<typeof createVenueParts>
