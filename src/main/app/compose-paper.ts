import { join } from 'node:path'
import type { PracticeLedgerView } from '#contract/custody-views.ts'
import type { StatusView } from '#contract/views.ts'
import type { InputBody } from '#core/engine/inputs.ts'
import type { DeskState } from '#core/engine/state.ts'
import { PROFILES } from '#core/risk/limits.ts'
import { gapSentence } from '../candles/read-candle-file.ts'
import { loadCandleFileFeed } from '../paper-exchange/feeds/candle-file-feed.ts'
import type { Feed } from '../paper-exchange/feeds/feed.ts'
import { createSyntheticFeed } from '../paper-exchange/feeds/synthetic-feed.ts'
import type { LiveFeed, LiveSourceOptions } from '../paper-exchange/live/live-source.ts'
import { startLiveFeed } from '../paper-exchange/live/live-source.ts'
import type { PaperExchange } from '../paper-exchange/start-paper-exchange.ts'
import { startPaperExchange } from '../paper-exchange/start-paper-exchange.ts'
import type { Clock } from '../runtime/clock.ts'
import type { GuardedDevice } from '../signer/practice-ledger/guarded-practice-ledger.ts'
import { createGuardedPracticeLedger } from '../signer/practice-ledger/guarded-practice-ledger.ts'
import { Autopilot, latencyAt } from './autopilot.ts'
import type { PaperControls } from './desk-handlers.ts'
import type { Switches } from './switches.ts'

/** What paper mode has in the place of a venue and a device. */
export interface PaperSide {
  /** Of this feed alone: its exchange and its log belong together. */
  readonly folder: string
  readonly device: GuardedDevice
  readonly controls: PaperControls
  /** What a person should know of the recorded prices; null: nothing. */
  readonly note: string | null
  /** Starts the exchange; the account has its money from then on. */
  open(accountAddress: string): Promise<PaperExchange>
  feed(): StatusView['feed']
  isAutopilotOn(): boolean
  practiceLedger(): PracticeLedgerView
  /** A replay waits with the person: it runs at 1× while a ticket is open. */
  onStep(state: DeskState, isLoud: boolean, enqueue: (body: InputBody) => void): void
  close(): Promise<void>
}

type PaperSwitches = Pick<Switches, 'replayFile' | 'replayFromMs' | 'speed' | 'seed' | 'autopilot'>

const folderName = (feed: Feed): string => feed.id.replace(/[^A-Za-z0-9]+/g, '-')

function practiceView(device: GuardedDevice): PracticeLedgerView {
  const { model, title, text, pageIndex, pageCount, buttons, kind } = device.screen()
  return {
    model,
    title,
    text,
    pageIndex,
    pageCount,
    left: buttons.left ?? '',
    right: buttons.right ?? '',
    both: buttons.both ?? '',
    isBusy: kind === 'review',
  }
}

/** Whether a person is needed before anything goes on; the autopilot sees to the strategies'. */
const isWaitingForPerson = (state: DeskState, isAutopilotOn: boolean): boolean => {
  for (const { stage, origin } of state.book.tickets.values()) {
    if (isAutopilotOn && (stage !== 'pending' || origin.from === 'strategy')) continue
    if (stage === 'pending' || stage === 'preparing' || stage === 'onDevice') return true
  }
  return false
}

/** The pace of the market: the person's wish, and 1× while something waits for them. */
class Pace {
  #wanted: number
  #isHeld = false
  #exchange: PaperExchange | null = null
  readonly #isReplay: boolean

  constructor(wanted: number, isReplay: boolean) {
    this.#wanted = wanted
    this.#isReplay = isReplay
  }

  drive(exchange: PaperExchange): void {
    this.#exchange = exchange
    this.#apply()
  }

  /** Zero pauses. */
  want(speed: number): void {
    this.#wanted = speed
    this.#apply()
  }

  hold(isHeld: boolean): void {
    if (isHeld === this.#isHeld || !this.#isReplay) return
    this.#isHeld = isHeld
    this.#apply()
  }

  #apply(): void {
    if (!this.#exchange) return
    this.#exchange.setPaused(this.#wanted === 0)
    if (this.#wanted > 0)
      this.#exchange.setSpeed(this.#isHeld ? Math.min(1, this.#wanted) : this.#wanted)
  }
}

/** Live prices, or why there are none for now. */
export interface LiveTry {
  readonly feed: LiveFeed | null
  readonly problem: string | null
}

/** Never rejects: without the network there are invented prices, and the screen says so. */
export async function tryLiveFeed(options: LiveSourceOptions): Promise<LiveTry> {
  try {
    return { feed: await startLiveFeed(options), problem: null }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    const problem =
      `No live prices: ${why} These are invented, on an account of their own; the account with ` +
      'live prices waits until a start reaches them.'
    options.log(problem)
    return { feed: null, problem }
  }
}

/** Prepares paper mode; throws with one sentence when the candle file cannot be used. */
export function preparePaperSide(
  switches: PaperSwitches,
  dataFolder: string,
  clock: Clock,
  onScreen: () => void,
  live: LiveTry | null = null,
): PaperSide {
  const { replayFile, replayFromMs, seed } = switches
  const feed =
    live?.feed ??
    (replayFile === null
      ? createSyntheticFeed({ seed, startMs: clock.wallMs() })
      : loadCandleFileFeed(replayFile))
  const liveProblem = live?.problem ?? null
  const folder = join(dataFolder, 'paper', folderName(feed))
  let enqueue: ((body: InputBody) => void) | null = null
  let state: DeskState | null = null
  const autopilot = new Autopilot(switches.autopilot, {
    clock,
    speed: () => exchange?.status().speed ?? switches.speed,
    enqueue: (body) => enqueue?.(body),
  })
  const device = createGuardedPracticeLedger({
    clock,
    settings: { rawMessages: true, blindSigning: true },
    autopilotDelayMs: switches.autopilot ? latencyAt(switches.speed) : null,
  })
  const setDevicePace = (speed: number): void => {
    device.script({ autopilotDelayMs: autopilot.isOn ? latencyAt(speed) : null })
  }
  const pace = new Pace(switches.speed, replayFile !== null)
  const unsubscribe = device.subscribe(onScreen)
  let exchange: PaperExchange | null = null

  const missing = gapSentence(feed.gaps)
  return {
    folder,
    device,
    note: missing === null ? null : `In the candle file ${missing}: there are no prices then.`,
    controls: {
      pressButton: (button) => device.press(button),
      setAutopilot(isOn) {
        autopilot.set(isOn, state)
        setDevicePace(exchange?.status().speed ?? switches.speed)
        onScreen()
      },
      setSpeed(speed) {
        pace.want(speed)
        setDevicePace(speed)
      },
    },
    async open(accountAddress) {
      exchange = await startPaperExchange({
        clock,
        feed,
        dataDirectory: folder,
        seed,
        fundedAddresses: [accountAddress],
        openingLeverage: PROFILES.standard.leverageMax,
        ...(replayFromMs === null ? {} : { startMs: replayFromMs }),
      })
      pace.drive(exchange)
      return exchange
    },
    feed() {
      const status = exchange?.status()
      return {
        kind: live?.feed ? 'live' : replayFile === null ? 'synthetic' : 'replay',
        speed: status ? (status.isPaused ? 0 : status.speed) : null,
        isFinished: status?.hasEnded ?? false,
        label: liveProblem ?? status?.sentence ?? 'The paper exchange is starting.',
        problem: liveProblem,
      }
    },
    isAutopilotOn: () => autopilot.isOn,
    practiceLedger: () => practiceView(device),
    onStep(newState, isLoud, newEnqueue) {
      if (!isLoud) return
      state = newState
      enqueue = newEnqueue
      autopilot.onLoudStep(state)
      pace.hold(isWaitingForPerson(state, autopilot.isOn))
    },
    async close() {
      unsubscribe()
      autopilot.stop()
      await exchange?.close()
      live?.feed?.close()
    },
  }
}
