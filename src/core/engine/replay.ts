import { canonicalJson } from '../model/canonical-json.ts'
import type { Mode } from '../model/signature.ts'
import { advance } from './advance.ts'
import { applyEvent } from './apply-event.ts'
import type { EventBody } from './events.ts'
import type { Input } from './inputs.ts'
import { observe } from './observe.ts'
import type { DeskState } from './state.ts'
import { createState } from './state.ts'

/** A recorded input with the events it led to when it happened; none for one that was quiet. */
export interface RecordedStep {
  readonly input: Input
  readonly events: readonly EventBody[]
}

export type ReplayResult =
  | {
      readonly isSame: true
      readonly steps: number
      /** Of those, the ones that were compared. */
      readonly compared: number
      /** Inputs that the desk stopped because they could not be recorded; nothing came of them. */
      readonly stopped: number
      readonly state: DeskState
    }
  | {
      readonly isSame: false
      readonly step: number
      readonly input: Input
      readonly recorded: string
      readonly replayed: string
    }

/** Instead of an input that could not be recorded the log has the halt that it led to, alone. */
const isStoppedInput = (events: readonly EventBody[]): boolean => {
  const [only] = events
  return (
    events.length === 1 &&
    only?.type === 'RiskStateChanged' &&
    only.cause === 'invariantBroken' &&
    only.change === 'raised'
  )
}

/**
 * Runs recorded inputs through the engine again and stops at the first difference. What a process
 * knew of the market ended with it: every start begins with an empty one. Inputs that are not
 * compared (another day's) still do what the log says they did.
 */
export function replay(
  mode: Mode,
  steps: Iterable<RecordedStep>,
  isCompared: (input: Input, state: DeskState) => boolean = () => true,
): ReplayResult {
  const state = createState(mode)
  let step = 0
  let stopped = 0
  let compared = 0
  for (const { input, events } of steps) {
    step += 1
    if (input.body.kind === 'deskStarted') forgetMarket(state)
    observe(state, input)
    if (isStoppedInput(events)) stopped += 1
    else if (isCompared(input, state)) {
      compared += 1
      const recorded = canonicalJson(events)
      const replayed = canonicalJson(advance(state, input).events)
      if (recorded !== replayed) return { isSame: false, step, input, recorded, replayed }
    }
    for (const event of events) applyEvent(state.book, event, input.stamp)
  }
  return { isSame: true, steps: step, compared, stopped, state }
}

function forgetMarket(state: DeskState): void {
  const { device, deviceQuestion } = state.market
  Object.assign(state.market, createState(state.book.mode).market, { device, deviceQuestion })
}
