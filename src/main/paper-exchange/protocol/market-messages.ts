import type { Market } from '#core/matching/venue-state.ts'
import type { CandleInterval } from '../feeds/candle-interval.ts'
import { candleOpen, nextCandleOpen } from '../feeds/candle-interval.ts'
import type { PaperVenue } from '../paper-venue.ts'
import { toActiveAssetData, toClearinghouseState, toSpotState } from './format-account.ts'
import { toAllMids, toAssetCtx, toBbo, toBook, toCandle } from './format-market.ts'
import { openOrdersOf, toFrontendOrder } from './format-orders.ts'
import type { Subscription } from './subscription-schemas.ts'

/**
 * The present state behind a subscription, as its channel sends it; null for channels that send
 * only what happens.
 */
export function stateMessage(venue: PaperVenue, subscription: Subscription): unknown {
  const { state, time } = venue
  switch (subscription.type) {
    case 'allMids':
      return { mids: toAllMids(venue) }
    case 'l2Book':
      return inMarket(venue, subscription.coin, (market) => toBook(venue, market, subscription))
    case 'bbo':
      return inMarket(venue, subscription.coin, (market) => toBbo(venue, market))
    case 'activeAssetCtx':
      return inMarket(venue, subscription.coin, (market) => ({
        coin: market.coin,
        ctx: toAssetCtx(venue, market),
      }))
    case 'activeAssetData':
      return inMarket(venue, subscription.coin, (market) =>
        toActiveAssetData(state, subscription.user, market.asset),
      )
    case 'openOrders': {
      const orders = openOrdersOf(state, subscription.user)
      return {
        dex: '',
        user: subscription.user,
        orders: orders.map((order) => toFrontendOrder(state, order)),
      }
    }
    case 'clearinghouseState':
      return {
        dex: '',
        user: subscription.user,
        clearinghouseState: toClearinghouseState(state, subscription.user, time.nowMs),
      }
    case 'spotState':
      return { user: subscription.user, spotState: toSpotState(state, subscription.user) }
    case 'webData3':
      return toWebData(venue, subscription.user)
    default:
      return null
  }
}

export const marketNamed = (venue: PaperVenue, coin: string): Market | undefined =>
  venue.state.markets.find((market) => market.coin === coin)

function inMarket(venue: PaperVenue, coin: string, read: (market: Market) => unknown): unknown {
  const market = marketNamed(venue, coin)
  return market && market.price > 0n ? read(market) : null
}

function toWebData(venue: PaperVenue, user: string) {
  const [agent] = venue.signers.agentsOf(user, venue.wallMs())
  return {
    userState: {
      agentAddress: agent?.address ?? null,
      agentValidUntil: agent?.agentOf?.validUntilMs ?? null,
      cumLedger: '0.0',
      serverTime: venue.wallMs(),
      isVault: false,
      user,
    },
    perpDexStates: [{ totalVaultEquity: '0.0' }],
  }
}

/** Closed candles since `sinceOpenMs` as they ended, then the running one as far as it is. */
export function candleMessages(
  venue: PaperVenue,
  coin: string,
  interval: CandleInterval,
  sinceOpenMs: number | null,
): { readonly messages: unknown[]; readonly openMs: number } {
  const { nowMs } = venue.time
  const openMs = candleOpen(interval, nowMs)
  const market = marketNamed(venue, coin)
  if (!market) return { messages: [], openMs }
  const messages: unknown[] = []
  let cursor = Math.max(sinceOpenMs ?? openMs, openMs - CATCH_UP_MAX_MS)
  for (; cursor <= openMs; cursor = nextCandleOpen(interval, cursor)) {
    const candle = venue.candles.at(market.asset, interval, cursor, nowMs)
    if (candle) messages.push(toCandle(market, interval, candle))
  }
  return { messages, openMs }
}

/** After a jump of market time a client asks for the candles; they are not all pushed. */
const CATCH_UP_MAX_MS = 24 * 3_600_000
