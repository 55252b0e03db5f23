import { isAtVenue } from '../model/order-status.ts'
import { endedCauses } from '../risk/risk-state.ts'
import type { DecisionDraft } from './decision-draft.ts'
import type { Origin } from './events.ts'
import { cancelOrders, closePosition } from './exits.ts'
import type { KillPressed, ResumeRequested, Stamp } from './inputs.ts'
import { endCauses, raiseCause } from './risk-causes.ts'
import type { DeskState } from './state.ts'
import type { Ticket } from './ticket.ts'
import { isEnded } from './ticket.ts'

/** What has to be typed in paper mode; elsewhere the device signs. */
export const RESUME_WORD = 'RESUME'
const BY_KILL_SWITCH: Origin = { from: 'desk', reason: 'kill switch' }

/** An entry that was not sent yet can still be stopped here. */
const isStoppable = (ticket: Ticket): boolean =>
  ticket.terms?.kind === 'bracket' &&
  !isEnded(ticket.stage) &&
  ticket.stage !== 'submitted' &&
  ticket.stage !== 'unknown'

function stopOpenEntries(state: DeskState, draft: DecisionDraft, reason: string): void {
  for (const ticket of state.book.tickets.values()) {
    if (!isStoppable(ticket)) continue
    const { ticketId, attempt, stage } = ticket
    if (stage === 'onDevice' || stage === 'preparing') {
      draft.effects.push({ kind: 'cancelSigning', ticketId, attempt })
    }
    draft.events.push({
      type: 'OrderDeclined',
      ticketId,
      by: 'desk',
      reason: `Stopped by the kill switch: ${reason}`,
    })
  }
}

/** Row R8: entries end at once, resting entries are cancelled, and positions closed where asked. */
export function pressKill(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  pressed: KillPressed,
): void {
  const { reason, shouldFlatten } = pressed
  draft.events.push(raiseCause(state.book, 'killSwitch', reason, null))
  stopOpenEntries(state, draft, reason)
  const entries = [...state.book.orders.values()].filter(
    (order) => order.role === 'entry' && isAtVenue(order.status),
  )
  const clientOrderIds = entries.map((order) => order.clientOrderId)
  cancelOrders(state, draft, stamp, { clientOrderIds }, BY_KILL_SWITCH)
  if (!shouldFlatten) return
  for (const { coin } of state.book.positions.values()) {
    closePosition(state, draft, stamp, { coin, quantity: null }, BY_KILL_SWITCH)
  }
}

/** Ends the causes that wait for a person; the typed word counts in paper mode only. */
export function resume(state: DeskState, draft: DecisionDraft, requested: ResumeRequested): void {
  if (state.book.mode !== 'paper' || requested.typedWord !== RESUME_WORD) return
  const causes = endedCauses(state.book.risk, { by: 'person' })
  draft.events.push(...endCauses(state.book, causes, 'Resumed by a person.'))
}
