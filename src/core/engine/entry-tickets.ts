import type { TicketId } from '../model/ids.ts'
import { clientOrderIdFor, ticketIdFor } from '../model/ids.ts'
import type { BracketTerms, TermsFigures } from '../model/terms.ts'
import { termsDigest } from '../model/terms-digest.ts'
import { ZERO_MONEY } from '../money/amount.ts'
import type { PassedDecision, RiskDecision } from '../risk/check-order.ts'
import { checkOrder } from '../risk/check-order.ts'
import { explainDenial } from '../risk/explain.ts'
import type { OrderProposal } from '../risk/risk-inputs.ts'
import type { DecisionDraft } from './decision-draft.ts'
import type { DecisionRecord, Origin } from './events.ts'
import { nextTicketNumber } from './exit-tickets.ts'
import type { Stamp } from './inputs.ts'
import { leverageOf, riskInputs } from './risk-view.ts'
import { termsSentence } from './sentence.ts'
import type { DeskState } from './state.ts'
import { ordersOf } from './terms-orders.ts'
import type { Ticket } from './ticket.ts'

/** Said when the desk does not yet know what it would need to decide: closed until it does. */
const notReady: DecisionRecord = {
  result: 'denied',
  code: 'NOT_READY',
  message: explainDenial('NOT_READY', {}),
  worstCaseLoss: ZERO_MONEY,
  numbers: {},
}

/** The risk manager's word on a proposal now. */
export function judge(
  state: DeskState,
  coin: string,
  proposal: OrderProposal,
  except: Ticket | null,
): RiskDecision | null {
  const inputs = riskInputs(state, coin, proposal, except)
  return inputs && checkOrder(inputs)
}

export function recordOf(decision: RiskDecision | null): DecisionRecord {
  if (decision === null) return notReady
  if (decision.kind === 'denied') {
    const { code, message, numbers } = decision
    return { result: 'denied', code, message, worstCaseLoss: ZERO_MONEY, numbers }
  }
  return {
    result: 'passed',
    code: decision.bindingCap,
    message: decision.message,
    worstCaseLoss: decision.worstCaseLoss,
    numbers: decision.numbers,
  }
}

const originOf = (proposal: OrderProposal): Origin =>
  proposal.origin.from === 'person'
    ? { from: 'person' }
    : {
        from: 'strategy',
        strategyId: proposal.origin.strategyId,
        timeframe: proposal.origin.timeframe,
      }

function bracketTerms(
  state: DeskState,
  coin: string,
  proposal: OrderProposal,
  passed: PassedDecision,
  ticketNumber: number,
): BracketTerms {
  const { deskId } = state.book
  if (!deskId) throw new Error('the log does not begin with DeskCreated')
  return {
    kind: 'bracket',
    coin,
    side: proposal.side,
    quantity: passed.quantity,
    entryType: proposal.entry.type,
    limitPrice: passed.worstPrice,
    timeInForce: proposal.entry.type === 'market' ? 'Ioc' : 'Gtc',
    stopPrice: passed.stopPrice,
    targetPrice: passed.targetPrice,
    entryId: clientOrderIdFor(deskId, ticketNumber, 'entry'),
    stopId: clientOrderIdFor(deskId, ticketNumber, 'stop'),
    targetId: passed.targetPrice === null ? null : clientOrderIdFor(deskId, ticketNumber, 'target'),
    leverage: leverageOf(state, coin),
  }
}

/** Puts a passed proposal before the person: an offer with its terms, digest, band and end. */
function offer(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  ticketNumber: number,
  coin: string,
  proposal: OrderProposal,
  passed: PassedDecision,
): void {
  const ticketId = ticketIdFor(ticketNumber)
  const terms = bracketTerms(state, coin, proposal, passed, ticketNumber)
  const figures: TermsFigures = {
    lossAtStop: passed.worstCaseLoss,
    gainAtTarget: passed.gainAtTarget,
    fees: passed.fees,
    margin: passed.margin,
  }
  draft.events.push({
    type: 'ApprovalRequested',
    ticketId,
    terms,
    digest: termsDigest(terms),
    figures,
    decision: recordOf(passed),
    band: passed.band,
    offerExpiresMs: stamp.tsWallMs + state.book.limits.offerLifeMs,
    sentence: termsSentence(terms, figures),
    orders: ordersOf(ticketId, terms),
  })
}

/** A wish of a person or a strategy becomes a ticket: denied with its reason, or offered. */
export function openEntryTicket(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  coin: string,
  proposal: OrderProposal,
  follows: TicketId | null = null,
): void {
  const ticketNumber = nextTicketNumber(state, draft)
  const ticketId = ticketIdFor(ticketNumber)
  const origin = originOf(proposal)
  const decision = judge(state, coin, proposal, null)
  draft.events.push({
    type: 'OrderInitialized',
    ticketId,
    ticketNumber,
    origin,
    coin,
    wish: proposal,
    ...(follows === null ? {} : { follows }),
  })
  if (decision?.kind === 'passed') {
    offer(state, draft, stamp, ticketNumber, coin, proposal, decision)
    return
  }
  draft.events.push({
    type: 'OrderDenied',
    ticketId,
    decision: recordOf(decision),
    coin,
    side: proposal.side,
    origin,
  })
}

/** A new price for the wish of an open ticket, or its end when the risk manager now says no. */
export function requote(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  ticket: Ticket,
): void {
  const { wish, coin, origin, ticketId } = ticket
  if (!wish) return
  const decision = judge(state, coin, wish, ticket)
  if (decision?.kind === 'passed') {
    offer(state, draft, stamp, ticket.ticketNumber, coin, wish, decision)
    return
  }
  draft.events.push({
    type: 'OrderDenied',
    ticketId,
    decision: recordOf(decision),
    coin,
    side: wish.side,
    origin,
  })
}
