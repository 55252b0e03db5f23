import type { PracticeLedgerView } from '#contract/custody-views.ts'
import type { AskedView } from '#contract/preferences.ts'
import type { RequestOf } from '#contract/requests.ts'
import type { DeskPatch, DeskSlices, HealthCheckView } from '#contract/views.ts'
import type { InputBody } from '#core/engine/inputs.ts'
import type { StrategySwitched } from '#core/engine/person-inputs.ts'
import type { DeskState } from '#core/engine/state.ts'
import { asDeskId } from '#core/model/ids.ts'
import type { Mode } from '#core/model/signature.ts'
import type { Timeframe } from '#core/model/timeframe.ts'
import { riskMode } from '#core/risk/risk-state.ts'
import { STRATEGIES } from '#core/strategies/catalogue.ts'
import { BookPushes } from '../ipc/book-pushes.ts'
import { Publisher } from '../ipc/publish.ts'
import type { DeskHandlers } from '../ipc/register-handlers.ts'
import type { CustodyAround } from '../ipc/views/custody-view.ts'
import type { Surroundings } from '../ipc/views/status-view.ts'
import type { Clock, Timer } from '../runtime/clock.ts'
import { correctedClock } from '../runtime/corrected-clock.ts'
import { DeskLoop } from '../runtime/loop.ts'
import type { BookLevels, OutboxRow, SignerPort, StorePort, VenuePort } from '../runtime/ports.ts'
import { createEffectRunner } from '../runtime/run-effect.ts'
import { SleepWatch } from '../runtime/sleep-watch.ts'
import type { AlertControls } from './alert-handlers.ts'
import type { CustodyControls } from './custody-handlers.ts'
import type { PaperControls } from './desk-handlers.ts'
import { createDeskHandlers } from './desk-handlers.ts'
import type { History } from './history.ts'
import { historySince } from './history-since.ts'
import type { Preferences } from './preferences-file.ts'
import { memoryPreferences } from './preferences-file.ts'
import type { RecordsControls } from './records-handlers.ts'
import type { ResearchControls } from './research-handlers.ts'
import type { DesktopControls } from './risk-handlers.ts'
import { WarmUps } from './warm-ups.ts'

const HEARTBEAT_MS = 1_000
/** The venue is compared with the log at least so often. */
const RECONCILE_MS = 5 * 60_000
const DEFAULT_COIN = 'BTC'
const NO_HOTKEY = { accelerator: null, isRegistered: false }

export type DeskLog = (message: string, cause?: unknown) => void

export interface AssembleOptions {
  readonly mode: Mode
  readonly clock: Clock
  /** By which the screens are shown what changed; `clock` where not given. */
  readonly screenClock?: Clock
  readonly venue: VenuePort
  readonly signer: SignerPort
  readonly store: StorePort
  /** As the device gave it, or as the log was founded with. */
  readonly accountAddress: string
  readonly derivationPath: string
  /** Of the default strategy; null takes the strategy's own. */
  readonly timeframe: Timeframe | null
  /** 16 random hex digits, asked for once in the life of a data folder. */
  readonly drawDeskId: () => string
  readonly surroundings: Pick<
    Surroundings,
    'deviceName' | 'feed' | 'isAutopilotOn' | 'hasAutopilot'
  >
  readonly practiceLedger: () => PracticeLedgerView | null
  /** Absent where there is no trading session and no choice of a driver. */
  readonly custody?: CustodyAround & CustodyControls
  /** Absent where there is no window. */
  readonly research?: ResearchControls
  /** Of the machine; given the venue's clock less this computer's. */
  readonly checks?: (clockOffsetMs: number | null) => Promise<readonly HealthCheckView[]>
  /** Absent where there is no window. */
  readonly records?: RecordsControls
  /** Absent where there is no window. */
  readonly alerts?: AlertControls
  /** Wipes the session key. */
  readonly dropSession?: () => void
  readonly theme: () => DeskSlices['theme']
  readonly setTheme: (theme: DeskSlices['theme']) => void
  /** Left out: kept as long as the process. */
  readonly preferences?: Preferences
  readonly history?: History
  readonly paper: PaperControls | null
  /** Left out where there is no window. */
  readonly desktop?: DesktopControls
  readonly send: (patch: DeskPatch) => void
  /** Left out where nobody looks at books. */
  readonly showBook?: (book: BookLevels) => void
  readonly onStep?: (state: DeskState, isLoud: boolean, enqueue: (body: InputBody) => void) => void
  readonly log: DeskLog
}

export interface AssembledDesk {
  readonly loop: DeskLoop
  readonly publisher: Publisher
  readonly handlers: DeskHandlers
  /** Connects device and venue; resolves when the venue has been asked for everything once. */
  start(): Promise<void>
  /** Asks the screen to show something: a screen's id, or `kill`. */
  ask(what: string): void
  /** Stops entries before it returns; false when even that could not be written. */
  pressKill(reason: string, shouldFlatten: boolean): boolean
  /** The machine slept: connects anew, compares with the venue, and freezes entries until then. */
  wake(reason: string): void
  stop(): Promise<void>
}

/**
 * Joins the parts of a desk without knowing any of them: the same for Electron, the command line
 * and the tests. Throws when the log does not fold.
 */
export function assembleDesk(options: AssembleOptions): AssembledDesk {
  const { mode, venue, signer, store, log } = options
  const clock = correctedClock(options.clock, () => venue.clockOffsetMs?.() ?? null)
  const timers = new Set<Timer>()
  const preferences = options.preferences ?? memoryPreferences()
  let asked: AskedView | null = null
  let run: (row: OutboxRow) => void = () => undefined

  const loop: DeskLoop = new DeskLoop({
    mode,
    store,
    clock,
    marketNowMs: () => venue.marketNowMs(),
    runEffect: (row) => run(row),
    onStep: (state, isLoud) => {
      publisher.onStep(state, isLoud)
      options.onStep?.(state, isLoud, loop.enqueue)
    },
    onFault: (fault) => log('the engine stopped an input', fault),
  })
  const { custody, dropSession = () => undefined } = options
  run = createEffectRunner({ venue, signer, store, clock, dropSession, enqueue: loop.enqueue, log })

  const publisher: Publisher = new Publisher({
    state: () => loop.state,
    around: {
      ...options.surroundings,
      storeHealth: store.health,
      wallNowMs: () => clock.wallMs(),
      marketNowMs: () => venue.marketNowMs(),
      clockOffsetMs: () => venue.clockOffsetMs?.() ?? null,
      killHotkey: () => options.desktop?.killHotkey() ?? NO_HOTKEY,
    },
    practiceLedger: options.practiceLedger,
    ...(custody ? { custody } : {}),
    theme: options.theme,
    preferences: preferences.current,
    asked: () => asked,
    clock: options.screenClock ?? clock,
    send: options.send,
  })

  const books = new BookPushes({
    clock: options.screenClock ?? clock,
    send: (book) => options.showBook?.(book),
  })

  const every = (intervalMs: number, work: () => void): void => {
    const timer = clock.setTimer(intervalMs, () => {
      timers.delete(timer)
      work()
      every(intervalMs, work)
    })
    timers.add(timer)
  }

  const warmUps = new WarmUps({
    clock: options.clock,
    venue,
    enqueue: loop.enqueue,
    isOn: ({ strategyId, coin, timeframe }) =>
      loop.state.book.strategies.get(`${strategyId}:${coin}:${timeframe}`)?.isOn === true,
    log,
  })
  const watchStrategy = (setting: Omit<StrategySwitched, 'kind'>): void => {
    if (setting.isOn) warmUps.start(setting)
  }

  const handlers = createDeskHandlers({
    state: () => loop.state,
    wallNowMs: () => clock.wallMs(),
    snapshot: () => publisher.snapshot(),
    enqueue: loop.enqueue,
    venue,
    showBook: books.take,
    watchStrategy: (request: RequestOf<'setStrategy'>) => watchStrategy(request),
    setTheme: (theme) => {
      options.setTheme(theme)
      publisher.showSoon()
    },
    setPreferences: (change) => {
      preferences.change(change)
      publisher.showSoon()
    },
    history: options.history ?? null,
    paper: options.paper,
    desktop: options.desktop ?? null,
    custody: custody ?? null,
    research: options.research ?? null,
    checks: checksOf(options),
    records: options.records ?? null,
    alerts: options.alerts,
  })

  const wake = (reason: string): void => {
    log(`woke up: ${reason}`)
    loop.enqueue({ kind: 'deskWoke' })
    venue.wake?.(reason)
  }

  return {
    loop,
    publisher,
    handlers,
    ask(what) {
      asked = { count: (asked?.count ?? 0) + 1, what }
      publisher.showSoon()
    },
    pressKill(reason, shouldFlatten) {
      found(options, loop)
      loop.step({ kind: 'killPressed', reason, shouldFlatten })
      return riskMode(loop.state.book.risk) === 'halted'
    },
    async start() {
      found(options, loop)
      await signer.start(loop.enqueue)
      loop.step({ kind: 'deskStarted' })
      await venue.start(loop.enqueue, historySince(loop.state.book))
      for (const setting of loop.state.book.strategies.values()) watchStrategy(setting)
      const sleepWatch = new SleepWatch(options.clock)
      every(HEARTBEAT_MS, () => {
        const reason = sleepWatch.beat()
        if (reason !== null) wake(reason)
        loop.enqueue({ kind: 'heartbeatTicked' })
      })
      every(RECONCILE_MS, () => {
        venue
          .observeAccount('periodic')
          .then(loop.enqueue, (cause: unknown) => log('the venue did not answer', cause))
      })
    },
    wake,
    async stop() {
      for (const timer of timers) timer.cancel()
      timers.clear()
      warmUps.stop()
      loop.stop()
      publisher.stop()
      books.stop()
      await venue.stop()
      await signer.stop()
      await options.history?.close()
      store.close()
    },
  }
}

const checksOf = ({ checks, venue }: AssembleOptions) =>
  checks === undefined ? null : () => checks(venue.clockOffsetMs?.() ?? null)

/** The first start of a data folder: whose account it is, and the strategies that it offers. */
function found(options: AssembleOptions, loop: DeskLoop): void {
  if (loop.state.book.deskId !== null) return
  const { accountAddress, derivationPath, mode } = options
  const deskId = asDeskId(options.drawDeskId())
  loop.step({ kind: 'deskFounded', deskId, accountAddress, derivationPath })
  for (const { id, defaultTimeframe } of STRATEGIES) {
    const isDefault = id === 'momentum'
    loop.step({
      kind: 'strategySwitched',
      strategyId: id,
      coin: DEFAULT_COIN,
      timeframe: (isDefault ? options.timeframe : null) ?? defaultTimeframe,
      isOn: isDefault && mode === 'paper',
    })
  }
}
