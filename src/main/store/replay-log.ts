import type { EventBody } from '#core/engine/events.ts'
import type { Input } from '#core/engine/inputs.ts'
import type { RecordedStep } from '#core/engine/replay.ts'
import { replay } from '#core/engine/replay.ts'
import { canonicalJson, parseCanonicalJson } from '#core/model/canonical-json.ts'
import type { Mode } from '#core/model/signature.ts'
import { tradingDayKey } from '#core/risk/trading-day.ts'
import { openReadOnly } from './open-read-only.ts'
import type { Statements } from './statements.ts'
import { createStatements } from './statements.ts'
import { asStoreError, StoreError } from './store-error.ts'

export type ReplayVerdict =
  | {
      readonly isSame: true
      readonly inputs: number
      readonly compared: number
      readonly events: number
      /** Inputs that the desk had to stop when they happened. */
      readonly stopped: number
    }
  | {
      readonly isSame: false
      /** Number of the recorded input, from 1. */
      readonly input: number
      /** One sentence: where and how the replay differs. */
      readonly what: string
    }

interface InputRow {
  readonly id: number
  readonly payload: string
  readonly first_seq: number | null
  readonly last_seq: number | null
}

const PAGE = 500
const TEXT_MAX = 300

/** An event that no recorded input accounts for: the recording is not whole. */
class Gap extends Error {}

function eventsOf(sql: Statements, row: InputRow, afterSeq: number): EventBody[] {
  if (row.first_seq === null || row.last_seq === null) return []
  if (row.first_seq !== afterSeq + 1) {
    throw new Gap(`No recorded input led to event ${afterSeq + 1}.`)
  }
  return sql
    .all<{ payload: string }>(
      'SELECT payload FROM events WHERE seq BETWEEN ? AND ? ORDER BY seq',
      row.first_seq,
      row.last_seq,
    )
    .map(({ payload }) => parseCanonicalJson(payload) as EventBody)
}

/** Every recorded input with the events that it led to; keeps count in `progress`. */
function* readSteps(
  sql: Statements,
  progress: { lastSeq: number; firstSeq: number },
): Generator<RecordedStep> {
  let lastId = 0
  for (;;) {
    const rows = sql.all<InputRow>(
      'SELECT id, payload, first_seq, last_seq FROM inputs WHERE id > ? ORDER BY id LIMIT ?',
      lastId,
      PAGE,
    )
    for (const row of rows) {
      lastId = row.id
      const events = eventsOf(sql, row, progress.lastSeq)
      progress.firstSeq = row.first_seq ?? progress.lastSeq + 1
      progress.lastSeq = row.last_seq ?? progress.lastSeq
      yield { input: parseCanonicalJson(row.payload) as Input, events }
    }
    if (rows.length < PAGE) return
  }
}

function modeOf(sql: Statements, file: string): Mode {
  const [first] = sql.all<{ payload: string }>('SELECT payload FROM events WHERE seq = ?', 1)
  const body = first && (parseCanonicalJson(first.payload) as EventBody)
  if (body?.type === 'DeskCreated') return body.mode
  throw new StoreError('E208', `${file} has no desk in it yet: there is nothing to replay.`)
}

const short = (text: string | undefined): string =>
  text === undefined ? 'nothing' : text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text

/** The first event that is not the same, of both lists. */
function firstDifference(recorded: string, replayed: string): string {
  const [theirs, ours] = [recorded, replayed].map((text) =>
    (parseCanonicalJson(text) as EventBody[]).map((event) => canonicalJson(event)),
  )
  const length = Math.max(theirs?.length ?? 0, ours?.length ?? 0)
  for (let place = 0; place < length; place += 1) {
    if (theirs?.[place] === ours?.[place]) continue
    return `recorded ${short(theirs?.[place])}, replayed ${short(ours?.[place])}`
  }
  return 'the texts differ'
}

/**
 * Runs the recorded inputs of a log through the engine again and compares what they lead to with
 * the events that were written. `day` (an ISO date in the desk's own time zone) compares only that
 * day's inputs. The file may be in use; nothing is written to it. Throws StoreError.
 */
export function replayLog(file: string, day: string | null = null): ReplayVerdict {
  const db = openReadOnly(file)
  try {
    return db.transaction(() => replayStatements(createStatements(db), file, day))()
  } catch (cause) {
    throw asStoreError(cause, file)
  } finally {
    db.close()
  }
}

function replayStatements(sql: Statements, file: string, day: string | null): ReplayVerdict {
  const progress = { lastSeq: 0, firstSeq: 1 }
  let inputs = 0
  const steps = function* (): Generator<RecordedStep> {
    for (const step of readSteps(sql, progress)) {
      inputs += 1
      yield step
    }
  }
  const mode = modeOf(sql, file)
  try {
    const result = replay(mode, steps(), ({ stamp }, { book }) => {
      return day === null || tradingDayKey(stamp.tsMarketMs, book.limits.dayTimeZone) === day
    })
    if (!result.isSame) {
      const { step, input, recorded, replayed } = result
      const at = new Date(input.stamp.tsWallMs).toISOString()
      const what =
        `Input ${step} (${input.body.kind}, ${at}), before event ${progress.firstSeq}: ` +
        firstDifference(recorded, replayed)
      return { isSame: false, input: step, what }
    }
    const [last] = sql.all<{ seq: number | null }>('SELECT max(seq) AS seq FROM events')
    const events = last?.seq ?? 0
    if (events > progress.lastSeq) throw new Gap(`No recorded input led to event ${events}.`)
    return { ...result, inputs, events }
  } catch (cause) {
    if (!(cause instanceof Gap)) throw cause
    return { isSame: false, input: inputs, what: cause.message }
  }
}
