import type { DecisionDraft } from './decision-draft.ts'
import type { DeskState } from './state.ts'
import type { Ticket } from './ticket.ts'
import { isEnded } from './ticket.ts'

/** An entry that was not sent yet can still be stopped here. */
const isStoppable = (ticket: Ticket): boolean =>
  ticket.terms?.kind === 'bracket' &&
  !isEnded(ticket.stage) &&
  ticket.stage !== 'submitted' &&
  ticket.stage !== 'unknown'

/** Declines the entries that were not sent yet, on the device too. */
export function declineEntries(
  state: DeskState,
  draft: DecisionDraft,
  reason: string,
  isMeant: (ticket: Ticket) => boolean = () => true,
): void {
  for (const ticket of state.book.underWay.values()) {
    if (!isStoppable(ticket) || !isMeant(ticket)) continue
    const { ticketId, attempt, stage } = ticket
    if (stage === 'onDevice' || stage === 'preparing') {
      draft.effects.push({ kind: 'cancelSigning', ticketId, attempt })
    }
    draft.events.push({ type: 'OrderDeclined', ticketId, by: 'desk', reason })
  }
}

/** Takes entries back from the device: their approval was given under other circumstances. */
export function recallEntries(state: DeskState, draft: DecisionDraft, message: string): void {
  for (const ticket of state.book.underWay.values()) {
    const { ticketId, attempt, stage, terms } = ticket
    if (terms?.kind !== 'bracket' || (stage !== 'onDevice' && stage !== 'preparing')) continue
    draft.effects.push({ kind: 'cancelSigning', ticketId, attempt })
    draft.events.push({ type: 'SigningInterrupted', ticketId, attempt, code: 'canceled', message })
  }
}
