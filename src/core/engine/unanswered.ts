import { isAtVenue } from '../model/order-status.ts'
import type { DecisionDraft } from './decision-draft.ts'
import type { Input } from './inputs.ts'
import type { DeskState } from './state.ts'

/** Wall time between two questions about the same order. */
const ASK_AGAIN_MS = 10_000
/** Of the venue's requests a minute most are for orders and cancels. */
const QUESTIONS_A_BEAT = 4

/**
 * Remembers which resting orders the venue was asked for in vain: a comparison, or an answer with an
 * error in it, had made them doubtful. Those of unknown fate have their own questions.
 */
export function observeUnanswered({ book, market }: DeskState, { body, stamp }: Input): void {
  const { unanswered } = market
  if (body.kind === 'orderLookedUp') {
    const order = book.orders.get(body.clientOrderId)
    const isDoubtful = body.answer.result === 'failed' && order && isAtVenue(order.status)
    if (isDoubtful) unanswered.set(body.clientOrderId, stamp.tsWallMs)
    else unanswered.delete(body.clientOrderId)
  }
  if (body.kind !== 'heartbeatTicked') return
  market.questionsDue = []
  for (const [clientOrderId, askedMs] of unanswered) {
    const order = book.openOrders.get(clientOrderId)
    if (!order || !isAtVenue(order.status)) unanswered.delete(clientOrderId)
    else if (market.questionsDue.length < QUESTIONS_A_BEAT) {
      if (Math.abs(stamp.tsWallMs - askedMs) < ASK_AGAIN_MS) continue
      unanswered.set(clientOrderId, stamp.tsWallMs)
      market.questionsDue.push(clientOrderId)
    }
  }
}

/** Asks again for the orders whose time has come with this heartbeat. */
export function askUnanswered({ market }: DeskState, draft: DecisionDraft): void {
  for (const clientOrderId of market.questionsDue) {
    draft.effects.push({ kind: 'lookUpOrder', clientOrderId })
  }
}
