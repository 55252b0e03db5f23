import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Book } from '#core/engine/state.ts'
import type { Ticket } from '#core/engine/ticket.ts'
import { createSeededRandom } from '#core/matching/seeded-hash.ts'
import { bookHash } from '../book-text.ts'
import { addressOf, derivationPathOf } from './accounts.ts'
import type { Bundles } from './bundle-process.ts'
import { bundleProcesses } from './bundle-process.ts'
import { compareWithVenue } from './compare-with-venue.ts'
import { readDeskFile } from './desk-file.ts'
import type { DeskOrders } from './desk-messages.ts'
import type { KillPlan } from './kill-plan.ts'
import { describePlan } from './kill-plan.ts'
import type { OrderRecorder } from './order-recorder.ts'
import { startOrderRecorder } from './order-recorder.ts'
import type { DeskRun, ExchangeProcess } from './run-process.ts'
import { runDesk, startExchangeProcess } from './run-process.ts'
import { askVenue } from './venue-witness.ts'

const NEVER: KillPlan = { at: 'never' }
const NOBODY: DeskOrders['person'] = { does: 'nothing' }
const PRESSES = 28
/** About as many boundaries does a busy desk pass. */
const MOMENTS_MAX = 220
const RECOVERY_MOMENTS_MAX = 25
/** Longer than an action lives: what was never seen by then never comes. */
const PAST_EVERY_EXPIRY_MS = 140_000
const RUN_TIMEOUT_MS = 60_000

export interface CycleResult {
  readonly cycle: number
  /** Where the desks of this cycle were killed. */
  readonly deaths: readonly string[]
  readonly ordersAtVenue: number
  readonly fills: number
  readonly recoveryMs: readonly number[]
  /** What was lost, doubled or otherwise wrong; empty when all is well. */
  readonly problems: readonly string[]
}

export interface CrashOptions {
  readonly cycles: number
  readonly seed: number
  /** The first cycle, to repeat one that failed. */
  readonly from: number
  /** Desks that live and die at the same time, each with its own account. */
  readonly atOnce: number
  readonly onCycle: (result: CycleResult) => void
}

interface Surroundings {
  readonly bundles: Bundles
  readonly exchange: ExchangeProcess
  readonly recorder: OrderRecorder
  readonly folders: string
}

/**
 * Cycle after cycle: a busy desk on real files and sockets is killed at a random boundary or at a
 * random millisecond, sometimes again while it recovers, and then has to agree with the venue.
 */
export async function runCrashCycles(options: CrashOptions): Promise<readonly CycleResult[]> {
  const { cycles, seed, from, atOnce, onCycle } = options
  const bundles = await bundleProcesses()
  const exchange = await startExchangeProcess(bundles.path('exchange-process'), from + cycles)
  const recorder = await startOrderRecorder(exchange.url)
  const folders = mkdtempSync(join(tmpdir(), 'countersign-crash-'))
  const results: CycleResult[] = []
  const around = { bundles, exchange, recorder, folders }
  let next = from
  const runNext = async (): Promise<void> => {
    while (next < from + cycles) {
      const cycle = next
      next += 1
      const result = await runCycle(around, seed, cycle)
      results.push(result)
      onCycle(result)
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, cycles) }, runNext))
  } finally {
    await recorder.close()
    await exchange.stop()
    bundles.remove()
    rmSync(folders, { recursive: true, force: true })
  }
  return results
}

interface Checked {
  readonly orders: number
  readonly fills: number
  /** Tickets whose fate is still asked for. */
  readonly unknown: readonly string[]
}

function describeTicket(book: Book, { ticketId, terms, problem, orderIds }: Ticket): string {
  const statuses = orderIds.map((id) => book.orders.get(id)?.status ?? '?').join(', ')
  return `${ticketId} (${terms?.kind}, ${problem?.message ?? 'no problem'}; ${statuses})`
}

class Cycle {
  readonly #around: Surroundings
  readonly #folder: string
  readonly #desk: number
  readonly deaths: string[] = []
  readonly recoveryMs: number[] = []
  readonly problems: string[] = []
  #eventsTold = 0
  #eventsRead = 0

  constructor(around: Surroundings, desk: number) {
    this.#around = around
    this.#desk = desk
    this.#folder = mkdtempSync(join(around.folders, 'desk-'))
  }

  get file(): string {
    return join(this.#folder, 'desk.sqlite')
  }

  async run(
    person: DeskOrders['person'],
    plan: KillPlan,
    change: { readonly killAfterMs?: number; readonly clockAheadMs?: number } = {},
  ): Promise<DeskRun> {
    const { bundles, recorder, exchange } = this.#around
    const { killAfterMs, clockAheadMs = 0 } = change
    const run = await runDesk({
      script: bundles.path('desk-process'),
      timeoutMs: RUN_TIMEOUT_MS,
      ...(killAfterMs === undefined ? {} : { killAfterMs }),
      orders: {
        folder: this.#folder,
        httpUrl: recorder.url,
        wsUrl: exchange.wsUrl,
        account: addressOf(this.#desk),
        derivationPath: derivationPathOf(this.#desk),
        clockAheadMs,
        plan,
        person,
      },
    })
    this.#eventsTold = this.#eventsRead + run.eventsTold
    if (run.end.how === 'failed') this.problems.push(run.end.message)
    if (run.end.how === 'killed') {
      this.deaths.push(killAfterMs === undefined ? describePlan(plan) : `after ${killAfterMs} ms`)
    }
    return run
  }

  /** The file against its own chains, what the desk had told, its live state and the venue. */
  async check(run: DeskRun): Promise<Checked> {
    const { exchange, recorder } = this.#around
    const { book, events, problems } = readDeskFile(this.file)
    this.problems.push(...problems)
    if (events.length < this.#eventsTold) {
      this.problems.push(`lost: ${this.#eventsTold - events.length} events that were committed`)
    }
    this.#eventsRead = events.length
    if (run.end.how === 'atRest') {
      const { report } = run.end
      this.recoveryMs.push(report.recoveryMs)
      this.problems.push(...report.faults, ...report.differences)
      if (report.bookHash !== bookHash(book)) {
        this.problems.push('the live state is not the fold of the log')
      }
    }
    const venue = await askVenue(exchange.url, book.accountAddress?.toLowerCase() ?? '')
    this.problems.push(...compareWithVenue(book, venue, recorder))
    const unknown = [...book.tickets.values()].filter(({ stage }) => stage === 'unknown')
    return {
      orders: venue.orders.length,
      fills: venue.trades.length,
      unknown: unknown.map((ticket) => describeTicket(book, ticket)),
    }
  }
}

async function runCycle(
  around: Surroundings,
  seed: number,
  cycleNumber: number,
): Promise<CycleResult> {
  const random = createSeededRandom(seed * 1_000_003 + cycleNumber)
  const whole = (below: number): number => Math.floor(random.next() * below)
  const cycle = new Cycle(around, cycleNumber)
  const person = { does: 'everything', seed: whole(1_000_000), presses: PRESSES } as const
  const byClock = random.next() < 0.3
  const moment = 1 + whole(MOMENTS_MAX)
  const killAfterMs = whole(1_800)
  await (byClock
    ? cycle.run(person, NEVER, { killAfterMs })
    : cycle.run(person, { at: 'atMoment', moment }))
  if (random.next() < 0.35) {
    await cycle.run(
      { does: 'approve' },
      { at: 'atMoment', moment: 1 + whole(RECOVERY_MOMENTS_MAX) },
    )
  }
  let checked = await cycle.check(await cycle.run(NOBODY, NEVER))
  if (checked.unknown.length > 0) {
    const clockAheadMs = PAST_EVERY_EXPIRY_MS
    checked = await cycle.check(await cycle.run(NOBODY, NEVER, { clockAheadMs }))
    for (const ticket of checked.unknown) {
      cycle.problems.push(`still unknown after its action has expired: ${ticket}`)
    }
  }
  const { deaths, recoveryMs, problems } = cycle
  const { orders, fills } = checked
  return { cycle: cycleNumber, deaths, recoveryMs, problems, ordersAtVenue: orders, fills }
}

export interface CrashSummary {
  readonly cycles: number
  readonly deaths: number
  readonly orders: number
  readonly fills: number
  readonly lost: number
  readonly doubled: number
  readonly otherProblems: number
  readonly recoveryP50Ms: number
  readonly recoveryP99Ms: number
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

export function summarize(results: readonly CycleResult[]): CrashSummary {
  const problems = results.flatMap((result) => result.problems)
  const recovery = results.flatMap((result) => result.recoveryMs).sort((a, b) => a - b)
  const lost = problems.filter((problem) => problem.startsWith('lost')).length
  const doubled = problems.filter((problem) => problem.startsWith('doubled')).length
  const sum = (of: (result: CycleResult) => number): number =>
    results.reduce((total, result) => total + of(result), 0)
  return {
    cycles: results.length,
    deaths: sum((result) => result.deaths.length),
    orders: sum((result) => result.ordersAtVenue),
    fills: sum((result) => result.fills),
    lost,
    doubled,
    otherProblems: problems.length - lost - doubled,
    recoveryP50Ms: quantile(recovery, 0.5),
    recoveryP99Ms: quantile(recovery, 0.99),
  }
}
