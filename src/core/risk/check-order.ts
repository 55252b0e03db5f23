import type { Side } from '../model/side.ts'
import type { Money, Price, Quantity } from '../money/amount.ts'
import { asMoney, maxMoney, minMoney } from '../money/amount.ts'
import { divideRounded, notional } from '../money/rounding.ts'
import { roundToLot } from '../money/tick.ts'
import { dayLossCap } from './day-budget.ts'
import type { DenialCode } from './denial-codes.ts'
import type { DecisionValues } from './explain.ts'
import { explainDenial, formatValues } from './explain.ts'
import { costOf, feesPerUnitE24, lossPerUnitE24, marginOf } from './exposure.ts'
import type { Finding } from './order-checks.ts'
import { GATE_CHECKS, isSoundQuote, PRICED_CHECKS, SECOND_CHECKS } from './order-checks.ts'
import type { OrderPrices } from './order-prices.ts'
import { midPrice, offerPrices } from './order-prices.ts'
import type { RiskInputs } from './risk-inputs.ts'
import type { Cap, CapName } from './sizing.ts'
import { bindingCap, orderCaps, orderValue, requestedQuantity } from './sizing.ts'

type StoppedPrices = OrderPrices & { readonly stop: Price }

/** Known to this module alone: without it no passed decision can be made. */
const MAKER = Symbol('risk manager')

/**
 * The risk manager's yes to one order. Only `checkOrder` and `recheckOrder` make it: the class is
 * not exported, its constructor wants a symbol that never leaves this module, and `isPassed` knows
 * the real ones by a private field, which no copy has.
 */
class Passed {
  readonly kind = 'passed'
  readonly coin: string
  readonly side: Side
  readonly entryType: 'market' | 'limit'
  readonly quantity: Quantity
  /** The IOC limit of a market entry, or the limit. */
  readonly worstPrice: Price
  readonly stopPrice: Price
  readonly targetPrice: Price | null
  /** Mids between which a market offer holds; null for a limit entry, which waits at its price. */
  readonly band: { readonly low: Price; readonly high: Price } | null
  /** At the stop, from the worst price, with slippage and both fees; rounded up. */
  readonly worstCaseLoss: Money
  /** At the target, from the worst price, after both fees; rounded down. Null without a target. */
  readonly gainAtTarget: Money | null
  /** Taker on both legs of the worst case. */
  readonly fees: Money
  readonly notional: Money
  readonly margin: Money
  readonly bindingCap: CapName
  /** Shares were taken of this. */
  readonly equity: Money
  /** What the store holds a submission against, by itself. */
  readonly #dayLossCap: Money
  readonly #positionsMax: number
  readonly #caps: readonly Cap[]
  readonly #isGenuine = true

  constructor(
    maker: symbol,
    inputs: RiskInputs,
    prices: StoppedPrices,
    quantity: Quantity,
    binding: CapName,
    caps: readonly Cap[],
    equity: Money,
  ) {
    if (maker !== MAKER) throw new Error('only the risk manager can pass an order')
    const { proposal, limits } = inputs
    const { side } = proposal
    this.coin = inputs.instrument.coin
    this.side = side
    this.entryType = proposal.entry.type
    this.quantity = quantity
    this.worstPrice = prices.worst
    this.stopPrice = prices.stop
    this.targetPrice = prices.target
    this.band =
      this.entryType === 'market'
        ? Object.freeze({ low: prices.bandLow, high: prices.bandHigh })
        : null
    this.worstCaseLoss = costOf(lossPerUnitE24(side, prices.worst, prices.stop, limits), quantity)
    this.fees = costOf(feesPerUnitE24(side, prices.worst, prices.stop, limits), quantity)
    this.gainAtTarget = gainAtTarget(inputs, prices, quantity)
    this.notional = notional(prices.exposure, quantity, 'up')
    this.margin = marginOf(this.notional, inputs.leverage)
    this.bindingCap = binding
    this.equity = equity
    this.#dayLossCap = dayLossCap(limits, inputs.dayStartEquity).cap
    this.#positionsMax = limits.positionsMax
    this.#caps = caps
    Object.freeze(this)
  }

  static isGenuine(value: unknown): value is Passed {
    return typeof value === 'object' && value !== null && #isGenuine in value && value.#isGenuine
  }

  /** For the log and "why this size?": plain decimals by name. */
  get numbers(): Readonly<Record<string, string>> {
    const values: Record<string, bigint | number | string> = {
      quantity: this.quantity,
      worstPrice: this.worstPrice,
      stopPrice: this.stopPrice,
      worstCaseLoss: this.worstCaseLoss,
      fees: this.fees,
      notional: this.notional,
      margin: this.margin,
      equity: this.equity,
      bindingCap: this.bindingCap,
      dayLossCap: this.#dayLossCap,
      positionsMax: this.#positionsMax,
    }
    if (this.targetPrice !== null) values.targetPrice = this.targetPrice
    if (this.gainAtTarget !== null) values.gainAtTarget = this.gainAtTarget
    for (const cap of this.#caps) {
      values[`${cap.name}Allowed`] = cap.allowed
      values[`${cap.name}Quantity`] = cap.units
    }
    return formatValues(values)
  }

  get message(): string {
    return `Passed; the size is set by ${CAP_TITLES[this.bindingCap]}.`
  }
}

export type PassedDecision = Passed

/** What each cap is called in a sentence. */
export const CAP_TITLES: Readonly<Record<CapName, string>> = {
  riskPerTrade: 'the risk per trade',
  dayBudget: "the day's remaining loss budget",
  openRisk: 'the open risk of all positions',
  positionMargin: "the position's margin",
  grossNotional: 'the gross notional',
  requested: 'what was asked for',
}

/** The risk manager's no. Sentence and numbers are put into words only when someone reads them. */
export class DeniedDecision {
  readonly kind = 'denied'
  readonly code: DenialCode
  readonly values: DecisionValues

  constructor(code: DenialCode, values: DecisionValues) {
    this.code = code
    this.values = values
  }

  /** One sentence with its numbers. */
  get message(): string {
    return explainDenial(this.code, this.values)
  }

  /** For the log: plain decimals by name. */
  get numbers(): Readonly<Record<string, string>> {
    return formatValues(this.values)
  }
}

export type RiskDecision = PassedDecision | DeniedDecision

/** Whether this very object was made by the risk manager. */
export const isPassed = (value: unknown): value is PassedDecision => Passed.isGenuine(value)

const denied = ({ code, values }: Finding): DeniedDecision => new DeniedDecision(code, values)

function gainAtTarget(inputs: RiskInputs, prices: OrderPrices, quantity: Quantity): Money | null {
  const { target, worst } = prices
  if (target === null) return null
  const { side } = inputs.proposal
  const gross = side === 'buy' ? target - worst : worst - target
  const scale = 100_000_000n
  const netE16 = gross * scale - (worst + target) * inputs.limits.takerFee
  return asMoney(divideRounded(netE16 * quantity, scale * scale, 'down'))
}

function overCap(cap: Cap, quantity: Quantity, inputs: RiskInputs): DeniedDecision {
  const { coin, sizeDecimals } = inputs.instrument
  const largest = roundToLot(cap.units, sizeDecimals)
  return new DeniedDecision(cap.code, { quantity, coin, allowed: cap.allowed, largest })
}

/** Sizes the priced order, or says which cap is in the way. */
function size(
  inputs: RiskInputs,
  prices: StoppedPrices,
  asked: Quantity | null,
  equity: Money,
): RiskDecision {
  const { coin, sizeDecimals } = inputs.instrument
  const caps = orderCaps(inputs, prices, equity)
  const least = bindingCap(caps)
  if (asked !== null) {
    const exceeded = caps.find((cap) => asked > cap.units)
    if (exceeded !== undefined) return overCap(exceeded, asked, inputs)
  }
  const quantity = asked ?? roundToLot(least.units, sizeDecimals)
  const binding = asked === null ? least.name : 'requested'
  const value = orderValue(prices, quantity)
  if (quantity <= 0n || value < inputs.minimumNotional) {
    return new DeniedDecision('BELOW_MINIMUM', {
      quantity,
      coin,
      notional: value,
      cap: CAP_TITLES[binding],
      capName: binding,
      allowed: asked === null ? least.allowed : value,
      minimum: inputs.minimumNotional,
    })
  }
  return new Passed(MAKER, inputs, prices, quantity, binding, caps, equity)
}

const hasStop = (prices: OrderPrices): prices is StoppedPrices => prices.stop !== null

/**
 * Every rule on a new order, in the order of DENIAL_CODES; the first that fails is the answer. The
 * one road to a passed decision, with `recheckOrder`. Pure: the same inputs, the same answer.
 */
export function checkOrder(inputs: RiskInputs): RiskDecision {
  for (const check of GATE_CHECKS) {
    const finding = check(inputs)
    if (finding !== null) return denied(finding)
  }
  if (!isSoundQuote(inputs.quote)) throw new Error('the gate lets no unsound quote through')
  const prices = offerPrices(inputs, inputs.quote)
  for (const check of PRICED_CHECKS) {
    const finding = check(inputs, prices)
    if (finding !== null) return denied(finding)
  }
  if (!hasStop(prices)) throw new Error('the checks let no order without a stop through')
  return size(inputs, prices, requestedQuantity(inputs, prices), inputs.equity)
}

/** What the human approved; the numbers of the passed decision behind the ticket. */
export interface ApprovedOffer {
  readonly quantity: Quantity
  readonly worstPrice: Price
  readonly stopPrice: Price
  readonly targetPrice: Price | null
  readonly band: { readonly low: Price; readonly high: Price } | null
  readonly equity: Money
}

/** Shares are still taken of the offer's equity while the account is within 1 % of it. */
const equityForRecheck = (offered: Money, now: Money): Money =>
  maxMoney(now, minMoney(offered, asMoney((now * 101n) / 100n)))

/**
 * The second look, after the human approved and again when the signature is back: state, switches,
 * age of the quote, drift out of the band, stop, day, quota, positions and every cap, for exactly
 * the approved quantity and prices. `inputs.tickets` must not hold the ticket itself, and
 * `inputs.proposal` is the one that was approved.
 */
export function recheckOrder(inputs: RiskInputs, offer: ApprovedOffer): RiskDecision {
  for (const check of GATE_CHECKS) {
    const finding = check(inputs)
    if (finding !== null) return denied(finding)
  }
  if (!isSoundQuote(inputs.quote)) throw new Error('the gate lets no unsound quote through')
  const mid = midPrice(inputs.quote)
  const { band, worstPrice } = offer
  if (band !== null && (mid < band.low || mid > band.high)) {
    return new DeniedDecision('PRICE_LEFT_BAND', { mid, low: band.low, high: band.high })
  }
  const bandHigh = band?.high ?? mid
  const isSell = inputs.proposal.side === 'sell'
  const prices: OrderPrices = {
    mid,
    reference: inputs.proposal.entry.type === 'market' ? mid : worstPrice,
    worst: worstPrice,
    exposure: isSell && bandHigh > worstPrice ? bandHigh : worstPrice,
    stop: offer.stopPrice,
    target: offer.targetPrice,
    bandLow: band?.low ?? mid,
    bandHigh,
  }
  for (const check of SECOND_CHECKS) {
    const finding = check(inputs, prices)
    if (finding !== null) return denied(finding)
  }
  if (!hasStop(prices)) throw new Error('the checks let no order without a stop through')
  return size(inputs, prices, offer.quantity, equityForRecheck(offer.equity, inputs.equity))
}
