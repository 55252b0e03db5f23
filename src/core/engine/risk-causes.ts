import type { RiskCause, RiskState } from '../risk/risk-state.ts'
import { riskMode, withCause, withoutCause } from '../risk/risk-state.ts'
import type { EventBody, RiskStateChanged } from './events.ts'
import type { Stamp } from './inputs.ts'
import type { Book } from './state.ts'

/** The book's causes after the event. */
export function foldCause(state: RiskState, event: RiskStateChanged, stamp: Stamp): RiskState {
  const { cause, reason, untilMs } = event
  return event.change === 'ended'
    ? withoutCause(state, cause)
    : withCause(state, { cause, reason, untilMs, sinceMs: stamp.tsMarketMs })
}

/** What holds once the events that are about to be written have been. */
function stateAfter(book: Book, pending: readonly EventBody[]): RiskState {
  let state = book.risk
  for (const event of pending) {
    if (event.type !== 'RiskStateChanged') continue
    state = foldCause(state, event, { tsWallMs: 0, tsMarketMs: 0 })
  }
  return state
}

/** The event that raises a cause, with the state that then holds. */
export function raiseCause(
  book: Book,
  cause: RiskCause,
  reason: string,
  untilMs: number | null,
  pending: readonly EventBody[] = [],
): RiskStateChanged {
  const after = withCause(stateAfter(book, pending), { cause, reason, untilMs, sinceMs: 0 })
  return {
    type: 'RiskStateChanged',
    state: riskMode(after),
    change: 'raised',
    cause,
    reason,
    untilMs,
  }
}

/** The events that end causes, one after the other. */
export function endCauses(
  book: Book,
  causes: readonly RiskCause[],
  reason: string,
  pending: readonly EventBody[] = [],
): RiskStateChanged[] {
  let after = stateAfter(book, pending)
  return causes.map((cause) => {
    after = withoutCause(after, cause)
    return {
      type: 'RiskStateChanged',
      state: riskMode(after),
      change: 'ended',
      cause,
      reason,
      untilMs: null,
    }
  })
}
