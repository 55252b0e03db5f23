import type { InputBody } from '#core/engine/inputs.ts'
import type { CandleBar } from '#core/engine/market-inputs.ts'
import type { MatchingEvent } from '#core/matching/matching-event.ts'
import type { Instrument } from '#core/model/instrument.ts'
import type { Terms } from '#core/model/terms.ts'
import type { Timeframe } from '#core/model/timeframe.ts'
import type { Clock } from '../../src/main/runtime/clock.ts'
import type { Emit, PreparedAction, VenuePort } from '../../src/main/runtime/ports.ts'
import { buildAction } from '../../src/main/venues/hyperliquid/prepare.ts'
import { signPayload } from '../../src/main/venues/hyperliquid/sign-payload.ts'
import type { SimCandles } from './sim-candles.ts'
import type { SimClock } from './sim-clock.ts'
import type { SimExchange } from './sim-exchange.ts'
import { INSTRUMENTS } from './sim-market.ts'
import type { SimNetwork } from './sim-network.ts'
import { SimRequests } from './sim-requests.ts'
import { SimStream } from './sim-stream.ts'

export interface SimVenueOptions {
  readonly exchange: SimExchange
  readonly network: SimNetwork
  readonly candles: SimCandles
  readonly world: SimClock
  readonly clock: Clock
  readonly isAlive: () => boolean
  readonly stir: () => void
  /** Between two steps: here a process may end. */
  readonly boundary: () => void
  /** Told of everything that goes to the desk, before it does. */
  readonly onEmit: (body: InputBody) => void
}

/** The venue port of one process: the adapter's own bytes, a simulated line. */
export class SimVenue implements VenuePort {
  readonly mode = 'paper'
  readonly #options: SimVenueOptions
  readonly #requests: SimRequests
  readonly #watched = new Set<string>()
  #stream: SimStream | null = null
  #emit: Emit = () => undefined

  constructor(options: SimVenueOptions) {
    this.#options = options
    this.#requests = new SimRequests(options)
  }

  async start(emit: Emit): Promise<void> {
    const { exchange, network, clock, isAlive, onEmit } = this.#options
    this.#emit = (body) => {
      if (!isAlive()) return
      onEmit(body)
      emit(body)
    }
    this.#emit({ kind: 'instrumentsLoaded', instruments: INSTRUMENTS })
    this.#stream = new SimStream({
      exchange,
      network,
      requests: this.#requests,
      clock,
      isAlive,
      emit: this.#emit,
    })
    this.#stream.start()
  }

  prepare(terms: Terms, nonce: number, expiresAfterMs: number): PreparedAction {
    const action = buildAction(terms, (coin) =>
      INSTRUMENTS.find((instrument) => instrument.coin === coin),
    )
    return signPayload(action, nonce, expiresAfterMs)
  }

  submit: VenuePort['submit'] = (effect) => {
    this.#options.boundary()
    const answered = this.#requests.submit(effect)
    this.#options.boundary()
    return answered.then((body) => {
      this.#stream?.learn(body)
      return body
    })
  }
  lookUpOrder: VenuePort['lookUpOrder'] = (id) => this.#requests.lookUp(id)
  observeAccount: VenuePort['observeAccount'] = async (cause) => {
    const observed = await this.#requests.observe(cause)
    return { ...observed, ...this.#stream?.confirmed }
  }

  async loadCandles(
    coin: string,
    timeframe: Timeframe,
    count: number,
  ): Promise<readonly CandleBar[]> {
    const bars = await this.#requests.ask(() =>
      this.#options.candles.closed(coin, timeframe, count),
    )
    if (bars === null) throw new Error('The venue did not answer.')
    return bars
  }

  watchCandles(coin: string, timeframe: Timeframe): void {
    this.#watched.add(`${coin} ${timeframe}`)
  }

  instruments(): readonly Instrument[] {
    return INSTRUMENTS
  }

  marketNowMs(): number {
    return this.#options.world.wallMs()
  }

  /** As the adapter measures it: with each message that tells the venue's time. */
  clockOffsetMs(): number | null {
    return this.#stream?.offsetMs ?? null
  }

  wake(reason: string): void {
    this.#stream?.reconnect(reason)
  }

  /** The machine went to sleep: the venue hangs up on it. */
  lost(): void {
    this.#stream?.lose()
  }

  async stop(): Promise<void> {
    this.#stream?.stop()
  }

  /** From the world: the venue did something. */
  heard(event: MatchingEvent): void {
    this.#stream?.heard(event)
  }

  /** From the world: the markets have moved on. */
  ticked(): void {
    this.#stream?.quotes()
    const { candles, network } = this.#options
    for (const body of candles.justClosed()) {
      if (!this.#watched.has(`${body.coin} ${body.timeframe}`) || network.isBroken) continue
      if (!network.strikes('pushLost')) this.#emit(body)
    }
  }
}
