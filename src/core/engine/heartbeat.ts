import { isInFlight } from '../model/order-status.ts'
import { endedCauses } from '../risk/risk-state.ts'
import { dayKeyOf } from './day-key.ts'
import type { DecisionDraft } from './decision-draft.ts'
import type { Stamp } from './inputs.ts'
import { followReverses } from './reverse.ts'
import { endCauses, raiseCause } from './risk-causes.ts'
import { dayBudgetOf } from './risk-view.ts'
import type { DeskState } from './state.ts'
import { equityOf } from './state.ts'
import { ordersToAsk, settleSilence } from './submissions.ts'
import type { Ticket } from './ticket.ts'
import { isEnded } from './ticket.ts'

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

function interruptSigning(draft: DecisionDraft, ticket: Ticket): void {
  const { ticketId, attempt } = ticket
  draft.effects.push({ kind: 'cancelSigning', ticketId, attempt })
  draft.events.push({
    type: 'SigningInterrupted',
    ticketId,
    attempt,
    code: 'timeout',
    message: 'The device did not answer before the order expired. Approve again for a new one.',
  })
}

function askAgain(state: DeskState, draft: DecisionDraft, stamp: Stamp, ticket: Ticket): void {
  for (const clientOrderId of ordersToAsk(ticket)) {
    const status = state.book.orders.get(clientOrderId)?.status
    const askedMs = state.market.askedMs.get(clientOrderId) ?? 0
    if (!status || !isInFlight(status) || stamp.tsWallMs - askedMs < ASK_AGAIN_MS) continue
    draft.effects.push({ kind: 'lookUpOrder', clientOrderId })
  }
}

function watchTickets(state: DeskState, draft: DecisionDraft, stamp: Stamp): void {
  for (const ticket of state.book.underWay.values()) {
    if (isEnded(ticket.stage)) continue
    if (ticket.stage === 'pending' && stamp.tsWallMs >= ticket.offerExpiresMs) {
      expireOffer(draft, ticket)
    } else if (ticket.stage === 'onDevice' || ticket.stage === 'preparing') {
      if (stamp.tsWallMs >= (ticket.expiresAfterMs ?? 0)) interruptSigning(draft, ticket)
    } else if (ticket.stage === 'unknown') {
      askAgain(state, draft, stamp, ticket)
      settleSilence(draft, ticket, stamp)
    }
  }
}

/** The first heartbeat of a new day opens it; the clock going back never opens one twice. */
export function openDay(state: DeskState, draft: DecisionDraft, stamp: Stamp): void {
  const startEquity = equityOf(state)
  if (startEquity === null || stamp.tsMarketMs <= 0) return
  const dayKey = dayKeyOf(stamp.tsMarketMs, state.book.limits.dayTimeZone)
  if (state.book.day && dayKey <= state.book.day.dayKey) return
  draft.events.push({ type: 'DayOpened', dayKey, startEquity })
  const ended = endedCauses(state.book.risk, { by: 'newDay' })
  draft.events.push(...endCauses(state.book, ended, `A new trading day began: ${dayKey}.`))
}

function markEquity(state: DeskState, draft: DecisionDraft, stamp: Stamp): void {
  const equity = equityOf(state)
  if (equity === null || stamp.tsMarketMs - state.book.lastEquityMarkMs < EQUITY_MARK_MS) return
  draft.events.push({ type: 'EquityMarked', equity, tsEventMs: stamp.tsMarketMs })
}

const isHeld = (state: DeskState, cause: string): boolean =>
  state.book.risk.causes.some((active) => active.cause === cause)

function watchBreakers(state: DeskState, draft: DecisionDraft, stamp: Stamp): void {
  const { book, market } = state
  const { limits } = book
  const equity = equityOf(state)
  const budget = dayBudgetOf(state)
  if (budget && budget.used >= budget.cap && !isHeld(state, 'dayLoss')) {
    const reason = 'The daily loss cap is reached: no entries until the next day; exits stay open.'
    draft.events.push(raiseCause(book, 'dayLoss', reason, null))
  }
  if (book.lossStreak >= limits.lossesInRowMax && !isHeld(state, 'lossesInRow')) {
    const untilMs = stamp.tsMarketMs + limits.lossesCoolDownMs
    const reason = `${book.lossStreak} losing trades in a row: a pause before the next entry.`
    draft.events.push(raiseCause(book, 'lossesInRow', reason, untilMs))
  }
  const floor = book.peakEquity - (book.peakEquity * limits.drawdownMax) / 100_000_000n
  if (equity !== null && book.peakEquity > 0n && equity <= floor && !isHeld(state, 'drawdown')) {
    const reason = 'The account fell from its highest value by the drawdown limit.'
    draft.events.push(raiseCause(book, 'drawdown', reason, null))
  }
  const ended = endedCauses(book.risk, {
    by: 'time',
    nowMs: stamp.tsMarketMs,
    freshSinceMs: market.venue.state === 'live' ? market.venue.sinceMarketMs : null,
    lastVenueErrorMs: null,
    healthyMsMin: limits.healthyMsMin,
  })
  draft.events.push(...endCauses(book, ended, 'The reason is over.'))
}

/** Once a second: what is due by the clock. Quiet when nothing is. */
export function beat(state: DeskState, draft: DecisionDraft, stamp: Stamp): void {
  if (state.book.cash === null) return
  watchTickets(state, draft, stamp)
  followReverses(state, draft, stamp)
  openDay(state, draft, stamp)
  markEquity(state, draft, stamp)
  watchBreakers(state, draft, stamp)
}
