import type { BracketTerms, LeverageTerms, Terms } from '../model/terms.ts'
import { addsRisk } from '../model/terms.ts'
import { ZERO_MONEY } from '../money/amount.ts'
import { parseMoney } from '../money/decimal.ts'
import type { ApprovedOffer } from '../risk/check-order.ts'
import { recheckOrder } from '../risk/check-order.ts'
import type { DecisionDraft } from './decision-draft.ts'
import type { ActionPrepared, SignatureReturned, SigningFailed } from './device-inputs.ts'
import { recordOf, requote } from './entry-tickets.ts'
import type { DecisionRecord } from './events.ts'
import { leverageProblem } from './exit-problems.ts'
import { nextNonce } from './exit-tickets.ts'
import type { Stamp } from './inputs.ts'
import { priceText } from './money-text.ts'
import type { ApprovalGranted } from './person-inputs.ts'
import { raiseCause } from './risk-causes.ts'
import { riskInputs } from './risk-view.ts'
import { sessionVerdict } from './session.ts'
import type { DeskState } from './state.ts'
import { markCanceling } from './submissions.ts'
import type { Ticket } from './ticket.ts'
import { isEnded } from './ticket.ts'

/** A signature that comes back with less left than this is not sent: it could expire on its way. */
const TIME_LEFT_MS_MIN = 5_000
/** One that lives so much longer than an action may was approved by a clock that had leapt ahead. */
const LEAP_MS_MIN = 30_000

/** Why the price no longer allows the offer; null while it does. */
function bandProblem(state: DeskState, ticket: Ticket): string | null {
  if (!ticket.band) return null
  const quote = state.market.quotes.get(ticket.coin)
  if (!quote) return `There is no price for ${ticket.coin}.`
  const mid = (quote.bid + quote.ask) / 2n
  if (mid >= ticket.band.low && mid <= ticket.band.high) return null
  return (
    `The price of ${ticket.coin} left the band of the offer ` +
    `(${priceText(ticket.band.low)} to ${priceText(ticket.band.high)}).`
  )
}

/** What was approved, as the risk manager takes it for its second look. */
function approvedOffer(
  ticket: Ticket,
  terms: BracketTerms,
  decision: DecisionRecord,
): ApprovedOffer {
  const { quantity, limitPrice, stopPrice, targetPrice } = terms
  const equity = parseMoney(decision.numbers.equity ?? '0')
  return { quantity, worstPrice: limitPrice, stopPrice, targetPrice, band: ticket.band, equity }
}

/** A leverage that waited on the device while the desk was halted is not raised any more. */
function judgeLeverage(
  state: DeskState,
  terms: LeverageTerms,
  decision: DecisionRecord,
): DecisionRecord {
  const message = leverageProblem(state, terms)
  return message === null ? decision : { ...decision, result: 'denied', message }
}

/** The second look: limits, states, age and drift at this moment. Null without terms. */
function judgeAgain(state: DeskState, ticket: Ticket): DecisionRecord | null {
  const { terms, wish, decision } = ticket
  if (!terms || !decision) return null
  if (terms.kind === 'leverage') return judgeLeverage(state, terms, decision)
  if (terms.kind !== 'bracket' || !wish) return decision
  const inputs = riskInputs(state, ticket.coin, wish, ticket)
  if (!inputs) return recordOf(null)
  return recordOf(recheckOrder(inputs, approvedOffer(ticket, terms, decision)))
}

const STAGE_PROBLEMS: Partial<Record<Ticket['stage'], string>> = {
  initialized: 'This ticket offers nothing yet.',
  preparing: 'This ticket is approved already and on its way to the Ledger.',
  onDevice: 'This ticket is approved already: answer it on the Ledger.',
  signed: 'This ticket is signed already.',
  submitted: 'This ticket was sent already; the venue has not answered yet.',
  unknown: 'This ticket was sent already; the venue is being asked what became of it.',
  done: 'This ticket was sent already, and the venue took it.',
}

const OFFER_OVER =
  'The offer ran out before the press arrived; nothing was approved. Ask for a new price.'

/** Why a press of Approve does nothing at this moment (ms since 1970); null when it counts. */
export function approvalProblem(
  ticket: Ticket,
  granted: Pick<ApprovalGranted, 'digest'>,
  nowWallMs: number,
): string | null {
  if (ticket.stage === 'expired') return OFFER_OVER
  if (isEnded(ticket.stage)) {
    return (
      STAGE_PROBLEMS[ticket.stage] ??
      `This ticket has ended; nothing was approved. ${ticket.ending ?? ''}`
    )
  }
  if (ticket.stage !== 'pending' || !ticket.terms) return STAGE_PROBLEMS[ticket.stage] ?? OFFER_OVER
  if (ticket.digest !== granted.digest) {
    return 'The terms have changed since they were shown; nothing was approved. Read the ticket again.'
  }
  return nowWallMs >= ticket.offerExpiresMs ? OFFER_OVER : null
}

/** Why a ticket cannot be declined any more; null when it can. */
export function declineProblem({ stage }: Ticket): string | null {
  if (isEnded(stage)) return 'This ticket has ended already.'
  return stage === 'submitted' || stage === 'unknown'
    ? 'It is too late to decline: the order was sent already. Cancel or close it instead.'
    : null
}

/**
 * Step 9 of the road: the press of Approve, with the digest of the terms that were shown. Where the
 * price or the account has moved so far that these terms do not hold, new ones are offered.
 */
export function grantApproval(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  granted: ApprovalGranted,
): void {
  const ticket = state.book.tickets.get(granted.ticketId)
  if (!ticket?.terms || approvalProblem(ticket, granted, stamp.tsWallMs) !== null) return
  const decision = judgeAgain(state, ticket)
  if (!decision) return
  if (decision.result === 'denied') {
    requote(state, draft, stamp, ticket)
    return
  }
  const { ticketId, terms, digest } = ticket
  const attempt = ticket.attempt + 1
  const nonce = nextNonce(state, stamp)
  const expiresAfterMs = stamp.tsWallMs + state.book.limits.actionLifeMs
  draft.events.push({
    type: 'OrderApproved',
    ticketId,
    attempt,
    digest,
    nonce,
    expiresAfterMs,
    decision,
  })
  draft.effects.push({ kind: 'prepareAction', ticketId, attempt, terms, nonce, expiresAfterMs })
}

/** The action is built: from here on the ticket shows the hash that the device will show. */
export function takePrepared(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  prepared: ActionPrepared,
): void {
  const { ticketId, attempt, connectionId, actionHex } = prepared
  const ticket = state.book.tickets.get(ticketId)
  if (ticket?.stage !== 'preparing' || ticket.attempt !== attempt) return
  const { terms, nonce, expiresAfterMs } = ticket
  if (!terms || nonce === null || expiresAfterMs === null) return
  draft.events.push({ type: 'ActionPrepared', ticketId, attempt, connectionId, actionHex })
  const { isAllowed } = sessionVerdict(state, stamp, ticketId, terms)
  draft.effects.push({
    kind: 'signAction',
    ticketId,
    attempt,
    terms,
    nonce,
    expiresAfterMs,
    connectionId,
    actionHex,
    ...(isAllowed ? { signWith: 'session' as const } : {}),
  })
}

const NOT_OF_ACCOUNT =
  'The signature is not of this account; nothing was sent. Check the path and the passphrase of the device.'
const NOT_OF_SESSION =
  'The session key may no longer sign this; nothing was sent. Go on, and sign it on the Ledger.'

const isSessionKey = (state: DeskState, address: string): boolean =>
  address.toLowerCase() === state.book.session?.agentAddress.toLowerCase()

/** The account itself, or its session key where the rule allows these terms at this moment. */
function isEntitled(
  state: DeskState,
  stamp: Stamp,
  { ticketId }: Ticket,
  terms: Terms,
  recoveredAddress: string,
): boolean {
  if (recoveredAddress.toLowerCase() === state.book.accountAddress?.toLowerCase()) return true
  if (!isSessionKey(state, recoveredAddress)) return false
  return sessionVerdict(state, stamp, ticketId, terms).isAllowed
}

/** Why a good signature must not be used; null when it may. */
function signatureProblem(
  state: DeskState,
  stamp: Stamp,
  ticket: Ticket,
  returned: SignatureReturned,
): string | null {
  if (returned.connectionId !== ticket.connectionId) {
    return 'The device signed another hash than the one that was shown.'
  }
  const leftMs = (ticket.expiresAfterMs ?? 0) - stamp.tsWallMs
  if (leftMs < TIME_LEFT_MS_MIN) {
    return 'The signature came back too late to be sent safely. Nothing was sent.'
  }
  if (leftMs > state.book.limits.actionLifeMs + LEAP_MS_MIN) {
    return 'The clock of this computer was wrong when this was approved. Nothing was sent.'
  }
  const again = judgeAgain(state, ticket)
  if (again?.result === 'denied') return `${again.message} Nothing was sent.`
  const band = bandProblem(state, ticket)
  return band && `${band} The signature was discarded and nothing was sent.`
}

/**
 * The ticket has gone on without this signature: declined, stopped, expired or asked for anew. What
 * was sent already is told again by nobody, so a repeated answer is no late one.
 */
function dropLate(draft: DecisionDraft, ticket: Ticket, returned: SignatureReturned): void {
  const isOfThisAttempt = ticket.attempt === returned.attempt
  if (isOfThisAttempt && ticket.signature !== null) return
  const { ticketId, attempt, connectionId } = returned
  draft.events.push({
    type: 'LateSignatureDropped',
    ticketId,
    attempt,
    connectionId,
    reason: `The Ledger signed after the ticket had gone on (${ticket.stage}). The signature was thrown away and nothing was sent.`,
  })
}

/** Steps 10 and 11: checked once more, then signed and submitted are written together. */
export function takeSignature(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  returned: SignatureReturned,
): void {
  const { ticketId, attempt, signature, recoveredAddress, connectionId } = returned
  const ticket = state.book.tickets.get(ticketId)
  if (!ticket) return
  if (ticket.stage !== 'onDevice' || ticket.attempt !== attempt) {
    dropLate(draft, ticket, returned)
    return
  }
  const { terms, nonce, expiresAfterMs, actionHex } = ticket
  if (!terms || nonce === null || expiresAfterMs === null || actionHex === null) return
  if (!isEntitled(state, stamp, ticket, terms, recoveredAddress)) {
    const isOfSession = isSessionKey(state, recoveredAddress)
    interrupt(draft, ticket, 'wrongAccount', isOfSession ? NOT_OF_SESSION : NOT_OF_ACCOUNT)
    return
  }
  const problem = signatureProblem(state, stamp, ticket, returned)
  if (problem !== null) {
    draft.events.push({ type: 'SignatureDiscarded', ticketId, attempt, reason: problem })
    if (terms.kind === 'bracket') requote(state, draft, stamp, ticket)
    return
  }
  draft.events.push(
    { type: 'OrderSigned', ticketId, attempt, connectionId, signature, recoveredAddress },
    {
      type: 'OrderSubmitted',
      ticketId,
      attempt,
      addsRisk: addsRisk(terms),
      worstCaseLoss: ticket.decision?.worstCaseLoss ?? ZERO_MONEY,
    },
  )
  markCanceling(draft, terms)
  const submit = { kind: 'submitAction' as const, ticketId, attempt, terms, nonce }
  draft.effects.push({ ...submit, expiresAfterMs, actionHex, signature })
}

function interrupt(
  draft: DecisionDraft,
  ticket: Ticket,
  code: SigningFailed['code'],
  message: string,
): void {
  const { ticketId, attempt } = ticket
  draft.events.push({ type: 'SigningInterrupted', ticketId, attempt, code, message })
}

/**
 * No signature came. The ticket stays and can be approved again, except when the bytes were not the
 * approved terms: then something is badly wrong, and entries halt.
 */
export function takeSigningFailure(
  state: DeskState,
  draft: DecisionDraft,
  failed: SigningFailed,
): void {
  const ticket = state.book.tickets.get(failed.ticketId)
  if (!ticket || ticket.attempt !== failed.attempt) return
  if (ticket.stage !== 'preparing' && ticket.stage !== 'onDevice') return
  if (failed.code !== 'termsMismatch') {
    interrupt(draft, ticket, failed.code, failed.message)
    return
  }
  draft.events.push(
    { type: 'OrderDeclined', ticketId: ticket.ticketId, by: 'desk', reason: failed.message },
    raiseCause(state.book, 'invariantBroken', failed.message, null),
  )
}
