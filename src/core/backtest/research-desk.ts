import { advance } from '../engine/advance.ts'
import { applyEvent } from '../engine/apply-event.ts'
import type { Advance } from '../engine/decision-draft.ts'
import { NOTHING } from '../engine/decision-draft.ts'
import type { EventBody } from '../engine/events.ts'
import type { InputBody, Stamp } from '../engine/inputs.ts'
import type { CandleBar, CandleClosed, QuoteTick } from '../engine/market-inputs.ts'
import { observe } from '../engine/observe.ts'
import type { DeskState, SignalsBecome } from '../engine/state.ts'
import { createState } from '../engine/state.ts'
import { asDeskId } from '../model/ids.ts'
import type { Instrument } from '../model/instrument.ts'
import type { Money } from '../money/amount.ts'
import type { Limits } from '../risk/limits.ts'
import type { CandleColumns } from '../strategies/candle-view.ts'
import type { BacktestStrategy } from './backtest-settings.ts'

/** Fills that the engine keeps before they are let go of. */
const FILLS_KEPT = 512

/** Nobody's: no action of a backtest is ever signed or sent. */
export const RESEARCH_ACCOUNT = '0x0000000000000000000000000000000000000b7e'

export interface ResearchDeskOptions {
  readonly signalsBecome: SignalsBecome
  readonly instruments: readonly Instrument[]
  readonly leverage: ReadonlyMap<string, number>
  readonly cash: Money
  readonly limits: Limits | null
  readonly strategy: BacktestStrategy
  /** Before the first candle. */
  readonly startMs: number
  /** Closed candles from before, for the warm-up. */
  readonly history?: readonly CandleBar[]
  /** By coin: candles that the strategy reads where they stand. */
  readonly columns: ReadonlyMap<string, CandleColumns>
}

/**
 * The engine as the live loop runs it (observe, advance, fold) with a simulated clock and no log.
 * One input object serves every step, so that a quiet candle allocates nothing.
 */
export class ResearchDesk {
  readonly state: DeskState
  readonly #stamp: { -readonly [Key in keyof Stamp]: Stamp[Key] }
  readonly #columns: ReadonlyMap<string, CandleColumns>
  readonly #input: { readonly stamp: Stamp; body: InputBody }

  constructor(options: ResearchDeskOptions) {
    const { startMs, instruments, strategy } = options
    this.#columns = options.columns
    this.state = createState('paper', options.signalsBecome)
    this.#stamp = { tsWallMs: startMs, tsMarketMs: startMs }
    this.#input = { stamp: this.#stamp, body: { kind: 'deskStarted' } }
    this.take({
      kind: 'deskFounded',
      deskId: asDeskId('00000000000000b7'),
      accountAddress: RESEARCH_ACCOUNT,
      derivationPath: "44'/60'/0'/0/0",
    })
    if (options.limits !== null) {
      // The log of a run begins with the limits that it is given.
      this.state.book.limits = options.limits
    }
    this.take({ kind: 'instrumentsLoaded', instruments })
    this.take({ kind: 'venueStateChanged', state: 'live', reason: 'candles' })
    this.take({
      kind: 'accountObserved',
      cause: 'start',
      cash: options.cash,
      positions: [],
      openOrders: [],
    })
    for (const { coin } of instruments) {
      const leverage = options.leverage.get(coin)
      if (leverage !== undefined) this.#fold({ type: 'LeverageChanged', coin, leverage })
      this.#watch(coin, strategy, options.history ?? [])
    }
  }

  /** What a person set before the first candle. */
  #fold(event: EventBody): void {
    applyEvent(this.state.book, event, this.#stamp)
  }

  #watch(coin: string, strategy: BacktestStrategy, bars: readonly CandleBar[]): void {
    const { id: strategyId, timeframe, parameters, warmUpCandles, detail } = strategy
    const columns = this.#columns.get(coin) ?? null
    const run = { parameters, warmUpCandles, detail, columns }
    this.take({ kind: 'strategySwitched', strategyId, coin, timeframe, isOn: true })
    this.take({ kind: 'candlesLoaded', coin, timeframe, bars, run })
  }

  /**
   * Lets go of the fills that are folded. A backtest keeps its trades itself, and a list that grows
   * with every fill would cost more the longer a run is.
   */
  forgetFills(): void {
    const { fills, tradeIds } = this.state.book
    if (fills.length < FILLS_KEPT) return
    fills.length = 0
    tradeIds.clear()
  }

  /** A closed candle where signals are news: true where one stands in a runner now. */
  watchCandle(body: CandleClosed, openTimes: Float64Array, bar: number, lengthMs: number): boolean {
    // Read here: a double that is handed over is an allocation.
    const tsMs = (openTimes[bar] as number) + lengthMs
    this.#stamp.tsWallMs = tsMs
    this.#stamp.tsMarketMs = tsMs
    this.#input.body = body
    observe(this.state, this.#input)
    return this.state.market.hasFreshSignal
  }

  /** Market time and the machine's are one in a backtest. */
  setTime(tsMs: number): void {
    this.#stamp.tsWallMs = tsMs
    this.#stamp.tsMarketMs = tsMs
  }

  get nowMs(): number {
    return this.#stamp.tsMarketMs
  }

  /**
   * A closed candle. `onSignal` is called between the strategy's word and the decision, so that a
   * quote is made only where one is needed; quotes change nothing but the market.
   */
  takeCandle(body: CandleClosed, onSignal: () => QuoteTick): Advance {
    const { state } = this
    this.#input.body = body
    observe(state, this.#input)
    if (!state.market.hasFreshSignal) return NOTHING
    this.#input.body = onSignal()
    observe(state, this.#input)
    this.#input.body = body
    return this.#decide()
  }

  /** One input: observed, decided and folded, as in the live loop. */
  take(body: InputBody): Advance {
    const { state } = this
    this.#input.body = body
    observe(state, this.#input)
    return this.#decide()
  }

  #decide(): Advance {
    const { book } = this.state
    const result = advance(this.state, this.#input)
    if (result === NOTHING) return result
    for (const event of result.events) applyEvent(book, event, this.#stamp)
    return result
  }
}
