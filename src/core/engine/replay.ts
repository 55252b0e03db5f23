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
  | { readonly isSame: true; readonly steps: number; readonly state: DeskState }
  | {
      readonly isSame: false
      readonly step: number
      readonly recorded: string
      readonly replayed: string
    }

/** Runs recorded inputs through the engine again and stops at the first difference. */
export function replay(mode: Mode, steps: Iterable<RecordedStep>): ReplayResult {
  const state = createState(mode)
  let step = 0
  for (const { input, events } of steps) {
    step += 1
    observe(state, input)
    const recorded = canonicalJson(events)
    const replayed = canonicalJson(advance(state, input).events)
    if (recorded !== replayed) return { isSame: false, step, recorded, replayed }
    for (const event of events) applyEvent(state.book, event, input.stamp)
  }
  return { isSame: true, steps: step, state }
}
