import type { Answer, ErrorCode } from '#contract/desk-api.ts'
import type { FillsPageRequest, FillsPageView } from '#contract/fills-page.ts'
import type { PreferencesChange } from '#contract/preferences.ts'
import type { ProposalRequest, RequestOf } from '#contract/requests.ts'
import type {
  CandleView,
  DeskSlices,
  DeskSnapshot,
  HealthCheckView,
  PreviewView,
} from '#contract/views.ts'
import { manualProposal } from '#core/engine/advance.ts'
import { approvalProblem, declineProblem } from '#core/engine/approvals.ts'
import { judge, recordOf } from '#core/engine/entry-tickets.ts'
import {
  cancelProblem,
  closeProblem,
  leverageProblem,
  moveProblem,
  protectProblem,
} from '#core/engine/exit-problems.ts'
import type { InputBody } from '#core/engine/inputs.ts'
import { resumeProblem } from '#core/engine/kill-switch.ts'
import { farStopDenial, loosenedStopDenial } from '#core/engine/loosened-stop.ts'
import type { OrderProposed } from '#core/engine/person-inputs.ts'
import { repeatProblem } from '#core/engine/repeated-proposal.ts'
import type { DeskState } from '#core/engine/state.ts'
import type { Ticket } from '#core/engine/ticket.ts'
import { isEnded } from '#core/engine/ticket.ts'
import { asClientOrderId, asTicketId } from '#core/model/ids.ts'
import { formatDecimal, parsePrice, parseQuantity } from '#core/money/decimal.ts'
import { strategyById } from '#core/strategies/catalogue.ts'
import type { DeskHandlers } from '../ipc/register-handlers.ts'
import type { BookLevels, VenuePort } from '../runtime/ports.ts'
import type { AlertControls } from './alert-handlers.ts'
import { createAlertHandlers } from './alert-handlers.ts'
import { answered } from './answering.ts'
import type { CustodyControls } from './custody-handlers.ts'
import { createCustodyHandlers } from './custody-handlers.ts'
import type { History } from './history.ts'
import type { RecordsControls } from './records-handlers.ts'
import { createRecordsHandlers } from './records-handlers.ts'
import type { ResearchControls } from './research-handlers.ts'
import { createResearchHandlers } from './research-handlers.ts'
import type { DesktopControls } from './risk-handlers.ts'
import { createRiskHandlers } from './risk-handlers.ts'

/** The controls that only paper mode has; null on a real venue. */
export interface PaperControls {
  /** Null where the signer is another one than the practice Ledger inside the desk. */
  readonly pressButton: ((button: 'left' | 'right' | 'both') => void) | null
  setAutopilot(isOn: boolean): void
  setSpeed(speed: number): void
}

export interface HandlerOptions {
  readonly state: () => DeskState
  /** The machine's clock, as the loop stamps with it. */
  readonly wallNowMs: () => number
  readonly snapshot: () => DeskSnapshot
  readonly enqueue: (body: InputBody) => void
  readonly venue: VenuePort
  /** To the page that looks at a book. */
  readonly showBook: (book: BookLevels) => void
  readonly watchStrategy: (request: RequestOf<'setStrategy'>) => void
  readonly setTheme: (theme: DeskSlices['theme']) => void
  readonly setPreferences: (change: PreferencesChange) => void
  /** Null where nobody reads history: a desk without a window. */
  readonly history: Pick<History, 'fillsPage'> | null
  readonly paper: PaperControls | null
  /** Null where there is no window. */
  readonly desktop: DesktopControls | null
  readonly custody: CustodyControls | null
  readonly research: ResearchControls | null
  /** Left out where nobody looks at the machine: a desk without a window. */
  readonly checks?: (() => Promise<readonly HealthCheckView[]>) | null
  readonly records: RecordsControls | null
  /** Left out where there is no window. */
  readonly alerts?: AlertControls | undefined
}

const done: Answer<null> = { ok: true, value: null }

const refuse = (
  code: ErrorCode,
  message: string,
): { ok: false; error: { code: ErrorCode; message: string } } => ({
  ok: false,
  error: { code, message },
})

const onlyPaper = () => refuse('notAvailable', 'This control exists in paper mode only.')

const toProposed = (request: ProposalRequest): Omit<OrderProposed, 'kind'> => ({
  coin: request.coin,
  side: request.side,
  entry:
    request.entry.type === 'market'
      ? { type: 'market' }
      : { type: 'limit', price: parsePrice(request.entry.price) },
  sizing:
    request.sizing.by === 'risk'
      ? { by: 'risk' }
      : { by: 'quantity', quantity: parseQuantity(request.sizing.quantity) },
  stopPrice: request.stopPrice === null ? null : parsePrice(request.stopPrice),
  targetPrice: request.targetPrice === null ? null : parsePrice(request.targetPrice),
})

function preview(state: DeskState, request: ProposalRequest): PreviewView {
  const decision = judge(state, request.coin, manualProposal(toProposed(request)), null)
  const record = recordOf(decision)
  if (decision?.kind !== 'passed') {
    return {
      result: 'denied',
      code: record.code,
      message: record.message,
      quantity: null,
      worstPrice: null,
      stopPrice: null,
      targetPrice: null,
      lossAtStop: null,
      gainAtTarget: null,
      fees: null,
      margin: null,
      bindingCap: null,
    }
  }
  return {
    result: 'passed',
    code: record.code,
    message: record.message,
    quantity: formatDecimal(decision.quantity),
    worstPrice: formatDecimal(decision.worstPrice),
    stopPrice: formatDecimal(decision.stopPrice),
    targetPrice: decision.targetPrice === null ? null : formatDecimal(decision.targetPrice),
    lossAtStop: formatDecimal(decision.worstCaseLoss),
    gainAtTarget: decision.gainAtTarget === null ? null : formatDecimal(decision.gainAtTarget),
    fees: formatDecimal(decision.fees),
    margin: formatDecimal(decision.margin),
    bindingCap: decision.bindingCap,
  }
}

/** Why a strategy cannot watch this; null when it can. Off is always possible. */
function strategyProblem(
  { market }: DeskState,
  { strategyId, coin }: RequestOf<'setStrategy'>,
): string | null {
  if (!strategyById(strategyId)) return `There is no strategy ${strategyId}.`
  return market.instruments.has(coin) ? null : `The venue has no market ${coin}.`
}

async function candles(
  venue: VenuePort,
  request: RequestOf<'getCandles'>,
): Promise<Answer<readonly CandleView[]>> {
  try {
    const bars = await venue.loadCandles(request.coin, request.timeframe, request.count)
    return { ok: true, value: bars }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    return refuse('venueUnavailable', `The venue gave no candles: ${reason}`)
  }
}

async function fillsPage(
  history: HandlerOptions['history'],
  request: FillsPageRequest,
): Promise<Answer<FillsPageView>> {
  if (history === null) return refuse('notAvailable', 'This desk keeps no history to look at.')
  return answered('internal', () => history.fillsPage(request))
}

/**
 * What each request of the screens does: it puts one input into the queue, and what comes of it is
 * seen on the screen. The screens propose; everything is checked again on this side.
 */
export function createDeskHandlers(options: HandlerOptions): DeskHandlers {
  const { state, enqueue, venue, paper, custody } = options
  const put = (body: InputBody): Answer<null> => {
    enqueue(body)
    return done
  }
  const withTicket = (ticketId: string, body: InputBody): Answer<null> =>
    state().book.tickets.has(asTicketId(ticketId))
      ? put(body)
      : refuse('unknownTicket', `There is no ticket ${ticketId}; reload the window.`)
  const withOpenTicket = (
    ticketId: string,
    problemOf: (ticket: Ticket) => string | null,
    body: InputBody,
  ): Answer<null> => {
    const ticket = state().book.tickets.get(asTicketId(ticketId))
    const problem = ticket ? problemOf(ticket) : null
    return problem === null ? withTicket(ticketId, body) : refuse('notPossible', problem)
  }
  const unless = (problem: string | null, body: InputBody): Answer<null> =>
    problem === null ? put(body) : refuse('notPossible', problem)

  return {
    ...createCustodyHandlers(custody),
    ...createResearchHandlers(options.research, venue),
    ...createAlertHandlers(options.alerts ?? 'Alerts exist in the window of the desk only.'),
    ...createRecordsHandlers(options.records),
    ...createRiskHandlers({ state, enqueue, desktop: options.desktop }),
    getSnapshot: () => ({ ok: true, value: options.snapshot() }),
    getCandles: (request) => candles(venue, request),
    watchBook: ({ coin }) => {
      venue.watchBook?.(coin, options.showBook)
      return done
    },
    previewOrder: (request) => ({ ok: true, value: preview(state(), request) }),
    proposeOrder: (request) => {
      const proposed = toProposed(request)
      const wish = manualProposal(proposed)
      const problem = repeatProblem(state(), request.coin, wish, options.wallNowMs())
      return unless(problem, { kind: 'orderProposed', ...proposed })
    },
    approveTicket: ({ ticketId, digest }) =>
      withOpenTicket(
        ticketId,
        (ticket) => approvalProblem(ticket, { digest }, options.wallNowMs()),
        { kind: 'approvalGranted', ticketId: asTicketId(ticketId), digest },
      ),
    declineTicket: ({ ticketId, reason }) =>
      withOpenTicket(ticketId, declineProblem, {
        kind: 'approvalDeclined',
        ticketId: asTicketId(ticketId),
        reason,
      }),
    requoteTicket: ({ ticketId }) => {
      const ticket = state().book.tickets.get(asTicketId(ticketId))
      const isNew = ticket?.wish && isEnded(ticket.stage)
      const problem = isNew
        ? repeatProblem(state(), ticket.coin, ticket.wish, options.wallNowMs())
        : null
      if (problem !== null) return refuse('notPossible', problem)
      return withTicket(ticketId, { kind: 'requoteRequested', ticketId: asTicketId(ticketId) })
    },
    closePosition: ({ coin, quantity }) => {
      const wanted = { coin, quantity: quantity === null ? null : parseQuantity(quantity) }
      return unless(closeProblem(state(), wanted), { kind: 'closeRequested', ...wanted })
    },
    reversePosition: ({ coin }) =>
      unless(closeProblem(state(), { coin, quantity: null }), { kind: 'reverseRequested', coin }),
    protectPosition: (request) => {
      const wanted = { coin: request.coin, triggerPrice: parsePrice(request.triggerPrice) }
      const problem = protectProblem(state(), wanted)
      if (problem !== null) return refuse('notPossible', problem)
      const denial = farStopDenial(state(), wanted)
      enqueue({ kind: 'protectRequested', ...wanted })
      return denial === null ? done : refuse('notPossible', denial.message)
    },
    moveProtection: (request) => {
      const clientOrderId = asClientOrderId(request.clientOrderId)
      const wanted = { clientOrderId, triggerPrice: parsePrice(request.triggerPrice) }
      const problem = moveProblem(state(), wanted)
      if (problem !== null) return refuse('notPossible', problem)
      const denial = loosenedStopDenial(state(), wanted)
      enqueue({ kind: 'moveRequested', ...wanted })
      return denial === null ? done : refuse('notPossible', denial.message)
    },
    cancelOrders: (request) => {
      const clientOrderIds = request.clientOrderIds.map(asClientOrderId)
      const problem = cancelProblem(state(), clientOrderIds)
      return unless(problem, { kind: 'cancelRequested', clientOrderIds })
    },
    setLeverage: (request) =>
      unless(leverageProblem(state(), request), { kind: 'leverageRequested', ...request }),
    setStrategy: (request) => {
      const problem = request.isOn ? strategyProblem(state(), request) : null
      if (problem !== null) return refuse('notPossible', problem)
      put({ kind: 'strategySwitched', ...request })
      options.watchStrategy(request)
      return done
    },
    pressKill: ({ reason, shouldFlatten }) => put({ kind: 'killPressed', reason, shouldFlatten }),
    resume: (request) =>
      unless(resumeProblem(state(), request), { kind: 'resumeRequested', ...request }),
    pressPracticeButton: ({ button }) => {
      if (!paper) return onlyPaper()
      if (!paper.pressButton) return refuse('notAvailable', 'The signer has buttons of its own.')
      paper.pressButton(button)
      return done
    },
    setAutopilot: ({ isOn }) => {
      if (!paper) return onlyPaper()
      paper.setAutopilot(isOn)
      return done
    },
    setReplaySpeed: ({ speed }) => {
      if (!paper) return onlyPaper()
      paper.setSpeed(speed)
      return done
    },
    setPreferences: (change) => {
      options.setPreferences(change)
      return done
    },
    getFillsPage: (request) => fillsPage(options.history, request),
    getHealthChecks: async () =>
      options.checks
        ? { ok: true, value: await options.checks() }
        : refuse('notAvailable', 'This desk has no window and looks at no machine.'),
    setTheme: ({ theme }) => {
      options.setTheme(theme)
      return done
    },
  }
}
