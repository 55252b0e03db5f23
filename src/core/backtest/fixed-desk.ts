import type { CandleClosed } from '../engine/market-inputs.ts'
import type { Side } from '../model/side.ts'
import { opposite } from '../model/side.ts'
import type { Price, Ratio } from '../money/amount.ts'
import { asRatio } from '../money/amount.ts'
import { toNumber } from '../money/decimal.ts'
import { movePrice, shareOf } from '../money/rounding.ts'
import type { CandleColumns } from '../strategies/candle-view.ts'
import type { BacktestSettings, FixedSizing } from './backtest-settings.ts'
import { candlePrice } from './candle-account.ts'
import type { CandleClock } from './candle-clock.ts'
import { isDirect } from './candle-clock.ts'
import type { CandleFill } from './candle-fill.ts'
import type { CandleMarket } from './candle-market.ts'
import { CandleVenue } from './candle-venue.ts'
import type { ExitOrder } from './exit-order.ts'
import { ResearchDesk } from './research-desk.ts'
import type { DecidingDesk, RecordedSignal } from './run-candles.ts'
import type { OpenLot } from './trade-recorder.ts'
import { TradeRecorder } from './trade-recorder.ts'

/** By coin: the candles that its strategy reads where they stand. */
export const columnsOf = ({ markets, strategy }: BacktestSettings): Map<string, CandleColumns> =>
  new Map(
    markets
      .filter((market) => isDirect(market, strategy))
      .map(({ coin, candles }) => [coin, candles]),
  )

/**
 * A backtest without the risk manager: the engine runs the strategies and keeps positions, cash and
 * fees; sizes are a fixed share of what is free. It cannot trade at a venue: signals are news to
 * this engine, and it makes no orders.
 */
export class FixedDesk implements DecidingDesk {
  readonly venue: CandleVenue
  readonly signals: RecordedSignal[] = []
  signalCount = 0
  readonly denials = new Map<string, number>()
  readonly #desk: ResearchDesk
  readonly #recorder: TradeRecorder
  readonly #sizing: FixedSizing
  readonly #fillsAtClose: boolean
  readonly #keepsSignals: boolean
  /** By instrument: the signal that waits for the next open. */
  readonly #waiting: (RecordedSignal | null)[]
  #tag = ''

  constructor(settings: BacktestSettings, sizing: FixedSizing) {
    this.#sizing = sizing
    this.#keepsSignals = settings.strategy.detail === 'full'
    this.#fillsAtClose = settings.fill === 'sameClose'
    this.#waiting = settings.markets.map(() => null)
    this.#recorder = new TradeRecorder(settings.markets.length)
    this.#desk = new ResearchDesk({
      signalsBecome: 'news',
      instruments: settings.markets.map(({ coin, sizeDecimals, maxLeverage }, assetId) => ({
        coin,
        assetId,
        sizeDecimals,
        maxLeverage,
        isDelisted: false,
      })),
      leverage: new Map(),
      cash: settings.cash,
      limits: null,
      strategy: settings.strategy,
      columns: columnsOf(settings),
      startMs: Math.min(...settings.markets.map(({ candles }) => candles.openTimeMs[0] ?? 0)) - 1,
    })
    this.venue = new CandleVenue(settings, {
      onFill: (fill) => this.#onFill(fill),
      onExitGone: () => undefined,
      onFunding: (coin, amount, tsEventMs) => {
        this.#desk.setTime(tsEventMs)
        this.#desk.take({ kind: 'fundingReported', coin, amount, tsEventMs })
      },
    })
  }

  get trades() {
    return this.#recorder.trades
  }

  get openLots(): readonly OpenLot[] {
    return this.#recorder.openLots
  }

  /** The engine's own cash; equal to the venue's at every moment. */
  get bookCash() {
    return this.#desk.state.book.cash
  }

  /** The engine's own position in a coin. */
  bookPosition(coin: string): bigint {
    return this.#desk.state.book.positions.get(coin)?.quantity ?? 0n
  }

  #onFill(fill: CandleFill): void {
    this.#desk.setTime(fill.tsEventMs)
    this.#desk.take(fill)
    this.#desk.forgetFills()
    this.#recorder.take(fill, this.#tag)
  }

  onOpen(market: CandleMarket, bar: number): void {
    const waiting = this.#waiting[market.index]
    if (!waiting) return
    this.#waiting[market.index] = null
    const tsMs = market.openTimes[bar] as number
    const open = market.opens[bar] as number
    this.#enter(market, waiting, candlePrice(open), tsMs, bar)
  }

  onClose(market: CandleMarket, clock: CandleClock, bar: number): void {
    const closed = clock.close(bar)
    if (closed === null) return
    if (this.#desk.watchCandle(closed, market.openTimes, bar, market.lengthMs))
      this.#takeSignals(market, closed, bar)
  }

  #takeSignals(market: CandleMarket, closed: CandleClosed, bar: number): void {
    const { nowMs: tsMs, state } = this.#desk
    const { market: seen } = state
    for (const runner of seen.runners.values()) {
      const signal = runner.freshSignal
      if (signal === null || runner.coin !== market.settings.coin) continue
      const recorded = { coin: runner.coin, bar, tsMs, signal }
      this.signalCount += 1
      if (this.#keepsSignals) this.signals.push(recorded)
      if (!this.#fillsAtClose) this.#waiting[market.index] = recorded
      else this.#enter(market, recorded, candlePrice(closed.bar.close), tsMs - 1, bar)
    }
  }

  #enter(
    market: CandleMarket,
    { signal }: RecordedSignal,
    price: Price,
    tsMs: number,
    bar: number,
  ): void {
    const { venue } = this
    const { isExclusive, share } = this.#sizing
    const { side } = signal
    if (isExclusive) venue.close(market, price, 'signal', tsMs, bar)
    const money = shareOf(venue.freeMargin(), share, 'down')
    const quantity = venue.affordable(market, side, price, money)
    if (quantity <= 0n) return
    this.#tag = signal.reason
    const fill = venue.execute(market, {
      side,
      quantity,
      price,
      reason: 'entry',
      clientOrderId: null,
      tsMs,
      bar,
    })
    this.#protect(market, fill, tsMs)
    venue.watch(market)
  }

  /** A stop and a target for all that is open now, away from the price of the last entry. */
  #protect(market: CandleMarket, entry: CandleFill, tsMs: number): void {
    const { protection } = this.#sizing
    const { venue } = this
    venue.dropExits(market, tsMs)
    if (protection.stop === null && protection.target === null) return
    if (market.position === null) return
    const isLong = market.position.size > 0n
    const side: Side = opposite(isLong ? 'buy' : 'sell')
    const quantity = fillQuantity(market)
    const rest = (role: ExitOrder['role'], distance: Ratio | null): void => {
      if (distance === null) return
      const isBelow = (role === 'stop') === isLong
      const moved = asRatio(isBelow ? -distance : distance)
      const trigger = movePrice(entry.price, moved, isBelow ? 'up' : 'down')
      const triggerNumber = toNumber(trigger)
      venue.rest(market, {
        role,
        side,
        trigger,
        triggerNumber,
        quantity,
        clientOrderId: null,
        sibling: null,
      })
    }
    rest('stop', protection.stop)
    rest('target', protection.target)
  }
}

const fillQuantity = (market: CandleMarket) => {
  const held = market.held
  return (held < 0n ? -held : held) as CandleFill['quantity']
}
