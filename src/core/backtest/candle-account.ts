import { magnitude, unrealizedPnl } from '../matching/apply-position.ts'
import type { Money, Price, Quantity } from '../money/amount.ts'
import { asMoney, asPrice, SCALE } from '../money/amount.ts'
import { fromNumber, toNumber } from '../money/decimal.ts'
import { divideRounded } from '../money/rounding.ts'
import type { BacktestSettings } from './backtest-settings.ts'
import { CandleMarket } from './candle-market.ts'

/** A price of a candle, to the nearest 1e-8. */
export const candlePrice = (value: number): Price => fromNumber<Price>(value)

/**
 * The account of a backtest over candles: cash, what is open at the closes last seen, and where its
 * margin ends, by the rules of core/matching. Doubles serve the curve and the watch; what is decided
 * is decided on exact amounts.
 */
export class CandleAccount {
  readonly markets: readonly CandleMarket[]
  cash: Money
  cashNumber: number
  protected openPositions = 0
  readonly #hasMaintenance: boolean

  constructor(settings: BacktestSettings) {
    this.markets = settings.markets.map((market, index) => new CandleMarket(market, index))
    this.cash = settings.cash
    this.cashNumber = toNumber(settings.cash)
    this.#hasMaintenance = settings.hasMaintenance
  }

  /** Cash and profit at the closes last seen; a double, for the curve. */
  writeEquity(curve: Float64Array, step: number): void {
    let equity = this.cashNumber
    if (this.openPositions !== 0) {
      for (let index = 0; index < this.markets.length; index += 1) {
        const market = this.markets[index] as CandleMarket
        if (market.size !== 0) equity += market.size * market.lastClose - market.signedCost
      }
    }
    curve[step] = equity
  }

  get isFlat(): boolean {
    return this.openPositions === 0
  }

  protected setCash(cash: Money): void {
    this.cash = cash
    this.cashNumber = toNumber(cash)
  }

  /** Works out where something happens next; after every change of orders, position or cash. */
  watch(market: CandleMarket): void {
    for (const one of this.markets) {
      if (one.position === null) {
        if (one === market) {
          one.liquidationPrice = Number.NaN
          one.watch()
        }
        continue
      }
      one.liquidationPrice = this.#liquidationNumber(one)
      one.watch()
    }
  }

  /** About where the margin ends, as a double; the exact price is worked out when it is reached. */
  #liquidationNumber(market: CandleMarket): number {
    let free = this.cashNumber
    if (this.openPositions > 1) {
      for (const other of this.markets) {
        if (other === market || other.position === null) continue
        free += other.unrealised(other.lastClose)
        free -= Math.abs(other.size) * other.lastClose * this.#maintenanceShare(other)
      }
    }
    const { size, signedCost } = market
    const kept = Math.abs(size) * this.#maintenanceShare(market)
    const price = (signedCost - free) / (size - kept)
    return price > 0 ? price : Number.NaN
  }

  #maintenanceShare(market: CandleMarket): number {
    return this.#hasMaintenance ? 1 / (2 * market.settings.maxLeverage) : 0
  }

  protected maintenanceOf(market: CandleMarket): bigint {
    return this.#hasMaintenance ? BigInt(2 * market.settings.maxLeverage) : 0n
  }

  /** What the rest of the account brings to the margin of a position: exact dollars. */
  protected freeWithout(market: CandleMarket): bigint {
    let free: bigint = this.cash
    if (this.openPositions === 1) return free
    for (const other of this.markets) {
      if (other === market || other.position === null) continue
      const close = candlePrice(other.lastClose)
      free += unrealizedPnl(other.position, close)
      const twice = this.maintenanceOf(other)
      if (twice > 0n) {
        const value = divideRounded(magnitude(other.position.size) * close, SCALE, 'up')
        free -= divideRounded(value, twice, 'up')
      }
    }
    return free
  }

  /**
   * Value = free + side × (price × size − cost) meets maintenance = price × size / twice the highest
   * leverage. Rounded towards the entry, so that it is never too late; null where it is not above zero.
   */
  protected exactLiquidationPrice(market: CandleMarket): Price | null {
    const position = market.position
    if (position === null) return null
    const isLong = position.size > 0n
    const size = magnitude(position.size)
    const need = isLong
      ? position.cost - this.freeWithout(market)
      : position.cost + this.freeWithout(market)
    if (need <= 0n) return null
    const twice = this.maintenanceOf(market)
    const [numerator, denominator] =
      twice === 0n
        ? [need * SCALE, size]
        : [need * SCALE * twice, size * (isLong ? twice - 1n : twice + 1n)]
    return asPrice(divideRounded(numerator, denominator, isLong ? 'up' : 'down'))
  }

  /** Dollars that positions at their entry cost leave free, at the closes last seen but never below zero. */
  freeMargin(): Money {
    let free: bigint = this.cash
    if (this.openPositions > 0) {
      for (const { position, settings, lastClose } of this.markets) {
        if (position === null) continue
        const close = candlePrice(lastClose)
        const value = divideRounded(magnitude(position.size) * close, SCALE, 'up')
        free += unrealizedPnl(position, close)
        free -= divideRounded(value, BigInt(settings.leverage), 'up')
      }
    }
    return asMoney(free > 0n ? free : 0n)
  }
}

/** The price at which `value` dollars are gone, in the account's favour; above zero. */
export function usedUpPrice(mark: Price, size: Quantity, value: bigint): Price {
  const distance = divideRounded(value * SCALE, magnitude(size), 'down')
  const price = mark - (size > 0n ? distance : -distance)
  return asPrice(price > 0n ? price : 1n)
}
