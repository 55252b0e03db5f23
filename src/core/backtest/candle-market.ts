import type { VenuePosition } from '../matching/venue-state.ts'
import { TIMEFRAME_MS } from '../model/timeframe.ts'
import { toNumber } from '../money/decimal.ts'
import { lotSize } from '../money/tick.ts'
import type { BacktestMarket } from './backtest-settings.ts'
import type { ExitOrder } from './exit-order.ts'

/**
 * One instrument while a backtest walks over its candles. The doubles repeat what the exact fields
 * say, so that a candle on which nothing happens costs a few comparisons.
 */
export class CandleMarket {
  readonly index: number
  readonly settings: BacktestMarket
  readonly lengthMs: number
  readonly openTimes: Float64Array
  readonly opens: Float64Array
  readonly highs: Float64Array
  readonly lows: Float64Array
  readonly closes: Float64Array
  readonly volumes: Float64Array
  /** The smallest step of a size, scaled by 1e8. */
  readonly lot: bigint
  readonly leverage: bigint
  /** The candle that comes next. */
  next = 0
  position: VenuePosition | null = null
  exits: ExitOrder[] = []
  /** Signed units and signed cost of the position, and the close last seen. */
  size = 0
  signedCost = 0
  lastClose = Number.NaN
  /** Something happens when the price falls to the one or rises to the other. */
  fallTrigger = Number.NEGATIVE_INFINITY
  riseTrigger = Number.POSITIVE_INFINITY
  /** Where the account's margin ends, with everything else standing still; NaN: nowhere. */
  liquidationPrice = Number.NaN

  constructor(settings: BacktestMarket, index: number) {
    this.settings = settings
    this.index = index
    this.lengthMs = TIMEFRAME_MS[settings.timeframe]
    const { openTimeMs, open, high, low, close, volume } = settings.candles
    this.openTimes = openTimeMs
    this.opens = open
    this.highs = high
    this.lows = low
    this.closes = close
    this.volumes = volume
    this.lot = lotSize(settings.sizeDecimals)
    this.leverage = BigInt(settings.leverage)
  }

  get held(): bigint {
    return this.position === null ? 0n : this.position.size
  }

  setPosition(position: VenuePosition | null): void {
    this.position = position
    if (position === null) {
      this.size = 0
      this.signedCost = 0
      return
    }
    this.size = toNumber(position.size)
    const cost = toNumber(position.cost)
    this.signedCost = position.size > 0n ? cost : -cost
  }

  /** Profit at a price, as a double. */
  unrealised(price: number): number {
    return this.size * price - this.signedCost
  }

  /** Works out at which prices something happens; call it when orders or the position changed. */
  watch(): void {
    let fall = Number.NEGATIVE_INFINITY
    let rise = Number.POSITIVE_INFINITY
    for (const { role, side, triggerNumber } of this.exits) {
      const isFall = (side === 'sell') === (role === 'stop')
      if (isFall && triggerNumber > fall) fall = triggerNumber
      if (!isFall && triggerNumber < rise) rise = triggerNumber
    }
    const { liquidationPrice } = this
    if (this.size > 0 && liquidationPrice > fall) fall = liquidationPrice
    if (this.size < 0 && liquidationPrice < rise) rise = liquidationPrice
    this.fallTrigger = fall
    this.riseTrigger = rise
  }
}
