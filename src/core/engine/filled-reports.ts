import type { ClientOrderId } from '../model/ids.ts'
import type { Order } from '../model/order.ts'
import { isFinal } from '../model/order-status.ts'
import type { Position } from '../model/position.ts'
import type { DecisionDraft } from './decision-draft.ts'
import type { Input, Stamp } from './inputs.ts'
import type { DeskState } from './state.ts'
import type { OrderReported } from './venue-inputs.ts'

/** Fills follow the report of their order within a poll of the venue, which is every 15 s. */
const FILLS_LATE_MS = 20_000

/** Why an order is filled although it asked for more. */
export const CUT_SHORT = 'The venue had cut it down to the position.'

/** The order that a report is about: by our id, or by the venue's where it left ours out. */
export function orderOfReport(
  { book }: DeskState,
  report: Pick<OrderReported, 'clientOrderId' | 'venueOrderId'>,
): ClientOrderId | null {
  if (report.clientOrderId !== null) return report.clientOrderId
  for (const order of book.orders.values()) {
    if (order.venueOrderId === report.venueOrderId) return order.clientOrderId
  }
  return null
}

function reportIn({ body }: Input): OrderReported | null {
  if (body.kind === 'orderReported') return body
  if (body.kind !== 'orderLookedUp' || body.answer.result !== 'found') return null
  return body.answer.report
}

/** Remembers which orders the venue has called filled, and forgets those that have ended here. */
export function observeFilledReport(state: DeskState, input: Input): void {
  const { filledReports } = state.market
  if (input.body.kind === 'heartbeatTicked') {
    for (const id of filledReports.keys()) {
      const order = state.book.orders.get(id)
      if (!order || isFinal(order.status)) filledReports.delete(id)
    }
    return
  }
  const report = reportIn(input)
  if (report?.status !== 'filled') return
  const id = orderOfReport(state, report)
  if (id !== null && !filledReports.has(id)) filledReports.set(id, input.stamp.tsWallMs)
}

/**
 * Whether an order that the venue calls filled has got all that it will get, although it asked for
 * more: the venue cuts a reduce-only order down to the position, and the position is gone.
 */
export function isCutShort(
  order: Order,
  filled: bigint,
  position: Pick<Position, 'quantity'> | undefined,
): boolean {
  if (!order.isReduceOnly || filled <= 0n) return false
  const held = position?.quantity ?? 0n
  return order.side === 'sell' ? held <= 0n : held >= 0n
}

/** Ends what the venue has called filled once no fill of it can still be on its way. */
export function settleFilledReports(state: DeskState, draft: DecisionDraft, stamp: Stamp): void {
  for (const [id, reportedMs] of state.market.filledReports) {
    if (stamp.tsWallMs - reportedMs < FILLS_LATE_MS) continue
    draft.moveOrder(id, 'filled', null, CUT_SHORT)
  }
}
