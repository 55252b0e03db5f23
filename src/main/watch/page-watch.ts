import type { PagesFound, PagesState } from './pages-state.ts'

/** A log that is whole stays so but for a disk that fails: often enough to notice, seldom to feel. */
const LOOK_AGAIN_MS = 10 * 60_000

export interface PageWatchOptions {
  /** Looks through one file off the event loop, for a bounded time. Rejects with a sentence. */
  readonly lookThrough: (file: string) => Promise<PagesFound>
  readonly wallMs: () => number
  /** Ends when nobody should wait for a first look any longer. */
  readonly patience: () => Promise<void>
}

interface Look {
  readonly startedMs: number
  readonly state: PagesState
}

const moment = (wallMs: number): string => `${new Date(wallMs).toISOString().slice(11, 16)} UTC`

function stateOf({ damage, looked, tables }: PagesFound, wallMs: number): PagesState {
  if (damage !== null) return { kind: 'damaged', damage }
  const what =
    looked === tables
      ? 'all pages'
      : `the pages of ${looked} of ${tables} tables (for all there was no time, countersign doctor takes it)`
  return { kind: 'looked', sentence: `${what} were looked through at ${moment(wallMs)}` }
}

/**
 * What is known of the pages of a file: each call gives the newest finding, and starts another look
 * when that is ten minutes old; only the first look is waited for, and not for long. One look at a
 * time; damage once found stays.
 */
export function createPageWatch({ lookThrough, wallMs, patience }: PageWatchOptions) {
  const looks = new Map<string, Look>()
  let underWay: Promise<void> | null = null

  async function look(file: string): Promise<void> {
    const startedMs = wallMs()
    const before: PagesState = looks.get(file)?.state ?? { kind: 'unknown' }
    try {
      looks.set(file, { startedMs, state: stateOf(await lookThrough(file), wallMs()) })
    } catch {
      // a file that cannot be opened is named by the check itself
      looks.set(file, { startedMs, state: before })
    } finally {
      underWay = null
    }
  }

  return async (file: string): Promise<PagesState> => {
    const known = looks.get(file)
    const isOld = known === undefined || Math.abs(wallMs() - known.startedMs) >= LOOK_AGAIN_MS
    if (isOld && known?.state.kind !== 'damaged') underWay ??= look(file)
    if (known === undefined && underWay !== null) await Promise.race([underWay, patience()])
    return looks.get(file)?.state ?? { kind: 'unknown' }
  }
}
