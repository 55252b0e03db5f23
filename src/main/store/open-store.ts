import type { Input } from '#core/engine/inputs.ts'
import type { Mode } from '#core/model/signature.ts'
import type { Clock } from '../runtime/clock.ts'
import type { StorePort } from '../runtime/ports.ts'
import { appendEvents, readHead } from './append-events.ts'
import { openDatabase } from './open-database.ts'
import { lastEffectId, openEffects, readOpenEffects } from './outbox.ts'
import { rebuildProjections } from './projections/rebuild-projections.ts'
import { readEvents } from './read-events.ts'
import { readInputs, recordInput } from './recorded-inputs.ts'
import { SettledEffects } from './settled-effects.ts'
import type { Statements } from './statements.ts'
import { createStatements } from './statements.ts'
import { StoreError } from './store-error.ts'
import { StoreHealth } from './store-health.ts'
import type { ChainHead } from './verify-chain.ts'

export interface SlowCommit {
  readonly durationMs: number
  readonly events: number
}

export interface StoreOptions {
  readonly file: string
  readonly mode: Mode
  readonly clock: Clock
  /** Told of every write that took longer than `SLOW_COMMIT_MS`. */
  readonly onSlowCommit?: (commit: SlowCommit) => void
  /** The most pages of 4 KiB that the file may take; no limit but the disk's without it. */
  readonly pageLimit?: number
}

export interface Store extends StorePort {
  readonly file: string
  /** Drops the projections and folds the log into them again. */
  rebuildProjections(): void
  /** The recorded inputs in order, for a replay. */
  readInputs(): Iterable<Input>
}

/**
 * Opens or creates the event log. The folder must exist. Throws StoreError (see store-error.ts)
 * with a sentence for the person; the file is untouched then.
 */
export function openStore(options: StoreOptions): Store {
  const { file, mode, clock } = options
  const db = openDatabase({ file, mode, wallMs: clock.wallMs(), pageLimit: options.pageLimit })
  const sql = createStatements(db)
  const health = new StoreHealth(file)
  const opensAfter = lastEffectId(sql)
  let head = readHead(sql)

  const write = <Result>(events: number, work: () => Result): Result => {
    const startMs = clock.monotonicMs()
    try {
      const result = db.transaction(work).immediate()
      const durationMs = clock.monotonicMs() - startMs
      if (health.wrote(durationMs)) options.onSlowCommit?.({ durationMs, events })
      return result
    } catch (cause) {
      throw health.failed(cause)
    }
  }

  const tryWrite = (work: () => void): boolean => {
    try {
      write(0, work)
      return true
    } catch (cause) {
      if (cause instanceof StoreError) return false
      throw cause
    }
  }

  const settled = new SettledEffects({ sql, clock, tryWrite })

  return {
    file,
    readAll: () => readEvents(sql, file),
    commit(input, recordedBefore, events, effects) {
      const written = write(events.length, () => {
        requireSameHead(sql, head, file)
        const next = appendEvents(sql, head, input.stamp, events)
        for (const quiet of recordedBefore) recordInput(sql, quiet, null)
        const isQuiet = events.length === 0
        recordInput(sql, input, isQuiet ? null : { first: head.seq + 1, last: next.seq })
        settled.writeInto()
        return { next, ids: openEffects(sql, effects, input.stamp.tsWallMs, opensAfter) }
      })
      settled.written()
      head = written.next
      return written.ids
    },
    settle: (outboxId) => settled.add(outboxId),
    openOutbox() {
      settled.flush()
      return readOpenEffects(sql)
    },
    rebuildProjections: () => rebuildProjections(db),
    readInputs: () => readInputs(sql),
    health: () => health.now(),
    close() {
      settled.flush()
      db.close()
    },
  }
}

/** Two desks on one file would each trade on half of what happened. */
function requireSameHead(sql: Statements, head: ChainHead, file: string): void {
  if (readHead(sql).hash === head.hash) return
  throw new StoreError(
    'E204',
    `Another program has written to ${file}. Close the other desk, then start this one again.`,
  )
}
