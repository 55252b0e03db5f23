import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { DeskState } from '#core/engine/state.ts'
import { isInFlight } from '#core/model/order-status.ts'
import type { AssembledDesk } from '../../src/main/app/assemble-desk.ts'
import { assembleDesk } from '../../src/main/app/assemble-desk.ts'
import type { Clock } from '../../src/main/runtime/clock.ts'
import { systemClock } from '../../src/main/runtime/clock.ts'
import type { SignerPort } from '../../src/main/runtime/ports.ts'
import { createLedgerSigner } from '../../src/main/signer/ledger-signer.ts'
import { createGuardedPracticeLedger } from '../../src/main/signer/practice-ledger/guarded-practice-ledger.ts'
import type { Store } from '../../src/main/store/open-store.ts'
import { openStore } from '../../src/main/store/open-store.ts'
import { createHyperliquidVenue } from '../../src/main/venues/hyperliquid/hyperliquid-venue.ts'
import { bookHash } from '../book-text.ts'
import { deadlyStore, deadlyVenue, Executioner } from './deadly-ports.ts'
import type { DeskMessage, DeskOrders, DeskReport } from './desk-messages.ts'
import { createPerson, isReady } from './person.ts'

/** The owner's thumb: short, but not nothing, so that a kill can fall into it. */
const PRESS_DELAY_MS = 15
/** Nothing may have been written for so long before the desk counts as at rest. */
const STILL_MS = 350
/** An action that has expired so long ago will be proven never to have come, by questions. */
const PROVEN_SOON_MS = 10_000
const LOOK_EVERY_MS = 25

const tell = (message: DeskMessage): void => {
  process.send?.(message)
}

const aheadClock = (aheadMs: number): Clock => ({
  ...systemClock,
  wallMs: () => systemClock.wallMs() + aheadMs,
})

/**
 * No request under way, no resting order asked for in vain, and nothing at the venue whose fate is
 * not known.
 */
function isAtRest(state: DeskState): boolean {
  if (state.market.venue.state !== 'live' || !state.market.isReconciled) return false
  if (state.market.unanswered.size > 0) return false
  for (const { stage } of state.book.tickets.values()) {
    if (stage === 'preparing' || stage === 'onDevice' || stage === 'submitted') return false
  }
  for (const { ticketId, status } of state.book.orders.values()) {
    // Of unknown fate is at rest too: it is asked for until its expiry proves that it never came.
    if (isInFlight(status) && state.book.tickets.get(ticketId)?.stage !== 'unknown') return false
  }
  return true
}

/** Whether all that can be known now of the unknown was asked for, and answered. */
function isAsked({ book, market }: DeskState, nowMs: number): boolean {
  for (const { stage, expiresAfterMs, orderIds } of book.tickets.values()) {
    if (stage !== 'unknown') continue
    if (nowMs > (expiresAfterMs ?? 0) + PROVEN_SOON_MS) return false
    for (const id of orderIds) {
      const status = book.orders.get(id)?.status
      if (status && isInFlight(status) && !market.askedMs.has(id)) return false
    }
  }
  return true
}

function reportOf(
  state: DeskState,
  around: Pick<DeskReport, 'faults' | 'moments' | 'recoveryMs'>,
): DeskReport {
  const { book } = state
  return {
    ...around,
    bookHash: bookHash(book),
    tickets: [...book.tickets.values()].map(({ ticketId, terms, stage, ending, orderIds }) => ({
      ticketId,
      kind: terms?.kind ?? 'none',
      stage,
      ending,
      orderIds,
    })),
    causes: book.risk.causes.map(({ cause }) => cause),
    differences: book.differences.map(({ message }) => message),
  }
}

/** Why it is not at rest, for whoever reads a failed test. */
function explain({ book, market }: DeskState, faults: readonly string[]): string {
  return JSON.stringify({
    venue: market.venue,
    isReconciled: market.isReconciled,
    day: book.day?.dayKey,
    tickets: [...book.tickets.values()].map(({ ticketId, stage, problem, ending }) => ({
      ticketId,
      stage,
      problem,
      ending,
    })),
    orders: [...book.orders.values()].map(({ role, status }) => `${role} ${status}`),
    causes: book.risk.causes.map(({ cause }) => cause),
    faults,
  })
}

function openDevice(
  orders: DeskOrders,
  clock: Clock,
  instruments: () => ReturnType<ReturnType<typeof createHyperliquidVenue>['instruments']>,
): SignerPort {
  const device = createGuardedPracticeLedger({
    clock,
    settings: { rawMessages: true, blindSigning: true },
    autopilotDelayMs: PRESS_DELAY_MS,
  })
  return createLedgerSigner({
    mode: 'paper',
    transport: { kind: 'practice', device },
    clock,
    account: () => orders.account,
    derivationPath: () => orders.derivationPath,
    instruments,
  })
}

/** The desk as the application assembles it, with its ports wrapped by the executioner. */
async function run(orders: DeskOrders): Promise<void> {
  const startedMs = systemClock.wallMs() - process.uptime() * 1000
  const clock = aheadClock(orders.clockAheadMs)
  const executioner = new Executioner(orders.plan)
  const faults: string[] = []
  let lastEventMs = clock.monotonicMs()
  let restedMs: number | null = null
  let hasBeenReady = false
  const store: Store = deadlyStore(
    openStore({ file: join(orders.folder, 'desk.sqlite'), mode: 'paper', clock }),
    executioner,
    (events) => {
      if (events.length > 0) lastEventMs = clock.monotonicMs()
      tell({ type: 'committed', events })
    },
  )
  let real: ReturnType<typeof createHyperliquidVenue> | null = null
  const signer = openDevice(orders, clock, () => real?.instruments() ?? [])
  real = createHyperliquidVenue({
    mode: 'paper',
    httpUrl: orders.httpUrl,
    wsUrl: orders.wsUrl,
    accountAddress: orders.account,
    clock,
    log: ({ level, message }) => {
      if (level === 'error') faults.push(message)
    },
    watchedCoins: ['BTC'],
    marketSpeed: () => 1,
  })
  const venue = deadlyVenue(real, executioner)
  const desk: AssembledDesk = assembleDesk({
    mode: 'paper',
    clock,
    venue,
    signer,
    store,
    accountAddress: orders.account,
    derivationPath: orders.derivationPath,
    timeframe: null,
    drawDeskId: () => randomBytes(8).toString('hex'),
    surroundings: {
      deviceName: 'Practice Ledger',
      feed: () => ({ kind: 'synthetic', speed: 1, isFinished: false, label: '' }),
      isAutopilotOn: () => true,
      hasAutopilot: true,
    },
    practiceLedger: () => null,
    theme: () => 'system',
    setTheme: () => undefined,
    paper: null,
    send: () => undefined,
    onStep: (state) => {
      if (!hasBeenReady && isReady(state)) {
        hasBeenReady = true
        tell({ type: 'ready' })
      }
      person.look(state)
    },
    log: (message, cause) => faults.push(`${message}: ${String(cause)}`),
  })
  const person = createPerson(orders.person, (body) => desk.loop.enqueue(body))
  process.on('message', () => {
    tell({ type: 'failed', message: `not at rest: ${explain(desk.loop.state, faults)}` })
  })
  await desk.start()

  const look = async (): Promise<void> => {
    const { state } = desk.loop
    const isBusy = venue.questions() > 0 || !isAtRest(state) || !person.isDone(state)
    if (isBusy) restedMs = null
    else restedMs ??= systemClock.wallMs()
    const isStill = clock.monotonicMs() - lastEventMs >= STILL_MS
    if (restedMs === null || !isStill || !isAsked(state, clock.wallMs())) {
      clock.setTimer(LOOK_EVERY_MS, () => void look())
      return
    }
    const { moments } = executioner
    const report = reportOf(state, { faults, moments, recoveryMs: restedMs - startedMs })
    await desk.stop()
    process.send?.({ type: 'atRest', report } satisfies DeskMessage, () => process.exit(0))
  }
  clock.setTimer(LOOK_EVERY_MS, () => void look())
}

process.once('disconnect', () => process.exit(0))
run(JSON.parse(process.argv[2] ?? '') as DeskOrders).catch((cause: unknown) => {
  const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  process.send?.({ type: 'failed', message } satisfies DeskMessage, () => process.exit(1))
})
