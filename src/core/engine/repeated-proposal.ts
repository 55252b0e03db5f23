import type { OrderProposal } from '../risk/risk-inputs.ts'
import type { DeskState } from './state.ts'

/** Who wants the same once more on purpose takes longer than a second press of the same key. */
const SECOND_PRESS_MS_MAX = 1_000

const wishText = ({ side, entry, stop, target, sizing }: OrderProposal): string =>
  JSON.stringify([side, entry, stop, target, sizing], (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )

/**
 * Why a proposal does nothing: it is the second press of one whose ticket waits already. Null when it
 * counts. `nowWallMs` is ms since 1970.
 */
export function repeatProblem(
  { book }: DeskState,
  coin: string,
  wish: OrderProposal,
  nowWallMs: number,
): string | null {
  for (const ticket of book.underWay.values()) {
    const ageMs = nowWallMs - ticket.openedWallMs
    if (ticket.stage !== 'pending' || ticket.coin !== coin || ticket.wish === null) continue
    if (ageMs < 0 || ageMs >= SECOND_PRESS_MS_MAX || ticket.origin.from !== 'person') continue
    if (wishText(ticket.wish) !== wishText(wish)) continue
    return 'The same order was proposed just now: its ticket waits under Approvals.'
  }
  return null
}
