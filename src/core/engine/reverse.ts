import { absolute, asQuantity } from '../money/amount.ts'
import type { OrderProposal } from '../risk/risk-inputs.ts'
import type { DecisionDraft } from './decision-draft.ts'
import { judge, openEntryTicket } from './entry-tickets.ts'
import { closePosition } from './exits.ts'
import type { Stamp } from './inputs.ts'
import type { ReverseRequested } from './person-inputs.ts'
import type { DeskState } from './state.ts'
import type { Ticket } from './ticket.ts'

/** The other half of a reverse is offered only so long after the first was asked for, wall time. */
const FOLLOW_MS_MAX = 10 * 60_000

/**
 * Closes a position with the opposite bracket as what comes next (row V11). The bracket is a wish
 * only: it is judged when the position is flat, and waits for its own approval.
 */
export function reversePosition(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  { coin }: ReverseRequested,
): void {
  const position = state.book.positions.get(coin)
  if (!position) return
  const next: OrderProposal = {
    origin: { from: 'person' },
    side: position.quantity > 0n ? 'sell' : 'buy',
    entry: { type: 'market' },
    stop: { by: 'default' },
    target: { by: 'default' },
    sizing: { by: 'quantity', quantity: asQuantity(absolute(position.quantity)) },
  }
  closePosition(state, draft, stamp, { coin, quantity: null }, { from: 'person' }, next)
}

/** The size of the old position, or less where the risk manager allows only less. */
function sizedFor(state: DeskState, coin: string, wish: OrderProposal): OrderProposal {
  if (wish.sizing.by !== 'quantity' || judge(state, coin, wish, null)?.kind === 'passed') {
    return wish
  }
  const byRisk: OrderProposal = { ...wish, sizing: { by: 'risk' } }
  const smaller = judge(state, coin, byRisk, null)
  const isSmaller = smaller?.kind === 'passed' && smaller.quantity < wish.sizing.quantity
  return isSmaller ? byRisk : wish
}

const isDue = (state: DeskState, stamp: Stamp, ticket: Ticket): boolean =>
  ticket.stage === 'done' &&
  !state.book.positions.has(ticket.coin) &&
  stamp.tsWallMs - ticket.openedWallMs <= FOLLOW_MS_MAX

/** Offers the second half of every reverse whose first half has left the position flat. */
export function followReverses(state: DeskState, draft: DecisionDraft, stamp: Stamp): void {
  for (const ticketId of state.book.reverses) {
    const ticket = state.book.tickets.get(ticketId)
    if (!ticket?.next || !isDue(state, stamp, ticket)) continue
    const wish = sizedFor(state, ticket.coin, ticket.next)
    openEntryTicket(state, draft, stamp, ticket.coin, wish, ticket.ticketId)
  }
}
