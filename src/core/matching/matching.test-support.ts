import type { Money } from '../money/amount.ts'
import { parseMoney, parsePrice, parseQuantity, parseRatio } from '../money/decimal.ts'
import { applyTick } from './apply-tick.ts'
import { DEFAULT_FEE_TIERS } from './fees.ts'
import type { MatchingEvent } from './matching-event.ts'
import type { Grouping, Placement } from './place-orders.ts'
import { placeOrders } from './place-orders.ts'
import type { OrderRequest } from './venue-order.ts'
import type { MarketListing, VenueAccount, VenueState } from './venue-state.ts'
import { createVenueState, deposit } from './venue-state.ts'

export const ALICE = '0x00000000000000000000000000000000000a11ce'
export const START_MS = Date.UTC(2023, 2, 1, 10, 30)

/** Book levels one tick apart, 10,000 dollars each, so that every fill can be worked out by hand. */
export function listing(coin: string, sizeDecimals: number, maxLeverage: number): MarketListing {
  return {
    coin,
    sizeDecimals,
    maxLeverage,
    isIsolatedOnly: false,
    book: {
      halfSpread: parseRatio('0'),
      levelStep: parseRatio('0'),
      levelNotional: parseMoney('10000'),
      isEven: true,
    },
  }
}

/** A venue with BTC at 20,000 (bid 19,999, ask 20,001, half a coin on each level) and SOL at 25. */
export function venueAt20000(money = '10000'): { state: VenueState; alice: VenueAccount } {
  const state = createVenueState({
    seed: 1,
    listings: [listing('BTC', 5, 40), listing('SOL', 2, 20)],
    feeTiers: DEFAULT_FEE_TIERS,
  })
  tick(state, '20000', 0)
  applyTick(state, { asset: 1, timeMs: START_MS, price: parsePrice('25') })
  return { state, alice: deposit(state, ALICE, parseMoney(money)) }
}

export function tick(state: VenueState, price: string, afterMs: number): readonly MatchingEvent[] {
  return applyTick(state, { asset: 0, timeMs: START_MS + afterMs, price: parsePrice(price) })
}

export interface Wish {
  readonly asset?: number
  readonly side: 'buy' | 'sell'
  readonly size: string
  readonly price: string
  readonly tif?: OrderRequest['timeInForce']
  readonly reduceOnly?: boolean
  readonly stop?: string
  readonly target?: string
  readonly isMarket?: boolean
  readonly id?: string
}

export function request(wish: Wish): OrderRequest {
  const triggerText = wish.stop ?? wish.target
  return {
    asset: wish.asset ?? 0,
    isBuy: wish.side === 'buy',
    limitPrice: parsePrice(wish.price),
    size: parseQuantity(wish.size),
    isReduceOnly: wish.reduceOnly ?? triggerText !== undefined,
    timeInForce: wish.tif ?? 'Gtc',
    trigger:
      triggerText === undefined
        ? null
        : {
            price: parsePrice(triggerText),
            isMarket: wish.isMarket ?? true,
            kind: wish.stop ? 'sl' : 'tp',
          },
    clientOrderId: wish.id ?? null,
  }
}

export interface PlacedAll {
  readonly placements: readonly Placement[]
  readonly events: readonly MatchingEvent[]
}

export function place(
  state: VenueState,
  wishes: readonly Wish[],
  grouping: Grouping = 'na',
  afterMs = 0,
): PlacedAll {
  const outcome = placeOrders(state, ALICE, wishes.map(request), grouping, START_MS + afterMs)
  if (!outcome.ok) throw new Error(outcome.message)
  return outcome
}

export const statusesOf = (events: readonly MatchingEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'order' && event.isAnnounced ? [event.status] : []))

export const fillsOf = (events: readonly MatchingEvent[]) =>
  events.flatMap((event) => (event.kind === 'fill' ? [event.fill] : []))

export const money = (text: string): Money => parseMoney(text)
