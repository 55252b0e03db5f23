import type { PracticeLedgerView } from '#contract/custody-views.ts'
import type { DeskPatch, DeskSlices, DeskSnapshot } from '#contract/views.ts'
import type { DeskState } from '#core/engine/state.ts'
import type { Clock, Timer } from '../runtime/clock.ts'
import {
  accountView,
  decisionViews,
  differenceViews,
  equityViews,
  fillViews,
  instrumentViews,
  quoteViews,
} from './views/account-view.ts'
import type { CustodyAround } from './views/custody-view.ts'
import { custodyView, NO_CUSTODY } from './views/custody-view.ts'
import { orderViews, positionViews } from './views/position-view.ts'
import type { RiskSurroundings } from './views/risk-board-view.ts'
import { riskBoardView } from './views/risk-board-view.ts'
import type { Surroundings } from './views/status-view.ts'
import { statusView } from './views/status-view.ts'
import { strategyViews } from './views/strategy-view.ts'
import { ticketViews } from './views/ticket-view.ts'

/** Prices and clocks are shown at most so often. */
const QUIET_INTERVAL_MS = 250

export interface PublisherOptions {
  readonly state: () => DeskState
  readonly around: Surroundings & RiskSurroundings
  readonly practiceLedger: () => PracticeLedgerView | null
  readonly custody?: CustodyAround
  readonly theme: () => DeskSlices['theme']
  readonly preferences: () => DeskSlices['preferences']
  readonly asked: () => DeskSlices['asked']
  readonly clock: Clock
  readonly send: (patch: DeskPatch) => void
}

type SliceName = keyof DeskSlices

/** Slices that change with every price; the others only with the book. */
const QUIET_SLICES = new Set<SliceName>([
  'status',
  'quotes',
  'account',
  'risk',
  'positions',
  'strategies',
  'instruments',
  'practiceLedger',
])

/**
 * Sends to the screen what has changed, as whole slices with a running number. Loud inputs are
 * shown with the next turn of the event loop, quiet ones a few times a second.
 */
export class Publisher {
  readonly #options: PublisherOptions
  readonly #sent = new Map<SliceName, string>()
  readonly #makers: { readonly [Name in SliceName]: () => DeskSlices[Name] }
  #seq = 0
  #question: DeskState['market']['deviceQuestion'] = null
  #isLoudScheduled = false
  #quietTimer: Timer | null = null
  #isStopped = false

  constructor(options: PublisherOptions) {
    this.#options = options
    const { state, around } = options
    this.#makers = {
      status: () => statusView(state(), around),
      instruments: () => instrumentViews(state()),
      quotes: () => quoteViews(state()),
      account: () => accountView(state()),
      tickets: () => ticketViews(state()),
      positions: () => positionViews(state()),
      orders: () => orderViews(state()),
      fills: () => fillViews(state()),
      equity: () => equityViews(state()),
      strategies: () => strategyViews(state()),
      decisions: () => decisionViews(state()),
      differences: () => differenceViews(state()),
      risk: () => riskBoardView(state(), around),
      practiceLedger: () => options.practiceLedger(),
      custody: () => custodyView(state(), options.custody ?? NO_CUSTODY),
      theme: () => options.theme(),
      preferences: () => options.preferences(),
      asked: () => options.asked(),
    }
  }

  /** After every input. */
  readonly onStep = ({ market }: DeskState, isLoud: boolean): void => {
    // A question of the device is in no log, but a person waits for it.
    const isAsked = market.deviceQuestion !== this.#question
    this.#question = market.deviceQuestion
    if (isLoud || isAsked) this.showSoon()
    else this.#showLater()
  }

  /** Something outside the book changed that a person waits for: the device's screen, the theme. */
  showSoon(): void {
    if (this.#isLoudScheduled || this.#isStopped) return
    this.#isLoudScheduled = true
    this.#options.clock.nextTurn(() => {
      this.#isLoudScheduled = false
      this.#show(() => true)
    })
  }

  snapshot(): DeskSnapshot {
    const slices = Object.fromEntries(
      Object.entries(this.#makers).map(([name, make]) => [name, make()]),
    ) as unknown as DeskSlices
    return { seq: this.#seq, slices }
  }

  stop(): void {
    this.#isStopped = true
    this.#quietTimer?.cancel()
  }

  #showLater(): void {
    if (this.#quietTimer || this.#isStopped) return
    this.#quietTimer = this.#options.clock.setTimer(QUIET_INTERVAL_MS, () => {
      this.#quietTimer = null
      this.#show((name) => QUIET_SLICES.has(name))
    })
  }

  #show(isWanted: (name: SliceName) => boolean): void {
    if (this.#isStopped) return
    const slices: Partial<Record<SliceName, unknown>> = {}
    for (const name of Object.keys(this.#makers) as SliceName[]) {
      if (!isWanted(name)) continue
      const slice = this.#makers[name]()
      const text = JSON.stringify(slice)
      if (this.#sent.get(name) === text) continue
      this.#sent.set(name, text)
      slices[name] = slice
    }
    if (Object.keys(slices).length === 0) return
    this.#seq += 1
    this.#options.send({ seq: this.#seq, slices: slices as Partial<DeskSlices> })
  }
}
