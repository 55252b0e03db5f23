import type { Instrument } from '../model/instrument.ts'
import type { Side } from '../model/side.ts'
import type { Price, Ratio } from '../money/amount.ts'
import { asPrice, asRatio } from '../money/amount.ts'
import { divideRounded, movePrice } from '../money/rounding.ts'
import { roundToTick } from '../money/tick.ts'
import type { OrderProposal, ProtectionWish, RiskInputs, RiskQuote } from './risk-inputs.ts'

/** The prices of a bracket, each legal at the venue. */
export interface OrderPrices {
  readonly mid: Price
  /** What stop and target distances are measured from: the mid, or the limit. */
  readonly reference: Price
  /** The worst price that the entry may fill at: the IOC limit, or the limit itself. */
  readonly worst: Price
  /**
   * Notional and margin are reckoned at it: the worst price of a buy; a sell may fill above its
   * worst price, so the top of the band, or the limit where that is higher.
   */
  readonly exposure: Price
  readonly stop: Price | null
  readonly target: Price | null
  /** Mids between which the offer holds. */
  readonly bandLow: Price
  readonly bandHigh: Price
}

const negated = (ratio: Ratio): Ratio => asRatio(-ratio)

/** Half-way between bid and ask, down to 1e-8. */
export const midPrice = (quote: RiskQuote): Price => asPrice((quote.bid + quote.ask) / 2n)

/** Towards the other side of the book: up for a buy, down for a sell. */
const worse = (side: Side, price: Price, ratio: Ratio): Price =>
  side === 'buy' ? movePrice(price, ratio, 'down') : movePrice(price, negated(ratio), 'up')

/** Side-aware: a buy is never rounded up, a sell never down. */
const legalEntry = (side: Side, price: Price, instrument: Instrument): Price =>
  roundToTick(price, instrument.sizeDecimals, side === 'buy' ? 'down' : 'up')

/**
 * A stop or target at a price or a distance, rounded to the tick towards the entry: a stop never
 * loses more, a target never promises more, than was asked for. Null where none is wanted or where
 * the distance leads below zero.
 */
function protection(
  wish: ProtectionWish,
  isAbove: boolean,
  reference: Price,
  fallback: Ratio,
  instrument: Instrument,
): Price | null {
  const rounding = isAbove ? 'down' : 'up'
  const at = (price: Price): Price | null =>
    price <= 0n ? null : roundToTick(price, instrument.sizeDecimals, rounding)
  const away = (distance: Ratio): Price | null =>
    distance <= 0n
      ? null
      : at(movePrice(reference, isAbove ? distance : negated(distance), rounding))
  if (wish.by === 'none') return null
  if (wish.by === 'price') return at(wish.price)
  return away(wish.by === 'distance' ? wish.distance : fallback)
}

/** The prices of a new offer. The quote must be sound; whether the prices are, the checks say. */
export function offerPrices(inputs: RiskInputs, quote: RiskQuote): OrderPrices {
  const { proposal, instrument, limits } = inputs
  const { side, entry } = proposal
  const mid = midPrice(quote)
  const bandHigh = movePrice(mid, limits.priceBand, 'down')
  const reference =
    entry.type === 'market' || entry.price <= 0n ? mid : legalEntry(side, entry.price, instrument)
  const worst =
    entry.type === 'market'
      ? legalEntry(side, worse(side, mid, limits.priceBand), instrument)
      : reference
  return {
    mid,
    reference,
    worst,
    exposure: side === 'sell' && bandHigh > worst ? bandHigh : worst,
    stop: protection(proposal.stop, side === 'sell', reference, limits.defaultStop, instrument),
    target: protection(
      proposal.target,
      side === 'buy',
      reference,
      limits.defaultTarget,
      instrument,
    ),
    bandLow: movePrice(mid, negated(limits.priceBand), 'up'),
    bandHigh,
  }
}

/** Why a limit is refused: worse than the band, or further away than the venue takes (80 %). */
export function limitRange(
  proposal: OrderProposal,
  prices: OrderPrices,
): { readonly low: Price; readonly high: Price } {
  const far = asRatio(80_000_000n)
  return proposal.side === 'buy'
    ? { low: movePrice(prices.mid, negated(far), 'up'), high: prices.bandHigh }
    : { low: prices.bandLow, high: movePrice(prices.mid, far, 'down') }
}

/**
 * Where a stop or target may lie. The venue takes no limit farther than 80 % from its own price, and
 * behind a trigger stands a limit 10 % beyond it: 79 %, because its price is not quite the mid.
 */
export function triggerRange(
  exitSide: Side,
  market: Price,
  sizeDecimals: number,
): { readonly low: Price; readonly high: Price } {
  const limitPercent = exitSide === 'buy' ? 110n : 90n
  const low = asPrice(divideRounded(market * 21n, limitPercent, 'up'))
  const high = asPrice(divideRounded(market * 179n, limitPercent, 'down'))
  return {
    low: roundToTick(low, sizeDecimals, 'up'),
    high: roundToTick(high, sizeDecimals, 'down'),
  }
}
