import type { InputBody } from '#core/engine/inputs.ts'
import { replay } from '#core/engine/replay.ts'
import { isSameBook } from '../book-text.ts'
import { differences } from './convergence.ts'
import { MemoryDisk, MemoryStore, recordedSteps } from './memory-store.ts'
import { Monitor } from './monitor.ts'
import { SimCandles } from './sim-candles.ts'
import { SimClock } from './sim-clock.ts'
import { SimDesk } from './sim-desk.ts'
import { SIM_ADDRESS } from './sim-device.ts'
import { SimExchange } from './sim-exchange.ts'
import { SimNetwork } from './sim-network.ts'
import { SimRandom } from './sim-random.ts'

/** Evening: midnight, a new trading day, falls into most runs. */
const START_MS = Date.UTC(2026, 2, 2, 21, 0, 30)
const TICK_MS = 2_000
const LOOK_MS = 10_000
const CRASH_EVERY_MS = 70 * 60_000
const SLEEP_EVERY_MS = 130 * 60_000
const LEAP_EVERY_MS = 170 * 60_000
const DISK_FAULT_EVERY_MS = 300 * 60_000
/** After the faults have stopped everything must be in order again within so long. */
const SETTLE_MS = 10 * 60_000
/** At the very end nothing new begins: what happens in the last second cannot be known by then. */
const REST_MS = 150_000
const WARM_UP_CANDLES = 400
/** Of so many seeds one is replayed from its recorded inputs. */
const REPLAY_EVERY = 4

export interface SeedOptions {
  readonly seed: number
  readonly hours: number
}

export interface SeedResult {
  readonly seed: number
  readonly violations: readonly string[]
  readonly traceHash: string
  readonly tickets: number
  readonly fills: number
  readonly crashes: number
  readonly faults: Readonly<Record<string, number>>
  readonly coverage: readonly (readonly [string, number])[]
  /** Recorded inputs that led to the very events of the log when they were replayed. */
  readonly replayedSteps: number
}

/** The world of one seed: it goes on whatever becomes of the processes in it. */
class World {
  readonly clock = new SimClock(START_MS)
  readonly monitor = new Monitor(this.clock)
  readonly random: SimRandom
  readonly exchange: SimExchange
  readonly network: SimNetwork
  readonly candles: SimCandles
  readonly disk = new MemoryDisk()
  readonly #signed = new Map<string, string>()
  readonly keepsInputs: boolean
  readonly #endMs: number
  desk: SimDesk | null = null
  crashes = 0
  deviceFaults = 0
  sleeps = 0
  leaps = 0
  diskFaults = 0
  isCalm = false
  isAtRest = false
  isStirred = false

  constructor(seed: number, hours: number) {
    this.random = new SimRandom(seed)
    this.#endMs = START_MS + hours * 3_600_000
    this.keepsInputs = seed % REPLAY_EVERY === 1
    this.network = new SimNetwork(this.clock, this.random.fork())
    this.exchange = new SimExchange({
      random: this.random.fork(),
      accountAddress: SIM_ADDRESS,
      startMs: START_MS,
      signed: this.#signed,
      listener: (event) => {
        this.monitor.venueDid(event)
        this.desk?.heard(event)
      },
    })
    this.monitor.watch(this.exchange)
    this.candles = new SimCandles(this.exchange, WARM_UP_CANDLES)
    this.#tick()
    this.#look()
    this.startDesk()
    const firstCrashMs = hours * 3_600_000 * (0.05 + 0.85 * this.random.share())
    this.clock.setTimer(firstCrashMs, () => this.desk?.crash())
    this.#planCrash()
    this.#planDiskFault()
    this.#planSleep()
    this.#planLeap()
  }

  startDesk(): void {
    if (this.desk?.isAlive) return
    const desk = new SimDesk({
      world: this.clock,
      random: this.random.fork(),
      exchange: this.exchange,
      network: this.network,
      candles: this.candles,
      signed: this.#signed,
      store: new MemoryStore(this.disk, this.keepsInputs),
      skewMs: this.random.whole(-1_500, 1_500),
      isCalm: () => this.isCalm,
      isAtRest: () => this.isAtRest,
      stir: () => {
        this.isStirred = true
      },
      onEmit: (_desk, body: InputBody) => this.monitor.emitted(body),
      onCommitted: (by, input, events) => this.monitor.committed(by, input, events),
      onProblem: (_desk, message) => this.monitor.accuse(message),
      onDeviceFault: () => {
        this.deviceFaults += 1
      },
      onEnd: () => {
        this.crashes += 1
        const wait = this.random.chance(0.2) ? this.random.whole(60_000, 600_000) : 3_000
        this.clock.setTimer(this.isCalm ? 1_000 : wait, () => this.startDesk())
      },
    })
    this.desk = desk
    this.monitor.compareBooks(desk)
    desk.start().catch((cause: unknown) => this.monitor.accuse(String(cause)))
    this.isStirred = true
  }

  #tick(): void {
    this.clock.setTimer(TICK_MS, () => {
      this.exchange.tick(this.clock.wallMs())
      this.candles.tick()
      this.desk?.ticked()
      this.#tick()
    })
  }

  #look(): void {
    this.clock.setTimer(LOOK_MS, () => {
      this.monitor.standing.look(this.desk, this.network.readFailedMs)
      this.#look()
    })
  }

  #planCrash(): void {
    this.clock.setTimer(this.random.wait(CRASH_EVERY_MS), () => {
      if (this.isCalm) return
      if (this.random.chance(0.3)) this.desk?.crash()
      else this.desk?.crashSoon(this.random.whole(1, 12))
      this.#planCrash()
    })
  }

  #planDiskFault(): void {
    this.clock.setTimer(this.random.wait(DISK_FAULT_EVERY_MS), () => {
      if (this.isCalm) return
      this.diskFaults += 1
      this.monitor.commitRefused()
      this.desk?.refuseCommits(this.random.whole(1, 2))
      this.#planDiskFault()
    })
  }

  #planSleep(): void {
    this.clock.setTimer(this.random.wait(SLEEP_EVERY_MS), () => {
      if (this.isCalm) return
      this.sleeps += 1
      const [low, high] = this.random.chance(0.3) ? [300_000, 5_400_000] : [8_000, 240_000]
      // Nobody sleeps into the time in which everything has to come to rest.
      const leftMs = this.#endMs - this.clock.wallMs()
      this.desk?.sleep(Math.min(this.random.whole(low, high), leftMs))
      this.#planSleep()
    })
  }

  #planLeap(): void {
    this.clock.setTimer(this.random.wait(LEAP_EVERY_MS), () => {
      if (this.isCalm) return
      this.leaps += 1
      this.monitor.clockLeapt()
      const far = this.random.pick([4_000, 60_000, 3_600_000, 86_400_000]) ?? 60_000
      this.desk?.leap(this.random.whole(-far, far))
      this.#planLeap()
    })
  }

  /** Runs until then; what was promised runs in between, as in a real process. */
  async run(untilMs: number): Promise<void> {
    while (this.clock.step(untilMs)) {
      if (!this.isStirred) continue
      this.isStirred = false
      await new Promise((resolve) => setImmediate(resolve))
      if (this.monitor.hasFailed) return
    }
  }

  calm(): void {
    this.isCalm = true
    this.network.calm()
    this.desk?.spare()
    // Whoever has not started the desk again by now does it at last.
    this.clock.setTimer(1_000, () => this.startDesk())
  }

  /** Prices stand still and nobody presses anything; what is under way comes to its end. */
  rest(): void {
    this.isAtRest = true
    this.exchange.standStill()
  }
}

/** Simulates one day of a desk; the same seed takes the same course to the last event. */
export async function runSeed({ seed, hours }: SeedOptions): Promise<SeedResult> {
  const world = new World(seed, hours)
  const { monitor, exchange, network } = world
  await world.run(START_MS + hours * 3_600_000)
  if (!monitor.hasFailed) {
    world.calm()
    const endMs = world.clock.wallMs() + SETTLE_MS
    await world.run(endMs - REST_MS)
    world.rest()
    await world.run(endMs)
  }
  if (!monitor.hasFailed) {
    if (!world.desk?.isAlive) monitor.accuse('the desk does not run any more')
    else monitor.compareBooks(world.desk)
    for (const problem of differences(monitor.book, exchange)) monitor.accuse(`at rest: ${problem}`)
  }
  const replayedSteps = monitor.hasFailed || !world.keepsInputs ? 0 : replayDisk(world)
  return {
    seed,
    violations: monitor.violations,
    traceHash: monitor.traceHash(),
    tickets: monitor.book.tickets.size,
    fills: exchange.fills.length,
    crashes: world.crashes,
    faults: {
      ...Object.fromEntries(network.counts),
      device: world.deviceFaults,
      disk: world.diskFaults,
      sleep: world.sleeps,
      clockLeap: world.leaps,
    },
    coverage: [...monitor.coverage.counts],
    replayedSteps,
  }
}

/** Runs the recorded inputs through the engine again: the same events, and the same book. */
function replayDisk({ disk, monitor }: World): number {
  const replayed = replay('paper', recordedSteps(disk))
  if (!replayed.isSame) {
    const { step, input, recorded, replayed: anew } = replayed
    monitor.accuse(
      `the replay differs at input ${step} (${input.body.kind}): recorded ${recorded}, replayed ${anew}`,
    )
    return 0
  }
  if (!isSameBook(replayed.state.book, monitor.book)) {
    monitor.accuse('the book of the replay is not the fold of the log')
  }
  return replayed.steps
}
