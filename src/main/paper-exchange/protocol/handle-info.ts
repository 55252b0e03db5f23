import type { Market } from '#core/matching/venue-state.ts'
import { assertNever } from '#core/model/assert-never.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import type { PaperVenue } from '../paper-venue.ts'
import type { AddressLimits } from './address-limits.ts'
import { toActiveAssetData, toClearinghouseState, toSpotState } from './format-account.ts'
import {
  joinFills,
  joinNewestFirst,
  toLedgerUpdate,
  toUserFill,
  toUserFunding,
} from './format-fills.ts'
import { toAllMids, toAssetCtx, toBook, toCandle, toMeta, toTrade } from './format-market.ts'
import { openOrdersOf, toFrontendOrder, toOpenOrder, toOrderWithStatus } from './format-orders.ts'
import { toSpotAssetCtxs, toSpotMeta } from './format-spot.ts'
import { toRole, toUserFees } from './format-user.ts'
import type { InfoRequest } from './info-schemas.ts'
import { infoSchema } from './info-schemas.ts'

export type InfoReply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string }

/** Questions about one account. */
type UserRequest = Extract<InfoRequest, { readonly user: string }>

const FILLS_MAX = 2000
const ROWS_MAX = 500
const HOUR_MS = 3_600_000

/** Answers the questions of POST /info in the venue's shapes. */
export class InfoHandler {
  readonly #venue: PaperVenue
  readonly #limits: AddressLimits

  constructor(venue: PaperVenue, limits: AddressLimits) {
    this.#venue = venue
    this.#limits = limits
  }

  handle(body: unknown): InfoReply {
    const parsed = infoSchema.safeParse(body)
    if (!parsed.success) {
      return { ok: false, message: 'Failed to deserialize the JSON body into the target type' }
    }
    this.#venue.advance()
    return { ok: true, value: this.#answer(parsed.data) }
  }

  #answer(request: InfoRequest): unknown {
    return 'user' in request ? this.#answerOfUser(request) : this.#answerOfMarket(request)
  }

  #answerOfMarket(request: Exclude<InfoRequest, UserRequest>): unknown {
    const venue = this.#venue
    const { state, time } = venue
    switch (request.type) {
      case 'meta':
        return toMeta(state)
      case 'allPerpMetas':
        return [toMeta(state)]
      case 'metaAndAssetCtxs':
        return [toMeta(state), state.markets.map((market) => toAssetCtx(venue, market))]
      case 'spotMeta':
        return toSpotMeta()
      case 'spotMetaAndAssetCtxs':
        return [toSpotMeta(), toSpotAssetCtxs()]
      case 'perpDexs':
        return [null]
      case 'allMids':
        return toAllMids(venue)
      case 'l2Book':
        return this.#inMarket(request.coin, (market) => toBook(venue, market, request)) ?? null
      case 'recentTrades':
        return (
          this.#inMarket(request.coin, (market) =>
            market.price > 0n ? [toTrade(venue, market, market.timeMs, market.price)] : [],
          ) ?? []
        )
      case 'candleSnapshot':
        return this.#candles(request.req)
      case 'fundingHistory':
        return this.#fundingHistory(request.coin, request.startTime, request.endTime ?? time.nowMs)
      case 'predictedFundings':
        return this.#predictedFundings()
      case 'exchangeStatus':
        return { time: venue.wallMs(), specialStatuses: null }
      default:
        return assertNever(request)
    }
  }

  #answerOfUser(request: UserRequest): unknown {
    const venue = this.#venue
    const { state, archive } = venue
    const { nowMs } = venue.time
    switch (request.type) {
      case 'clearinghouseState':
        return toClearinghouseState(state, request.user, nowMs)
      case 'spotClearinghouseState':
        return toSpotState(state, request.user)
      case 'activeAssetData':
        return (
          this.#inMarket(request.coin, (market) =>
            toActiveAssetData(state, request.user, market.asset),
          ) ?? null
        )
      case 'openOrders':
        return openOrdersOf(state, request.user).map((order) => toOpenOrder(state, order))
      case 'frontendOpenOrders':
        return openOrdersOf(state, request.user).map((order) => toFrontendOrder(state, order))
      case 'orderStatus': {
        const found = archive.findOrder(request.user, request.oid)
        return found
          ? { status: 'order', order: toOrderWithStatus(state, found) }
          : { status: 'unknownOid' }
      }
      case 'historicalOrders':
        return archive
          .orderHistory(request.user, FILLS_MAX)
          .map((archived) => toOrderWithStatus(state, archived))
      case 'userFills': {
        const fills = archive.latestFills(request.user, FILLS_MAX)
        return (request.aggregateByTime ? joinNewestFirst(fills) : fills).map(toUserFill)
      }
      case 'userFillsByTime': {
        const until = request.endTime ?? Number.MAX_SAFE_INTEGER
        const { startTime, user } = request
        const isReversed = request.reversed ?? false
        const fills = archive.fillsBetween(user, startTime, until, FILLS_MAX, isReversed)
        const join = isReversed ? joinNewestFirst : joinFills
        return (request.aggregateByTime ? join(fills) : fills).map(toUserFill)
      }
      case 'userFunding': {
        const until = request.endTime ?? Number.MAX_SAFE_INTEGER
        return archive
          .fundingsBetween(request.user, request.startTime ?? 0, until, ROWS_MAX)
          .map(toUserFunding)
      }
      case 'userNonFundingLedgerUpdates':
        return this.#ledger(request.user, request.startTime ?? 0, request.endTime ?? null)
      case 'userRateLimit':
        return this.#rateLimit(request.user)
      case 'userFees':
        return toUserFees(state, request.user, nowMs)
      case 'userRole':
        return toRole(venue, request.user)
      case 'userAbstraction':
        return state.accounts.get(request.user)?.isUnified ? 'unifiedAccount' : 'disabled'
      case 'userDexAbstraction':
        return false
      case 'extraAgents':
        return venue.signers.agentsOf(request.user, venue.wallMs()).map((signer) => ({
          address: signer.address,
          name: signer.agentOf?.name ?? '',
          validUntil: signer.agentOf?.validUntilMs ?? null,
        }))
      case 'subAccounts':
        return null
      case 'maxBuilderFee':
        return 100
      case 'referral':
        return this.#referral(request.user)
      case 'userTwapSliceFills':
      case 'userVaultEquities':
        return []
      default:
        return assertNever(request)
    }
  }

  #inMarket<T>(coin: string, read: (market: Market) => T): T | undefined {
    const market = this.#venue.state.markets.find((candidate) => candidate.coin === coin)
    return market && read(market)
  }

  #candles(request: Extract<InfoRequest, { type: 'candleSnapshot' }>['req']): unknown {
    const { nowMs } = this.#venue.time
    const { interval, startTime } = request
    const until = request.endTime ?? nowMs
    return (
      this.#inMarket(request.coin, (market) =>
        this.#venue.candles
          .range(market.asset, interval, startTime, until, nowMs)
          .map((candle) => toCandle(market, interval, candle)),
      ) ?? []
    )
  }

  #fundingHistory(coin: string, fromMs: number, toMs: number): unknown {
    const { feed, time } = this.#venue
    return (
      this.#inMarket(coin, (market) => {
        const rows: unknown[] = []
        const lastMs = Math.min(toMs, time.nowMs)
        const firstMs = Math.max(fromMs, feed.firstMs)
        let hourMs = Math.ceil(firstMs / HOUR_MS) * HOUR_MS
        for (; hourMs <= lastMs && rows.length < ROWS_MAX; hourMs += HOUR_MS) {
          const fundingRate = formatDecimal(feed.fundingRate(market.asset, hourMs))
          rows.push({ coin, fundingRate, premium: '0.0', time: hourMs })
        }
        return rows
      }) ?? []
    )
  }

  #predictedFundings(): unknown {
    const { state, time } = this.#venue
    const nextFundingTime = (Math.floor(time.nowMs / HOUR_MS) + 1) * HOUR_MS
    return state.markets.map((market) => [
      market.coin,
      [['HlPerp', { fundingRate: formatDecimal(market.fundingRate), nextFundingTime }]],
    ])
  }

  #ledger(user: string, fromMs: number, toMs: number | null): unknown {
    return this.#venue.archive
      .ledgerBetween(user, fromMs, toMs ?? Number.MAX_SAFE_INTEGER, ROWS_MAX)
      .map(toLedgerUpdate)
  }

  #rateLimit(user: string): unknown {
    const { used, cap } = this.#limits.requestUseOf(this.#venue, user)
    const volume = this.#venue.state.accounts.get(user)?.volumeTotal ?? 0n
    return {
      cumVlm: formatDecimal(volume),
      nRequestsUsed: used,
      nRequestsCap: cap,
      nRequestsSurplus: 0,
    }
  }

  #referral(user: string): unknown {
    const volume = this.#venue.state.accounts.get(user)?.volumeTotal ?? 0n
    return {
      referredBy: null,
      cumVlm: formatDecimal(volume),
      unclaimedRewards: '0.0',
      claimedRewards: '0.0',
      builderRewards: '0.0',
      referrerState: { stage: 'needToTrade', data: { required: '10000.0' } },
      rewardHistory: [],
      tokenToState: [],
    }
  }
}
