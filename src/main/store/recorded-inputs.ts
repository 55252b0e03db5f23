import type { Input } from '#core/engine/inputs.ts'
import { canonicalJson, parseCanonicalJson } from '#core/model/canonical-json.ts'
import type { Statements } from './statements.ts'

const PAGE = 500

/** The events that an input caused: the first and the last number. */
export interface SeqRange {
  readonly first: number
  readonly last: number
}

export function recordInput(sql: Statements, input: Input, caused: SeqRange | null): void {
  sql.run(
    'INSERT INTO inputs (kind, payload, first_seq, last_seq) VALUES (?, ?, ?, ?)',
    input.body.kind,
    canonicalJson(input),
    caused?.first ?? null,
    caused?.last ?? null,
  )
}

/** Every recorded input in order, for a replay. */
export function* readInputs(sql: Statements): Generator<Input> {
  let lastId = 0
  for (;;) {
    const rows = sql.all<{ id: number; payload: string }>(
      'SELECT id, payload FROM inputs WHERE id > ? ORDER BY id LIMIT ?',
      lastId,
      PAGE,
    )
    for (const row of rows) {
      lastId = row.id
      yield parseCanonicalJson(row.payload) as Input
    }
    if (rows.length < PAGE) return
  }
}
