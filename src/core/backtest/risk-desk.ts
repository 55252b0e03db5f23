import type { Advance } from '../engine/decision-draft.ts'
import type { Effect } from '../engine/effects.ts'
import type { CandleClosed, QuoteTick } from '../engine/market-inputs.ts'
import { assertNever } from '../model/assert-never.ts'
import type { ClientOrderId } from '../model/ids.ts'
import { asVenueOrderId } from '../model/ids.ts'
import type { Signature } from '../model/signature.ts'
import type { Price } from '../money/amount.ts'
import { roundToTick } from '../money/tick.ts'
import type { BacktestSettings, RiskSizing } from './backtest-settings.ts'
import { candlePrice } from './candle-account.ts'
import type { CandleClock } from './candle-clock.ts'
import type { CandleFill } from './candle-fill.ts'
import type { CandleMarket } from './candle-market.ts'
import { CandleVenue } from './candle-venue.ts'
import type { ExitOrder } from './exit-order.ts'
import { columnsOf } from './fixed-desk.ts'
import { RESEARCH_ACCOUNT, ResearchDesk } from './research-desk.ts'
import type { DecidingDesk, RecordedSignal } from './run-candles.ts'
import { SentOrders } from './sent-orders.ts'
import type { OpenLot } from './trade-recorder.ts'
import { TradeRecorder } from './trade-recorder.ts'

const QUARTER_HOUR_MS = 15 * 60_000
/** No device is asked: the hash and the bytes of an action that is never sent. */
const NO_HASH = `0x${'0'.repeat(64)}`
const NO_SIGNATURE: Signature = { r: NO_HASH, s: NO_HASH, v: 27 }

/**
 * A backtest with the risk manager: signals become tickets, an autopilot approves each at once, and
 * the whole road of the desk is walked with its own code. Only the device and the network are not
 * there.
 */
export class RiskDesk implements DecidingDesk {
  readonly venue: CandleVenue
  readonly signals: RecordedSignal[] = []
  signalCount = 0
  readonly denials = new Map<string, number>()
  readonly #desk: ResearchDesk
  readonly #recorder: TradeRecorder
  readonly #sent: SentOrders
  /** By instrument: the candle that is over with the next open. */
  readonly #closed: (CandleClosed | null)[]
  readonly #halfSpread: bigint
  readonly #fillsAtClose: boolean
  #effects: Effect[] = []
  #beatenQuarter = -1
  #tag = ''

  constructor(settings: BacktestSettings, sizing: RiskSizing) {
    this.#fillsAtClose = settings.fill === 'sameClose'
    this.#halfSpread = settings.costs.halfSpread
    this.#closed = settings.markets.map(() => null)
    this.#recorder = new TradeRecorder(settings.markets.length)
    this.#desk = new ResearchDesk({
      signalsBecome: 'tickets',
      instruments: settings.markets.map(({ coin, sizeDecimals, maxLeverage }, assetId) => ({
        coin,
        assetId,
        sizeDecimals,
        maxLeverage,
        isDelisted: false,
      })),
      leverage: new Map(settings.markets.map(({ coin, leverage }) => [coin, leverage])),
      cash: settings.cash,
      limits: sizing.limits,
      strategy: settings.strategy,
      columns: columnsOf(settings),
      startMs: Math.min(...settings.markets.map(({ candles }) => candles.openTimeMs[0] ?? 0)) - 1,
    })
    this.venue = new CandleVenue(settings, {
      onFill: (fill) => this.#onFill(fill),
      onExitGone: (order, tsMs) => this.#onExitGone(order, tsMs),
      onFunding: (coin, amount, tsEventMs) => {
        this.#desk.setTime(tsEventMs)
        this.#take({ kind: 'fundingReported', coin, amount, tsEventMs })
      },
    })
    this.#sent = new SentOrders(this.venue, (body) => this.#take(body))
  }

  get trades() {
    return this.#recorder.trades
  }

  get openLots(): readonly OpenLot[] {
    return this.#recorder.openLots
  }

  /** The engine, for tests and for what the report says of it. */
  get state() {
    return this.#desk.state
  }

  #take(body: Parameters<ResearchDesk['take']>[0]): void {
    this.#note(this.#desk.take(body))
  }

  #note({ events, effects }: Advance): void {
    for (const event of events) {
      if (event.type !== 'OrderDenied') continue
      const { code } = event.decision
      this.denials.set(code, (this.denials.get(code) ?? 0) + 1)
    }
    if (effects.length > 0) this.#effects.push(...effects)
  }

  #onFill(fill: CandleFill): void {
    this.#desk.setTime(fill.tsEventMs)
    this.#recorder.take(fill, this.#tag)
    this.#take(fill)
  }

  #onExitGone(order: ExitOrder, tsMs: number): void {
    if (order.clientOrderId === null) return
    this.#desk.setTime(tsMs)
    this.#take({
      kind: 'orderReported',
      clientOrderId: order.clientOrderId,
      venueOrderId: asVenueOrderId('0'),
      status: 'canceled',
      venueStatus: 'canceled',
      tsEventMs: tsMs,
    })
  }

  #quote(market: CandleMarket, value: number): QuoteTick {
    const price = candlePrice(value)
    const { sizeDecimals, coin } = market.settings
    const apart = (price * this.#halfSpread) / 100_000_000n
    const bid = (price - apart) as Price
    const ask = (price + apart) as Price
    return {
      kind: 'quoteTick',
      coin,
      bid: apart === 0n ? bid : roundToTick(bid, sizeDecimals, 'down'),
      ask: apart === 0n ? ask : roundToTick(ask, sizeDecimals, 'up'),
      mark: price,
      tsEventMs: this.#desk.nowMs,
    }
  }

  /**
   * A candle is over with the first price after it, at the venue as here: the desk learns of it at
   * the next open and sizes by that price, and its order meets the same one.
   */
  onOpen(market: CandleMarket, bar: number): void {
    const closed = this.#closed[market.index]
    if (!closed) return
    this.#closed[market.index] = null
    const open = market.opens[bar] as number
    const tsMs = market.openTimes[bar] as number
    this.#decide(market, closed, open, tsMs, bar - 1)
    this.#arrive(market, open, tsMs, bar)
  }

  onClose(market: CandleMarket, clock: CandleClock, bar: number): void {
    const tsMs = (market.openTimes[bar] as number) + market.lengthMs
    const close = market.lastClose
    this.#desk.setTime(tsMs)
    this.#beat(market, close, tsMs)
    const closed = clock.close(bar)
    if (closed === null) return
    if (!this.#fillsAtClose) {
      this.#closed[market.index] = closed
      return
    }
    this.#decide(market, closed, close, tsMs, bar)
    this.#arrive(market, close, tsMs, bar)
  }

  #decide(
    market: CandleMarket,
    closed: CandleClosed,
    price: number,
    tsMs: number,
    bar: number,
  ): void {
    const desk = this.#desk
    desk.setTime(tsMs)
    this.#note(desk.takeCandle(closed, () => this.#quote(market, price)))
    if (!desk.state.market.hasFreshSignal) return
    this.#recordSignals(market, (market.openTimes[bar] as number) + market.lengthMs, bar)
    this.#approve()
  }

  #recordSignals({ settings: { coin } }: CandleMarket, tsMs: number, bar: number): void {
    for (const runner of this.#desk.state.market.runners.values()) {
      const signal = runner.freshSignal
      if (signal === null || runner.coin !== coin) continue
      this.signalCount += 1
      this.signals.push({ coin, bar, tsMs, signal })
      this.#tag = signal.reason
    }
  }

  /**
   * The live desk's heart beats every second. Here it beats where its answer could differ from the
   * last one: while something is open or held against entries, and on every quarter of an hour, on
   * which every time zone's day begins.
   */
  #beat(market: CandleMarket, close: number, tsMs: number): void {
    const quarter = Math.floor(tsMs / QUARTER_HOUR_MS)
    const { book } = this.#desk.state
    const isQuiet = this.venue.isFlat && book.risk.causes.length === 0
    if (isQuiet && quarter === this.#beatenQuarter) return
    this.#beatenQuarter = quarter
    this.#take(this.#quote(market, close))
    this.#take({ kind: 'heartbeatTicked' })
    this.#runEffects()
  }

  /** The autopilot: what the risk manager passed is approved and signed within the same moment. */
  #approve(): void {
    for (const ticket of this.#desk.state.book.underWay.values()) {
      if (ticket.stage !== 'pending' || ticket.origin.from !== 'strategy') continue
      const { ticketId, digest } = ticket
      this.#take({ kind: 'approvalGranted', ticketId, digest })
      this.#runEffects()
    }
  }

  /** Each round hands on what the last led to; a ticket has five steps up to the venue. */
  #runEffects(): void {
    for (let round = 0; this.#effects.length > 0; round += 1) {
      if (round > 100) throw new Error('the backtest’s desk does not come to rest')
      const effects = this.#effects
      this.#effects = []
      for (const effect of effects) this.#run(effect)
    }
  }

  #run(effect: Effect): void {
    switch (effect.kind) {
      case 'prepareAction': {
        const { ticketId, attempt } = effect
        const prepared = { connectionId: NO_HASH, actionHex: '80' }
        this.#take({ kind: 'actionPrepared', ticketId, attempt, ...prepared })
        return
      }
      case 'signAction': {
        const { ticketId, attempt, connectionId } = effect
        this.#take({
          kind: 'signatureReturned',
          ticketId,
          attempt,
          connectionId,
          signature: NO_SIGNATURE,
          recoveredAddress: RESEARCH_ACCOUNT,
        })
        return
      }
      case 'submitAction':
        this.#sent.add(effect, this.#tag)
        return
      case 'lookUpOrder':
        this.#lookUp(effect.clientOrderId)
        return
      case 'observeAccount':
      case 'cancelSigning':
      case 'dropSession':
      case 'signResume':
        return
      default:
        assertNever(effect)
    }
  }

  /** What was sent meets its first price. */
  #arrive(market: CandleMarket, price: number, tsMs: number, bar: number): void {
    if (!this.#sent.areWaiting(market)) return
    this.#desk.setTime(tsMs)
    this.#take(this.#quote(market, price))
    this.#sent.arrive(market, price, tsMs, bar, (tag) => {
      this.#tag = tag
    })
    this.#runEffects()
  }

  /** An order that the venue refused was never seen there. */
  #lookUp(clientOrderId: ClientOrderId): void {
    this.#take({ kind: 'orderLookedUp', clientOrderId, answer: { result: 'neverSeen' } })
  }
}
