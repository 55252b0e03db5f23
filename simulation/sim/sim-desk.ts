import type { EventBody } from '#core/engine/events.ts'
import type { Input, InputBody } from '#core/engine/inputs.ts'
import type { DeskState } from '#core/engine/state.ts'
import type { MatchingEvent } from '#core/matching/matching-event.ts'
import type { AssembledDesk } from '../../src/main/app/assemble-desk.ts'
import { assembleDesk } from '../../src/main/app/assemble-desk.ts'
import type { StorePort } from '../../src/main/runtime/ports.ts'
import { Crash, fragileStore } from './fragile-store.ts'
import type { SimCandles } from './sim-candles.ts'
import { SIM_TIMEFRAME } from './sim-candles.ts'
import type { SimClock } from './sim-clock.ts'
import { ProcessClock } from './sim-clock.ts'
import { SIM_ADDRESS, SimDevice } from './sim-device.ts'
import type { SimExchange } from './sim-exchange.ts'
import type { SimNetwork } from './sim-network.ts'
import { SimPerson } from './sim-person.ts'
import type { SimRandom } from './sim-random.ts'
import { SimVenue } from './sim-venue.ts'

/** The screens of a simulated desk are drawn now and then, so that their code runs as well. */
const SCREEN_MS = 45 * 60_000
const DESK_ID = '5e5e5e5e5e5e5e5e'

export interface DeskParts {
  readonly world: SimClock
  readonly random: SimRandom
  readonly exchange: SimExchange
  readonly network: SimNetwork
  readonly candles: SimCandles
  readonly signed: Map<string, string>
  readonly store: StorePort
  /** How wrong this machine's clock is. */
  readonly skewMs: number
  readonly isCalm: () => boolean
  /** Nobody sits at the desk any more. */
  readonly isAtRest: () => boolean
  readonly stir: () => void
  readonly onEmit: (desk: SimDesk, body: InputBody) => void
  readonly onCommitted: (desk: SimDesk, input: Input, events: readonly EventBody[]) => void
  readonly onProblem: (desk: SimDesk, message: string) => void
  readonly onDeviceFault: () => void
  /** The process is gone. */
  readonly onEnd: (desk: SimDesk) => void
}

/** One process of the desk, from its start to its end, over the simulated ports. */
export class SimDesk {
  readonly #parts: DeskParts
  readonly #venue: SimVenue
  readonly #desk: AssembledDesk
  #isAlive = true
  #boundariesLeft: number | null = null
  #asleepUntilMs = 0
  #skewMs: number
  #refusals = 0
  /** Commits that the disk refused so far: the desk may halt for each of them. */
  refused = 0

  constructor(parts: DeskParts) {
    this.#parts = parts
    const { world, random } = parts
    this.#skewMs = parts.skewMs
    const isAlive = (): boolean => this.#isAlive
    const clock = new ProcessClock(world, {
      isAlive,
      skewMs: () => this.#skewMs,
      asleepUntilMs: () => this.#asleepUntilMs,
    })
    this.#venue = new SimVenue({
      ...parts,
      clock,
      isAlive,
      boundary: () => this.#boundary(),
      onEmit: (body) => parts.onEmit(this, body),
    })
    const device = new SimDevice({
      random: random.fork(),
      clock,
      stir: parts.stir,
      signed: parts.signed,
      onFault: parts.onDeviceFault,
      isCalm: parts.isCalm,
    })
    const store = fragileStore({
      store: parts.store,
      isAlive,
      boundary: () => this.#boundary(),
      isRefused: () => this.#isRefused(),
      onCommitted: (input, events) => parts.onCommitted(this, input, events),
    })
    this.#desk = assembleDesk({
      mode: 'paper',
      clock,
      screenClock: {
        wallMs: () => clock.wallMs(),
        monotonicMs: () => clock.monotonicMs(),
        setTimer: (_delayMs, callback) => clock.setTimer(SCREEN_MS, callback),
        nextTurn: (callback) => {
          clock.setTimer(SCREEN_MS, callback)
        },
      },
      venue: this.#venue,
      signer: device,
      store,
      accountAddress: SIM_ADDRESS,
      derivationPath: "44'/60'/0'/0/0",
      timeframe: SIM_TIMEFRAME,
      drawDeskId: () => DESK_ID,
      surroundings: {
        deviceName: 'Simulated Ledger',
        feed: () => ({ kind: 'synthetic', speed: 1, isFinished: false, label: '' }),
        isAutopilotOn: () => false,
        hasAutopilot: true,
      },
      practiceLedger: () => null,
      theme: () => 'system',
      setTheme: () => undefined,
      paper: null,
      send: () => undefined,
      log: (message, cause) => this.#log(message, cause),
    })
    new SimPerson({
      random: random.fork(),
      clock,
      state: () => this.state,
      press: (body) => {
        if (!parts.isAtRest()) this.#desk.loop.enqueue(body)
      },
      isCalm: parts.isCalm,
    })
  }

  get state(): DeskState {
    return this.#desk.loop.state
  }

  get isAlive(): boolean {
    return this.#isAlive
  }

  async start(): Promise<void> {
    try {
      await this.#desk.start()
    } catch (cause) {
      if (this.#isAlive) this.#parts.onProblem(this, `the desk did not start: ${String(cause)}`)
    }
    this.#parts.stir()
  }

  get isAsleep(): boolean {
    return this.#parts.world.wallMs() < this.#asleepUntilMs
  }

  /** The machine sleeps; its connection does not outlive that. */
  sleep(ms: number): void {
    if (this.isAsleep) return
    this.#asleepUntilMs = this.#parts.world.wallMs() + ms
    this.#venue.lost()
  }

  /** Somebody, or something, sets the clock of the machine. */
  leap(ms: number): void {
    this.#skewMs += ms
  }

  heard(event: MatchingEvent): void {
    if (this.#isAlive && !this.isAsleep) this.#venue.heard(event)
  }

  ticked(): void {
    if (this.#isAlive && !this.isAsleep) this.#venue.ticked()
  }

  /** Dead at once: no effect runs, no answer is heard, nothing more is written. */
  crash(): void {
    if (!this.#isAlive) return
    this.#isAlive = false
    this.#venue.stop().catch(() => undefined)
    this.#parts.onEnd(this)
  }

  /** Dies at one of the next boundaries: before a commit, after it, before or after a send. */
  crashSoon(boundaries: number): void {
    this.#boundariesLeft = boundaries
  }

  /** It will not die, nor will its disk fail. */
  spare(): void {
    this.#boundariesLeft = null
    this.#refusals = 0
  }

  /** The disk refuses the next commits. */
  refuseCommits(count: number): void {
    this.#refusals = count
  }

  /** An orderly end, as when the owner quits. */
  async quit(): Promise<void> {
    await this.#desk.stop()
    this.crash()
  }

  #boundary(): void {
    if (this.#boundariesLeft === null) return
    this.#boundariesLeft -= 1
    if (this.#boundariesLeft > 0) return
    this.crash()
    throw new Crash('the process has ended')
  }

  #isRefused(): boolean {
    if (this.#refusals === 0) return false
    this.#refusals -= 1
    this.refused += 1
    return true
  }

  #log(message: string, cause: unknown): void {
    if (!this.#isAlive) return
    const text = cause instanceof Error ? cause.message : String(cause)
    if (text.startsWith('E011')) return
    if (text.startsWith('The log cannot be written')) {
      // It stands still; its owner starts it anew.
      this.crash()
      return
    }
    if (message.startsWith('the engine stopped')) {
      const stack = cause instanceof Error ? (cause.stack ?? '') : ''
      this.#parts.onProblem(this, `${message}: ${text}\n${stack}`)
    }
  }
}
