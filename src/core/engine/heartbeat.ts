import { isInFlight } from '../model/order-status.ts'
import type { Money } from '../money/amount.ts'
import { breakerTrips } from '../risk/circuit-breaker.ts'
import { beginsDay } from '../risk/day-account.ts'
import { endedCauses } from '../risk/risk-state.ts'
import { tradingDayKey } from '../risk/trading-day.ts'
import type { DecisionDraft } from './decision-draft.ts'
import { followKill, followSwitches, repairProtection } from './desk-duties.ts'
import { requote } from './entry-tickets.ts'
import { offerExitAgain } from './exits.ts'
import { settleFilledReports } from './filled-reports.ts'
import type { Stamp } from './inputs.ts'
import { CASH } from './mismatches.ts'
import { reportDay } from './overshoot.ts'
import { watchPositions } from './position-alerts.ts'
import { followReverses } from './reverse.ts'
import { endCauses, raiseCause } from './risk-causes.ts'
import { dayLossOf } from './risk-view.ts'
import { watchSession } from './session.ts'
import type { Book, DeskState } from './state.ts'
import { equityOf } from './state.ts'
import { ordersToAsk, settleKnown, settleSilence } from './submissions.ts'
import type { Ticket } from './ticket.ts'
import { isEnded } from './ticket.ts'
import { askUnanswered } from './unanswered.ts'

/** An order of unknown fate is asked for so often; reads may be repeated. */
const ASK_AGAIN_MS = 2_000
/** The equity curve gets a point at least so often, by market time. */
const EQUITY_MARK_MS = 15 * 60_000

function expireOffer(draft: DecisionDraft, ticket: Ticket): void {
  draft.events.push({
    type: 'OrderExpired',
    ticketId: ticket.ticketId,
    reason: 'The offer ran out before it was approved. Nothing was sent.',
  })
}

/** What was offered has run out together with its action: the same ticket offers it anew. */
function interruptSigning(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  ticket: Ticket,
): void {
  const { ticketId, attempt } = ticket
  draft.effects.push({ kind: 'cancelSigning', ticketId, attempt })
  draft.events.push({
    type: 'SigningInterrupted',
    ticketId,
    attempt,
    code: 'timeout',
    message: 'The Ledger was not answered before the order expired. Nothing was sent.',
  })
  if (ticket.terms?.kind === 'bracket') requote(state, draft, stamp, ticket)
  else if (ticket.origin.from === 'person') offerExitAgain(state, draft, stamp, ticket)
}

function askAgain(state: DeskState, draft: DecisionDraft, stamp: Stamp, ticket: Ticket): void {
  for (const clientOrderId of ordersToAsk(ticket)) {
    const status = state.book.orders.get(clientOrderId)?.status
    const askedMs = state.market.askedMs.get(clientOrderId) ?? 0
    // asked by a clock that had leapt ahead is asked long ago
    const waitedMs = Math.abs(stamp.tsWallMs - askedMs)
    if (!status || !isInFlight(status) || waitedMs < ASK_AGAIN_MS) continue
    draft.effects.push({ kind: 'lookUpOrder', clientOrderId })
  }
}

function watchTickets(state: DeskState, draft: DecisionDraft, stamp: Stamp): void {
  for (const ticket of state.book.underWay.values()) {
    if (isEnded(ticket.stage)) continue
    if (ticket.stage === 'pending' && stamp.tsWallMs >= ticket.offerExpiresMs) {
      expireOffer(draft, ticket)
    } else if (ticket.stage === 'onDevice' || ticket.stage === 'preparing') {
      if (stamp.tsWallMs >= (ticket.expiresAfterMs ?? 0))
        interruptSigning(state, draft, stamp, ticket)
    } else if (ticket.stage === 'unknown') {
      askAgain(state, draft, stamp, ticket)
      settleSilence(draft, ticket, stamp)
      settleKnown(draft, ticket)
    }
  }
}

/**
 * Whether the log has what the venue has. After a restart the fills of yesterday are still to come:
 * a day that began before them would take their losses for its own. Entries wait for it as well.
 */
const isCaughtUp = ({ market }: DeskState): boolean =>
  market.isReconciled &&
  [...market.mismatches].every(([key, { isConfirmed }]) => isConfirmed || key === CASH)

/**
 * The first heartbeat of a new day opens it; the clock going back never opens one twice. True when
 * one was opened.
 */
function openDay(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  startEquity: Money | null,
): boolean {
  if (startEquity === null || stamp.tsMarketMs <= 0 || !isCaughtUp(state)) return false
  const dayKey = tradingDayKey(stamp.tsMarketMs, state.book.limits.dayTimeZone)
  if (!beginsDay(state.book.day, dayKey)) return false
  reportDay(state, draft, startEquity, true)
  draft.events.push({ type: 'DayOpened', dayKey, startEquity })
  const ended = endedCauses(state.book.risk, { by: 'newDay' })
  const reason = `A new trading day began: ${dayKey}.`
  draft.events.push(...endCauses(state.book, ended, reason, draft.events))
  return true
}

/** A peak between two points counts for the drawdown as well, from a thousandth on. */
const isNewPeak = (equity: Money, peak: Money): boolean => (equity - peak) * 1_000n >= peak

function markEquity(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  equity: Money | null,
): void {
  if (equity === null) return
  const isDue = stamp.tsMarketMs - state.book.lastEquityMarkMs >= EQUITY_MARK_MS
  if (!isDue && !isNewPeak(equity, state.book.breaker.peakEquity)) return
  draft.events.push({ type: 'EquityMarked', equity, tsEventMs: stamp.tsMarketMs })
}

/** Nothing is lost: most heartbeats are answered by this comparison. */
const isDayAhead = ({ day }: Book, equity: Money | null): boolean =>
  day !== null && equity !== null && equity >= day.startEquity

/** Raises what the figures call for, and ends what the clock and the health of the venue end. */
function watchBreakers(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  equity: Money | null,
  hasNewDay: boolean,
): void {
  const { book, market } = state
  const { limits } = book
  const figures = {
    trading: book.breaker,
    venue: market.breaker,
    equity,
    // A day that begins with this heartbeat has lost nothing yet, whatever the last one had.
    budget: hasNewDay || isDayAhead(book, equity) ? null : dayLossOf(state, equity),
  }
  for (const { cause, reason, untilMs } of breakerTrips(figures, stamp.tsMarketMs, limits)) {
    if (book.risk.causes.some((active) => active.cause === cause)) continue
    draft.events.push(raiseCause(book, cause, reason, untilMs, draft.events))
  }
  const ended = endedCauses(book.risk, {
    by: 'time',
    nowMs: stamp.tsMarketMs,
    freshSinceMs: market.breaker.freshSinceMs,
    lastVenueErrorMs: market.breaker.lastVenueErrorMs,
    healthyMsMin: limits.healthyMsMin,
  })
  draft.events.push(...endCauses(book, ended, 'The reason is over.', draft.events))
}

/** Once a second: what is due by the clock. Quiet when nothing is. */
export function beat(state: DeskState, draft: DecisionDraft, stamp: Stamp): void {
  const { isReconcileDue, reconcileCause } = state.market
  if (isReconcileDue) draft.effects.push({ kind: 'observeAccount', cause: reconcileCause })
  watchSession(state, draft, stamp)
  if (state.book.cash === null) return
  watchTickets(state, draft, stamp)
  askUnanswered(state, draft)
  settleFilledReports(state, draft, stamp)
  followReverses(state, draft, stamp)
  const equity = equityOf(state)
  const hasNewDay = openDay(state, draft, stamp, equity)
  if (!hasNewDay) reportDay(state, draft, equity, false)
  markEquity(state, draft, stamp, equity)
  watchBreakers(state, draft, stamp, equity, hasNewDay)
  watchPositions(state, draft, stamp)
  followKill(state, draft, stamp)
  followSwitches(state, draft, stamp)
  repairProtection(state, draft, stamp)
}
