import { fundingPayment, HOUR_MS } from '../matching/apply-funding.ts'
import type { PositionChange } from '../matching/apply-position.ts'
import { applyToPosition, magnitude, unrealizedPnl } from '../matching/apply-position.ts'
import { feeOf } from '../matching/fees.ts'
import type { ClientOrderId } from '../model/ids.ts'
import { asTradeId, asVenueOrderId } from '../model/ids.ts'
import type { Side } from '../model/side.ts'
import type { Money, Price, Quantity } from '../money/amount.ts'
import { asMoney, asQuantity, SCALE } from '../money/amount.ts'
import { divideRounded } from '../money/rounding.ts'
import type { BacktestCosts, BacktestSettings } from './backtest-settings.ts'
import { CandleAccount, candlePrice, usedUpPrice } from './candle-account.ts'
import type { CandleFill, FillReason } from './candle-fill.ts'
import type { CandleMarket } from './candle-market.ts'
import type { ExitOrder } from './exit-order.ts'
import { nextExit } from './exit-order.ts'
import { fillValue, worsePrice } from './fill-costs.ts'
import { FUNDING_RATE_SCALE } from './funding-rates.ts'

/** What the venue tells while it moves on. */
export interface CandleVenueListener {
  onFill(fill: CandleFill): void
  /** A stop or target that went without a fill. */
  onExitGone(order: ExitOrder, tsMs: number): void
  onFunding(coin: string, payment: Money, tsMs: number): void
}

export interface Execution {
  readonly side: Side
  readonly quantity: Quantity
  /** Of the candle, before spread and slippage. */
  readonly price: Price
  readonly reason: FillReason
  readonly clientOrderId: ClientOrderId | null
  readonly tsMs: number
  readonly bar: number
}

/** Candles have no book, and so no number of an order in it. */
const NO_VENUE_ORDER = asVenueOrderId('0')
const SCALE_SQUARED = SCALE * SCALE
const NONE = asMoney(0n)

/**
 * The venue of a backtest over candles: one account, exact cash and positions, fees, funding and
 * margin by the rules of core/matching. A candle gives no book, so an order fills whole at one
 * price. What happens inside a candle is taken in the worst order: stops and liquidation before
 * targets.
 */
export class CandleVenue extends CandleAccount {
  feesPaid: Money = asMoney(0n)
  fundingTotal: Money = asMoney(0n)
  fills = 0
  readonly #costs: BacktestCosts
  readonly #listener: CandleVenueListener
  readonly #targetsRest: boolean
  readonly #adverse: bigint
  readonly #hasFunding: boolean
  readonly #fixedFee: bigint
  /** 1 + the taker's fee, as a share of 1e8. */
  readonly #withFee: bigint

  constructor(settings: BacktestSettings, listener: CandleVenueListener) {
    super(settings)
    this.#costs = settings.costs
    this.#listener = listener
    // The desk's own target is a trigger that then takes the market, as a stop is.
    this.#targetsRest = settings.sizing.by === 'share'
    this.#fixedFee = settings.costs.fixedFee
    this.#withFee = SCALE + settings.costs.takerFee
    this.#hasFunding =
      settings.costs.fundingRate !== 0n ||
      settings.markets.some(({ funding }) => funding !== undefined)
    this.#adverse = settings.costs.halfSpread + settings.costs.slippage
  }

  /** What a market order of that side pays or gets at a price of a candle. */
  takerPrice(side: Side, price: Price): Price {
    return worsePrice(side, price, this.#adverse)
  }

  /** Fills at once: a taker pays spread and slippage on top of the price. */
  execute(market: CandleMarket, execution: Execution): CandleFill {
    const isTaker = !(execution.reason === 'target' && this.#targetsRest)
    const price = isTaker ? this.takerPrice(execution.side, execution.price) : execution.price
    return this.#book(market, execution, price, isTaker, true)
  }

  #feeOf(value: Money, isTaker: boolean): Money {
    const { takerFee, makerFee } = this.#costs
    const fee = feeOf(value, isTaker ? takerFee : makerFee)
    return this.#fixedFee === 0n ? fee : asMoney(fee + this.#fixedFee)
  }

  /**
   * Nobody owes more than they had: where the last position goes and what is left would be below
   * zero, the fee takes what there is, or gives back what a rounded price took too much.
   */
  #feeWithin(change: PositionChange, fee: Money): Money {
    const before = asMoney(this.cash + change.closedPnl)
    const isLast = change.position === null && this.openPositions === 1
    return isLast && before < fee ? before : fee
  }

  #book(
    market: CandleMarket,
    execution: Execution,
    price: Price,
    isTaker: boolean,
    isCharged: boolean,
  ): CandleFill {
    const { side, quantity, reason, clientOrderId, tsMs, bar } = execution
    const before = market.position
    const signed = asQuantity(side === 'buy' ? quantity : -quantity)
    const change = applyToPosition(before, market.index, signed, price)
    const asked = isCharged
      ? this.#feeOf(fillValue(before, change, price, quantity), isTaker)
      : NONE
    const fee = this.#feeWithin(change, asked)
    this.setCash(asMoney(this.cash + change.closedPnl - fee))
    this.feesPaid = asMoney(this.feesPaid + fee)
    if (before === null) this.openPositions += 1
    if (change.position === null) this.openPositions -= 1
    market.setPosition(change.position)
    this.fills += 1
    const fill: CandleFill = {
      kind: 'fillReported',
      tradeId: asTradeId(String(this.fills)),
      clientOrderId,
      venueOrderId: NO_VENUE_ORDER,
      market: market.index,
      coin: market.settings.coin,
      side,
      price,
      quantity,
      startPosition: before === null ? asQuantity(0n) : before.size,
      closedPnl: change.closedPnl,
      fee,
      isTaker,
      isLiquidation: reason === 'liquidation',
      reason,
      tsEventMs: tsMs,
      bar,
    }
    this.#listener.onFill(fill)
    return fill
  }

  /** Rests a stop or target. Call `watch` when all of a bracket are there. */
  rest(market: CandleMarket, order: ExitOrder): void {
    market.exits.push(order)
  }

  /** Takes every stop and target of an instrument away. */
  dropExits(market: CandleMarket, tsMs: number): void {
    if (market.exits.length === 0) return
    const gone = market.exits
    market.exits = []
    for (const order of gone) this.#listener.onExitGone(order, tsMs)
  }

  /** Takes one away by its id; false where it does not rest. */
  dropExit(market: CandleMarket, clientOrderId: ClientOrderId, tsMs: number): boolean {
    const order = market.exits.find((resting) => resting.clientOrderId === clientOrderId)
    if (!order) return false
    market.exits = market.exits.filter((resting) => resting !== order)
    this.#listener.onExitGone(order, tsMs)
    this.watch(market)
    return true
  }

  /** The hours of the clock that have struck since the candle before; at the last close. */
  chargeFunding(market: CandleMarket, afterMs: number, untilMs: number, price: number): void {
    const { fundingRate } = this.#costs
    const { funding } = market.settings
    const hasRate = fundingRate !== 0n || funding !== undefined
    if (market.position === null || !hasRate || !(price > 0)) return
    const first = Math.floor(afterMs / HOUR_MS) + 1
    const last = Math.floor(untilMs / HOUR_MS)
    for (let hour = first; hour <= last; hour += 1) {
      const rate = funding === undefined ? fundingRate : (funding.get(hour) ?? 0n)
      const scale = funding === undefined ? SCALE : FUNDING_RATE_SCALE
      if (rate !== 0n) this.#payFunding(market, hour * HOUR_MS, candlePrice(price), rate, scale)
    }
    if (last >= first) this.watch(market)
  }

  #payFunding(market: CandleMarket, tsMs: number, price: Price, rate: bigint, scale: bigint): void {
    const position = market.position
    if (position === null) return
    const payment = fundingPayment(position.size, price, rate, scale)
    this.setCash(asMoney(this.cash + payment))
    this.fundingTotal = asMoney(this.fundingTotal + payment)
    this.#listener.onFunding(market.settings.coin, payment, tsMs)
  }

  /** From the open of a candle to its close: the hours that strike and what the price reaches. */
  settleCandle(market: CandleMarket, bar: number): void {
    const openMs = market.openTimes[bar] as number
    const lastMs = openMs + market.lengthMs - 1
    if (this.#hasFunding) {
      this.chargeFunding(market, openMs, lastMs, market.opens[bar] as number)
    }
    const low = market.lows[bar] as number
    const high = market.highs[bar] as number
    if (market.fallTrigger < low && market.riseTrigger > high) return
    this.#settle(market, low, high, Number.NaN, lastMs, bar)
  }

  /**
   * At the open of a candle: the hours that have struck since the last one, paid at its close, and
   * what the opening price reaches, which fills at the open, wherever its trigger was.
   */
  settleOpen(market: CandleMarket, bar: number): void {
    const tsMs = market.openTimes[bar] as number
    if (this.#hasFunding) {
      const closedMs = (market.openTimes[bar - 1] as number) + market.lengthMs
      this.chargeFunding(market, closedMs - 1, tsMs, market.lastClose)
    }
    const open = market.opens[bar] as number
    if (market.fallTrigger < open && market.riseTrigger > open) return
    this.#settle(market, open, open, open, tsMs, bar)
  }

  #settle(
    market: CandleMarket,
    low: number,
    high: number,
    open: number,
    tsMs: number,
    bar: number,
  ): void {
    // Each round ends at least one order or the position, so there are not more rounds than orders.
    for (let round = market.exits.length + 1; round > 0 && market.position !== null; round -= 1) {
      const isLong = market.size > 0
      const order = nextExit(market.exits, low, high)
      const limit = market.liquidationPrice
      const isLiquidated = isLong ? limit >= low : limit <= high
      const isFirst =
        isLiquidated &&
        (order === null ||
          order.role === 'target' ||
          (isLong ? limit > order.triggerNumber : limit < order.triggerNumber))
      if (isFirst) this.#liquidate(market, Number.isNaN(open) ? null : open, limit, tsMs, bar)
      else if (order !== null) this.#fireExit(market, order, open, tsMs, bar)
      else return
    }
  }

  #fireExit(market: CandleMarket, order: ExitOrder, open: number, tsMs: number, bar: number): void {
    const { side, role, clientOrderId, sibling } = order
    market.exits = market.exits.filter((resting) => resting !== order)
    const gone = market.exits.find(
      (resting) => sibling !== null && resting.clientOrderId === sibling,
    )
    if (gone) market.exits = market.exits.filter((resting) => resting !== gone)
    const held = asQuantity(magnitude(market.held))
    const quantity = order.quantity < held ? order.quantity : held
    const price = Number.isNaN(open) ? order.trigger : candlePrice(open)
    this.execute(market, { side, quantity, price, reason: role, clientOrderId, tsMs, bar })
    if (gone) this.#listener.onExitGone(gone, tsMs)
    if (market.position === null) this.dropExits(market, tsMs)
    this.watch(market)
  }

  /**
   * As core/matching does it: a market order while two thirds of the maintenance margin are left,
   * otherwise the position is taken over at the price that uses up what is left, without a fee.
   */
  #liquidate(
    market: CandleMarket,
    open: number | null,
    about: number,
    tsMs: number,
    bar: number,
  ): void {
    const position = market.position
    if (position === null) return
    const exact = open === null ? this.exactLiquidationPrice(market) : null
    const mark = exact ?? candlePrice(open ?? about)
    const quantity = asQuantity(magnitude(position.size))
    const side: Side = position.size > 0n ? 'sell' : 'buy'
    const value = this.freeWithout(market) + unrealizedPnl(position, mark)
    const twice = this.maintenanceOf(market)
    const worth = divideRounded(quantity * mark, SCALE, 'halfEven')
    const maintenance = twice === 0n ? 0n : divideRounded(worth, twice, 'up')
    const isSold = twice > 0n && value * 3n >= maintenance * 2n
    const order = { side, quantity, reason: 'liquidation' as const, clientOrderId: null, tsMs, bar }
    this.dropExits(market, tsMs)
    if (isSold) this.execute(market, { ...order, price: mark })
    else {
      const price = usedUpPrice(mark, position.size, value)
      this.#book(market, { ...order, price }, price, true, false)
    }
    this.watch(market)
  }

  /** Closes what is open at a price of a candle; nothing where nothing is. */
  close(market: CandleMarket, price: Price, reason: FillReason, tsMs: number, bar: number): void {
    const position = market.position
    if (position === null) return
    const side: Side = position.size > 0n ? 'sell' : 'buy'
    const quantity = asQuantity(magnitude(position.size))
    this.dropExits(market, tsMs)
    this.execute(market, { side, quantity, price, reason, clientOrderId: null, tsMs, bar })
    this.watch(market)
  }

  /** The largest size whose cost with its fee is within `money` times the leverage, down to the lot. */
  affordable(market: CandleMarket, side: Side, price: Price, money: Money): Quantity {
    const budget = (money - this.#fixedFee) * market.leverage
    if (budget <= 0n) return asQuantity(0n)
    const units = (budget * SCALE_SQUARED) / (this.takerPrice(side, price) * this.#withFee)
    return asQuantity((units / market.lot) * market.lot)
  }
}
