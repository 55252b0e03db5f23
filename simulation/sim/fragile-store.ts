import type { Effect } from '#core/engine/effects.ts'
import type { EventBody } from '#core/engine/events.ts'
import type { Input } from '#core/engine/inputs.ts'
import type { StorePort } from '../../src/main/runtime/ports.ts'

/** The process ends at this very instruction. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

export interface FragileOptions {
  readonly store: StorePort
  readonly isAlive: () => boolean
  /** Called at every boundary; ends the process by throwing Crash. */
  readonly boundary: () => void
  /** Whether the disk refuses this commit; nothing is written then. */
  readonly isRefused: () => boolean
  readonly onCommitted: (
    input: Input,
    events: readonly EventBody[],
    effects: readonly Effect[],
  ) => void
}

/** The store of one process: after its end it takes and gives nothing any more. */
export function fragileStore(options: FragileOptions): StorePort {
  const { store, isAlive, boundary, isRefused, onCommitted } = options
  const mustLive = (): void => {
    if (!isAlive()) throw new Crash('the process has ended')
  }
  return {
    readAll: () => store.readAll(),
    commit(input, recordedBefore, events, effects) {
      mustLive()
      boundary()
      if (isRefused()) throw new Error('E011: the disk is full.')
      const ids = store.commit(input, recordedBefore, events, effects)
      onCommitted(input, events, effects)
      boundary()
      return ids
    },
    settle(outboxId) {
      if (!isAlive()) return
      store.settle(outboxId)
    },
    openOutbox: () => store.openOutbox(),
    health: () => store.health(),
    close: () => undefined,
  }
}
