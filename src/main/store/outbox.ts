import type { Effect } from '#core/engine/effects.ts'
import { canonicalJson, parseCanonicalJson } from '#core/model/canonical-json.ts'
import type { OutboxRow } from '../runtime/ports.ts'
import type { Statements } from './statements.ts'
import { StoreError } from './store-error.ts'

export const OPEN_EFFECTS_MAX = 10_000

/** The newest row's id, 0 without one: what is open up to it an earlier process has left behind. */
export const lastEffectId = (sql: Statements): number =>
  sql.get<{ id: number | null }>('SELECT MAX(id) AS id FROM outbox')?.id ?? 0

/**
 * Adds effects that are about to run; returns their ids in order. Of rows with an id above
 * `opensAfter`, those of this process, a bounded number may be open.
 */
export function openEffects(
  sql: Statements,
  effects: readonly Effect[],
  wallMs: number,
  opensAfter: number,
): readonly number[] {
  if (effects.length === 0) return []
  const open = sql.get<{ count: number }>(
    'SELECT COUNT(*) AS count FROM outbox WHERE settled_wall_ms IS NULL AND id > ?',
    opensAfter,
  )
  if ((open?.count ?? 0) + effects.length > OPEN_EFFECTS_MAX) {
    throw new StoreError(
      'E211',
      `More than ${OPEN_EFFECTS_MAX} effects wait to be settled: something does not answer. ` +
        'Stop the desk and start it again.',
    )
  }
  return effects.map((effect) =>
    sql.insert(
      'INSERT INTO outbox (kind, effect, opened_wall_ms) VALUES (?, ?, ?)',
      effect.kind,
      canonicalJson(effect),
      wallMs,
    ),
  )
}

/** Settling twice changes nothing. */
export function settleEffect(sql: Statements, id: number, wallMs: number): void {
  sql.run(
    'UPDATE outbox SET settled_wall_ms = ? WHERE id = ? AND settled_wall_ms IS NULL',
    wallMs,
    id,
  )
}

export function readOpenEffects(sql: Statements): readonly OutboxRow[] {
  return sql
    .all<{ id: number; effect: string }>(
      'SELECT id, effect FROM outbox WHERE settled_wall_ms IS NULL ORDER BY id',
    )
    .map((row) => ({ id: row.id, effect: parseCanonicalJson(row.effect) as Effect }))
}
