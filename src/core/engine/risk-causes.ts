import type { RiskCause, RiskState } from '../risk/risk-state.ts'
import { riskMode, withCause, withoutCause } from '../risk/risk-state.ts'
import type { RiskStateChanged } from './events.ts'
import type { Stamp } from './inputs.ts'
import type { Book } from './state.ts'

/** The book's causes after the event. */
export function foldCause(state: RiskState, event: RiskStateChanged, stamp: Stamp): RiskState {
  const { cause, reason, untilMs } = event
  return event.change === 'ended'
    ? withoutCause(state, cause)
    : withCause(state, { cause, reason, untilMs, sinceMs: stamp.tsMarketMs })
}

/** The event that raises a cause, with the state that then holds. */
export function raiseCause(
  book: Book,
  cause: RiskCause,
  reason: string,
  untilMs: number | null,
): RiskStateChanged {
  const after = withCause(book.risk, { cause, reason, untilMs, sinceMs: 0 })
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
): RiskStateChanged[] {
  let after = book.risk
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
