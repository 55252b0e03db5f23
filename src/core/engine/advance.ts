import { assertNever } from '../model/assert-never.ts'
import type { OrderProposal } from '../risk/risk-inputs.ts'
import { noteLeverage, reconcile, takeForeignActivity } from './account.ts'
import {
  declineProblem,
  grantApproval,
  takePrepared,
  takeSignature,
  takeSigningFailure,
} from './approvals.ts'
import type { Advance } from './decision-draft.ts'
import { DecisionDraft, NOTHING } from './decision-draft.ts'
import { openEntryTicket, requote } from './entry-tickets.ts'
import {
  cancelOrders,
  closePosition,
  moveProtection,
  protectPosition,
  setLeverage,
} from './exits.ts'
import { beat } from './heartbeat.ts'
import type { Input, InputBody, Stamp } from './inputs.ts'
import { pressKill, resume, takeResume } from './kill-switch.ts'
import { editLimits } from './limit-changes.ts'
import type { ApprovalDeclined, OrderProposed, RequoteRequested } from './person-inputs.ts'
import { takeFill, takeFunding, takeOrderReport } from './reports.ts'
import { reversePosition } from './reverse.ts'
import { endSession, endSessionAfterKill, noteDropped, startSession } from './session.ts'
import { raiseSignals } from './signals.ts'
import type { DeskState } from './state.ts'
import { reopenSubmission, settleLookUp, settleSubmission } from './submissions.ts'
import { switchInstrument, switchStrategy } from './switches.ts'
import { isEnded } from './ticket.ts'

/** A manual order in the words of the risk manager. */
export const manualProposal = (proposed: Omit<OrderProposed, 'kind'>): OrderProposal => ({
  origin: { from: 'person' },
  side: proposed.side,
  entry: proposed.entry,
  stop:
    proposed.stopPrice === null ? { by: 'default' } : { by: 'price', price: proposed.stopPrice },
  target:
    proposed.targetPrice === null
      ? { by: 'default' }
      : { by: 'price', price: proposed.targetPrice },
  sizing: proposed.sizing,
})

function decline(state: DeskState, draft: DecisionDraft, declined: ApprovalDeclined): void {
  const ticket = state.book.tickets.get(declined.ticketId)
  if (!ticket || declineProblem(ticket) !== null) return
  const { ticketId, attempt } = ticket
  if (ticket.stage === 'onDevice' || ticket.stage === 'preparing') {
    draft.effects.push({ kind: 'cancelSigning', ticketId, attempt })
  }
  draft.events.push({ type: 'OrderDeclined', ticketId, by: 'person', reason: declined.reason })
}

/** An open ticket gets a new price; an ended one a ticket of its own for the same wish. */
function offerAgain(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  asked: RequoteRequested,
): void {
  const ticket = state.book.tickets.get(asked.ticketId)
  if (!ticket?.wish) return
  if (ticket.stage === 'pending') requote(state, draft, stamp, ticket)
  else if (isEnded(ticket.stage) && ticket.stage !== 'done') {
    openEntryTicket(state, draft, stamp, ticket.coin, {
      ...ticket.wish,
      origin: { from: 'person' },
    })
  }
}

/**
 * After the fold at start: what was under way is taken up again by asking, never by sending. The
 * account is compared as soon as the venue is live.
 */
function settleRestart(state: DeskState, draft: DecisionDraft): void {
  for (const ticket of state.book.tickets.values()) {
    const { ticketId, attempt } = ticket
    if (ticket.stage === 'preparing' || ticket.stage === 'onDevice') {
      draft.events.push({
        type: 'SigningInterrupted',
        ticketId,
        attempt,
        code: 'canceled',
        message: 'The desk was restarted before the device answered. Approve again.',
      })
    } else if (ticket.stage === 'submitted' || ticket.stage === 'unknown') {
      reopenSubmission(draft, ticket)
    }
  }
}

function dispatch(state: DeskState, draft: DecisionDraft, stamp: Stamp, body: InputBody): void {
  switch (body.kind) {
    case 'quoteTick':
    case 'candlesLoaded':
    case 'instrumentsLoaded':
    case 'deviceStateChanged':
    case 'deviceQuestionAsked':
      return
    case 'candleClosed':
      raiseSignals(state, draft, stamp)
      return
    case 'venueStateChanged':
      if (body.state === 'live' && !state.market.isReconciled) {
        draft.effects.push({ kind: 'observeAccount', cause: state.market.reconcileCause })
      }
      return
    case 'accountObserved':
      reconcile(state, draft, body)
      return
    case 'orderProposed':
      openEntryTicket(state, draft, stamp, body.coin, manualProposal(body))
      return
    case 'approvalGranted':
      grantApproval(state, draft, stamp, body)
      return
    case 'approvalDeclined':
      decline(state, draft, body)
      return
    case 'requoteRequested':
      offerAgain(state, draft, stamp, body)
      return
    case 'closeRequested':
      closePosition(state, draft, stamp, body)
      return
    case 'reverseRequested':
      reversePosition(state, draft, stamp, body)
      return
    case 'moveRequested':
      moveProtection(state, draft, stamp, body)
      return
    case 'protectRequested':
      protectPosition(state, draft, stamp, body)
      return
    case 'cancelRequested':
      cancelOrders(state, draft, stamp, body)
      return
    case 'leverageRequested':
      setLeverage(state, draft, stamp, body)
      return
    case 'strategySwitched':
      switchStrategy(state, draft, body)
      return
    case 'instrumentSwitched':
      switchInstrument(state, draft, stamp, body)
      return
    case 'limitsEdited':
      editLimits(state, draft, body)
      return
    case 'killPressed':
      pressKill(state, draft, stamp, body)
      endSessionAfterKill(state, draft)
      return
    case 'resumeRequested':
      resume(state, draft, stamp, body)
      return
    case 'resumeAnswered':
      takeResume(state, draft, stamp, body)
      return
    case 'actionPrepared':
      takePrepared(state, draft, stamp, body)
      return
    case 'signatureReturned':
      takeSignature(state, draft, stamp, body)
      return
    case 'signingFailed':
      takeSigningFailure(state, draft, body)
      return
    case 'submissionAnswered':
      settleSubmission(state, draft, body)
      return
    case 'orderReported':
      takeOrderReport(state, draft, body)
      return
    case 'orderLookedUp':
      settleLookUp(state, draft, stamp, body, (report) => takeOrderReport(state, draft, report))
      return
    case 'fillReported':
      takeFill(state, draft, body)
      return
    case 'fundingReported':
      takeFunding(state, draft, body)
      return
    case 'leverageReported':
      noteLeverage(state, draft, body)
      return
    case 'foreignActivityReported':
      takeForeignActivity(state, draft, body)
      return
    case 'deskWoke':
      if (state.market.venue.state === 'live') {
        draft.effects.push({ kind: 'observeAccount', cause: 'wake' })
      }
      return
    case 'heartbeatTicked':
      beat(state, draft, stamp)
      return
    case 'deskFounded': {
      if (state.book.deskId !== null) return
      const { deskId, accountAddress, derivationPath } = body
      const { mode } = state.book
      draft.events.push({ type: 'DeskCreated', deskId, mode, accountAddress, derivationPath })
      return
    }
    case 'deskStarted':
      settleRestart(state, draft)
      endSession(state, draft, 'The desk was started anew; the key was in memory only.')
      return
    case 'sessionApproved':
      startSession(state, draft, stamp, body)
      return
    case 'sessionDropped':
      noteDropped(state, draft, body)
      return
    default:
      assertNever(body)
  }
}

const hasSignalToJudge = ({ market }: DeskState): boolean =>
  market.hasFreshSignal && market.signalsBecome === 'tickets'

/**
 * What an input leads to: events and effects. Reads the state and changes nothing; the same state
 * and input always give the same answer. Quotes, the most frequent input, and candles without a
 * signal cost a comparison.
 */
export function advance(state: DeskState, input: Input): Advance {
  const { kind } = input.body
  if (kind === 'quoteTick') return NOTHING
  if (kind === 'candleClosed' && !hasSignalToJudge(state)) return NOTHING
  const draft = new DecisionDraft(state.book)
  dispatch(state, draft, input.stamp, input.body)
  return draft.result()
}
