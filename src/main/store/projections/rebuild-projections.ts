import type { EventRow } from '../event-hash.ts'
import { toLoggedEvent } from '../logged-event.ts'
import type { Db } from '../statements.ts'
import { createStatements } from '../statements.ts'
import { projectEvent } from './project-event.ts'
import { PROJECTION_VERSION, projectionSchema, projectionTables } from './projection-tables.ts'
import { guardTriggers, submissionGuard } from './submission-guard.ts'

const PAGE = 1000

/**
 * Drops every projection with the guard that reads it, makes them again and folds the whole log
 * into them, in one transaction.
 */
export function rebuildProjections(db: Db): void {
  db.transaction(() => {
    for (const name of guardTriggers) db.exec(`DROP TRIGGER IF EXISTS ${name}`)
    for (const name of projectionTables) db.exec(`DROP TABLE IF EXISTS ${name}`)
    db.exec(projectionSchema)
    db.exec(submissionGuard)
    foldWholeLog(db)
    db.exec('CREATE TABLE IF NOT EXISTS projection_state (fingerprint TEXT NOT NULL) STRICT')
    db.exec('DELETE FROM projection_state')
    db.prepare('INSERT INTO projection_state VALUES (?)').run(fingerprint())
  }).immediate()
}

function foldWholeLog(db: Db): void {
  const sql = createStatements(db)
  let lastSeq = 0
  for (;;) {
    const rows = sql.all<EventRow>(
      'SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?',
      lastSeq,
      PAGE,
    )
    for (const row of rows) projectEvent(sql, toLoggedEvent(row))
    lastSeq = rows.at(-1)?.seq ?? lastSeq
    if (rows.length < PAGE) return
  }
}

const fingerprint = (): string =>
  [PROJECTION_VERSION, ...projectionTables, submissionGuard.length].join(' ')

/** True when the tables are those of this program and the guard stands as it was written. */
export function areProjectionsCurrent(db: Db): boolean {
  const objects = new Map(
    (
      db.prepare('SELECT name, sql FROM sqlite_master').all() as { name: string; sql: string }[]
    ).map(({ name, sql }) => [name, sql]),
  )
  if (!objects.has('projection_state')) return false
  const names: readonly string[] = [...projectionTables, ...guardTriggers]
  if (!names.every((name) => objects.has(name))) return false
  if (!guardTriggers.every((name) => submissionGuard.includes(objects.get(name) ?? '\0'))) {
    return false
  }
  const known = db.prepare('SELECT fingerprint FROM projection_state').pluck().get()
  return known === fingerprint()
}
