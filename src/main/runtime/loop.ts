import { advance } from '#core/engine/advance.ts'
import { applyEvent } from '#core/engine/apply-event.ts'
import type { EventBody } from '#core/engine/events.ts'
import type { Input, InputBody } from '#core/engine/inputs.ts'
import type { QuoteTick } from '#core/engine/market-inputs.ts'
import { observe } from '#core/engine/observe.ts'
import { raiseCause } from '#core/engine/risk-causes.ts'
import type { DeskState } from '#core/engine/state.ts'
import { createState } from '#core/engine/state.ts'
import type { Mode } from '#core/model/signature.ts'
import type { Clock } from './clock.ts'
import { InputQueue } from './input-queue.ts'
import type { OutboxRow, StorePort } from './ports.ts'

/** Quiet inputs that are kept for the replay until the next commit; then the oldest go first. */
const RECORDS_KEPT = 5_000
/** Every poll of the venue brings these again; they are quiet whatever the prices are. */
const REPEATED_REPORTS: ReadonlySet<InputBody['kind']> = new Set([
  'fillReported',
  'orderReported',
  'fundingReported',
  'orderLookedUp',
  'leverageReported',
])
/** Inputs handled before other work of the process gets its turn. */
const INPUTS_A_TURN = 200

const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown))

export interface LoopOptions {
  readonly mode: Mode
  readonly store: StorePort
  readonly clock: Clock
  /** The venue's clock, epoch ms. */
  readonly marketNowMs: () => number
  /** Runs after the commit; its result comes back as an input. */
  readonly runEffect: (row: OutboxRow) => void
  /** After every input: loud ones changed the book, quiet ones at most the market. */
  readonly onStep: (state: DeskState, isLoud: boolean) => void
  /** The log refused or the state broke; entries are halted or, at worst, the loop stands still. */
  readonly onFault: (fault: Error) => void
}

/**
 * The one queue of the desk. For each input: observe, advance, fold, commit, publish, run effects.
 * Nothing else changes the state, and nothing calls backwards.
 */
export class DeskLoop {
  readonly #options: LoopOptions
  readonly #queue = new InputQueue()
  #state: DeskState
  #quiet: Input[] = []
  readonly #unrecordedQuotes = new Map<string, Input>()
  #isScheduled = false
  #isStopped = false

  /** Folds the log; throws when the chain is broken. */
  constructor(options: LoopOptions) {
    this.#options = options
    this.#state = createState(options.mode)
    this.#fold()
  }

  get state(): DeskState {
    return this.#state
  }

  /** Takes an input from an adapter or a screen. Once the loop has stopped it takes nothing. */
  readonly enqueue = (body: InputBody): void => {
    if (this.#isStopped) return
    if (!this.#queue.push(body)) {
      this.#fail(new Error('The input queue is full; the desk stops so that nothing is lost.'))
      return
    }
    this.#schedule()
  }

  /** Handles one input at once, before anything that waits; for the first inputs of a start. */
  step(body: InputBody): void {
    const { clock, marketNowMs } = this.#options
    const input: Input = {
      stamp: {
        tsWallMs: Math.floor(clock.wallMs()),
        tsMarketMs: Math.max(0, Math.floor(marketNowMs())),
      },
      body,
    }
    try {
      this.#handle(input)
    } catch (fault) {
      this.#halt(input, asError(fault))
      if (!this.#isStopped) this.#handleAgain(input)
    }
  }

  stop(): void {
    this.#isStopped = true
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#options.clock.nextTurn(() => this.#drain())
  }

  #drain(): void {
    this.#isScheduled = false
    for (let handled = 0; handled < INPUTS_A_TURN && !this.#isStopped; handled += 1) {
      const body = this.#queue.shift()
      if (!body) return
      this.step(body)
    }
    if (this.#queue.length > 0 && !this.#isStopped) this.#schedule()
  }

  #handle(input: Input): void {
    const venueRecord = this.#state.market.breaker
    observe(this.#state, input)
    const { events, effects } = advance(this.#state, input)
    const isQuiet = events.length === 0 && effects.length === 0
    if (isQuiet) {
      this.#record(input, venueRecord !== this.#state.market.breaker)
      this.#options.onStep(this.#state, false)
      return
    }
    this.#apply(input, events)
    const ids = this.#options.store.commit(input, this.#records(), events, effects)
    this.#forgetRecords()
    this.#options.onStep(this.#state, true)
    effects.forEach((effect, index) => {
      this.#options.runEffect({ id: ids[index] ?? 0, effect })
    })
  }

  #apply(input: Input, events: readonly EventBody[]): void {
    for (const event of events) applyEvent(this.#state.book, event, input.stamp)
  }

  /**
   * Of quotes only the last before another input counts: it was quiet because of them. Heartbeats
   * say nothing that the next input's stamp does not, except when they noticed that prices have
   * become old or fresh.
   */
  #record(input: Input, isVenueJudgedAnew: boolean): void {
    const { kind } = input.body
    if (kind === 'quoteTick') {
      this.#unrecordedQuotes.set((input.body as QuoteTick).coin, input)
      return
    }
    if (kind === 'heartbeatTicked' && !isVenueJudgedAnew) return
    if (!REPEATED_REPORTS.has(kind)) this.#recordQuotes()
    this.#quiet.push(input)
    if (this.#quiet.length > RECORDS_KEPT) this.#quiet.splice(0, this.#quiet.length - RECORDS_KEPT)
  }

  #recordQuotes(): void {
    this.#quiet.push(...this.#unrecordedQuotes.values())
    this.#unrecordedQuotes.clear()
  }

  #records(): readonly Input[] {
    return [...this.#quiet, ...this.#unrecordedQuotes.values()]
  }

  #forgetRecords(): void {
    this.#quiet = []
    this.#unrecordedQuotes.clear()
  }

  #fold(): void {
    const market = this.#state.market
    const { book } = createState(this.#options.mode)
    for (const { body, tsWallMs, tsMarketMs } of this.#options.store.readAll()) {
      applyEvent(book, body, { tsWallMs, tsMarketMs })
    }
    this.#state = { book, market }
  }

  /**
   * A broken invariant: the input's events were not committed, so the book is folded again from the
   * log, and entries are halted. If even that cannot be written, the loop stands still.
   */
  #halt(input: Input, fault: Error): void {
    this.#options.onFault(fault)
    try {
      this.#fold()
      const reason = `The desk stopped an input that it could not record: ${fault.message}`
      const events = [raiseCause(this.#state.book, 'invariantBroken', reason, null)]
      this.#apply(input, events)
      this.#options.store.commit(input, this.#records(), events, [])
      this.#forgetRecords()
      this.#options.onStep(this.#state, true)
    } catch (second) {
      this.#fail(new Error('The log cannot be written any more.', { cause: second }))
    }
  }

  /**
   * Once the halt is written the input gets a second chance: a full disk must cost neither a press
   * of the kill switch nor an answer of the venue. What fails again is left out.
   */
  #handleAgain(input: Input): void {
    try {
      this.#handle(input)
    } catch (fault) {
      this.#options.onFault(asError(fault))
      this.#fold()
      this.#options.onStep(this.#state, true)
    }
  }

  #fail(fault: Error): void {
    this.#isStopped = true
    this.#options.onFault(fault)
    this.#options.onStep(this.#state, true)
  }
}
