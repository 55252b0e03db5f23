import type { Money, Price, Quantity, Ratio } from '../money/amount.ts'
import { asMoney, asPrice, asRatio, ZERO_MONEY, ZERO_PRICE } from '../money/amount.ts'
import type { FeeTier } from './fees.ts'
import type { VenueOrder } from './venue-order.ts'

/** How deep the synthetic book is around the feed's price. */
export interface BookShape {
  /** From the price to the best bid and ask, as a share of the price. */
  readonly halfSpread: Ratio
  /** From one level to the next. */
  readonly levelStep: Ratio
  /** Dollars on the first level. */
  readonly levelNotional: Money
  /** True: every level has exactly `levelNotional`. False: seeded sizes that grow outwards. */
  readonly isEven: boolean
}

export interface MarketListing {
  readonly coin: string
  readonly sizeDecimals: number
  readonly maxLeverage: number
  readonly isIsolatedOnly: boolean
  readonly book: BookShape
}

export interface BookLevel {
  readonly price: Price
  /** What is left of it until the next tick. */
  size: Quantity
  readonly orderCount: number
}

export interface Book {
  /** Best first. */
  readonly bids: BookLevel[]
  readonly asks: BookLevel[]
}

/** One perpetual: prices of the last tick, the orders that live in it, who holds it. */
export interface Market extends MarketListing {
  readonly asset: number
  /** Zero until the first tick. */
  price: Price
  mark: Price
  oracle: Price
  timeMs: number
  /** Its prices have stopped: nobody is known to be there, so a new order finds nobody to trade with. */
  isSilent: boolean
  /** Per hour; positive: longs pay shorts. */
  fundingRate: Ratio
  /** The last hour of the epoch that has been charged. */
  fundingHour: number
  /** Made on demand, thrown away by every tick. */
  bookOfTick: Book | null
  readonly orders: Map<number, VenueOrder>
  readonly holders: Set<string>
}

export interface Leverage {
  readonly isCross: boolean
  readonly value: number
}

export interface VenuePosition {
  readonly asset: number
  /** Signed. */
  readonly size: Quantity
  /** Exact dollars paid (long) or received (short) for what is open; entry = cost / |size|. */
  readonly cost: Money
  /** Money set aside for this position alone; null when it draws on the whole account. */
  readonly isolatedMargin: Money | null
  readonly fundingAllTime: Money
  readonly fundingSinceOpen: Money
  readonly fundingSinceChange: Money
}

/** Dollars traded on one day (UTC), for fee tiers. */
export interface DayVolume {
  readonly day: number
  taker: Money
  maker: Money
}

export interface VenueAccount {
  readonly address: string
  /** Cash: deposits + realised − fees + funding − what isolated positions hold. */
  collateral: Money
  depositTotal: Money
  /** Dollars on the spot side, which carry no position. Zero in a unified account. */
  spotDollars: Money
  /** One balance for everything: it shows on the spot side, and the perpetual side shows none. */
  isUnified: boolean
  readonly positions: Map<number, VenuePosition>
  readonly leverage: Map<number, Leverage>
  /** Of a coin whose leverage nobody has set yet; less where the coin allows less. */
  openingLeverage: number
  readonly orders: Map<number, VenueOrder>
  /** Everything ever traded. */
  volumeTotal: Money
  /** At most the last 15 days. */
  volumeByDay: DayVolume[]
}

/**
 * The whole venue. The functions of this folder change it in place and return what happened; with
 * the same seed and the same calls it always takes the same course.
 */
export interface VenueState {
  readonly seed: number
  readonly feeTiers: readonly FeeTier[]
  readonly markets: readonly Market[]
  readonly accounts: Map<string, VenueAccount>
  nextOid: number
  nextTid: number
}

/** The venue's ids are above 2^32, and clients must cope with that. */
const FIRST_OID = 210_000_000_001
const FIRST_TID = 480_000_000_000_001

export function createVenueState(options: {
  readonly seed: number
  readonly listings: readonly MarketListing[]
  readonly feeTiers: readonly FeeTier[]
}): VenueState {
  return {
    seed: options.seed,
    feeTiers: options.feeTiers,
    markets: options.listings.map(createMarket),
    accounts: new Map(),
    nextOid: FIRST_OID,
    nextTid: FIRST_TID,
  }
}

function createMarket(listing: MarketListing, asset: number): Market {
  return {
    ...listing,
    asset,
    price: ZERO_PRICE,
    mark: ZERO_PRICE,
    oracle: ZERO_PRICE,
    timeMs: 0,
    fundingRate: asRatio(0n),
    fundingHour: 0,
    isSilent: false,
    bookOfTick: null,
    orders: new Map(),
    holders: new Set(),
  }
}

/** Puts money into an account and opens it when it is new. */
export function deposit(state: VenueState, address: string, amount: Money): VenueAccount {
  const account = state.accounts.get(address) ?? createAccount(address)
  state.accounts.set(address, account)
  account.collateral = asMoney(account.collateral + amount)
  account.depositTotal = asMoney(account.depositTotal + amount)
  return account
}

export function createAccount(address: string): VenueAccount {
  return {
    address,
    collateral: ZERO_MONEY,
    depositTotal: ZERO_MONEY,
    spotDollars: ZERO_MONEY,
    isUnified: false,
    positions: new Map(),
    leverage: new Map(),
    openingLeverage: OPENING_LEVERAGE,
    orders: new Map(),
    volumeTotal: ZERO_MONEY,
    volumeByDay: [],
  }
}

/** The venue opens every coin at 20× cross, or less where the coin allows less. */
const OPENING_LEVERAGE = 20

export function leverageOf(account: VenueAccount, market: Market): Leverage {
  return (
    account.leverage.get(market.asset) ?? {
      isCross: !market.isIsolatedOnly,
      value: Math.min(account.openingLeverage, market.maxLeverage),
    }
  )
}

export const entryPrice = (position: VenuePosition): Price => {
  const magnitude = position.size < 0n ? -position.size : position.size
  return magnitude === 0n ? ZERO_PRICE : asPrice((position.cost * 100_000_000n) / magnitude)
}
