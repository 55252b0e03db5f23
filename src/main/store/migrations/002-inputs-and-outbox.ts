import type { Migration } from './migration.ts'

/**
 * Recorded inputs for replay, each with the range of events it caused (none for a quiet one), and
 * the effects that wait to be settled.
 */
export const inputsAndOutbox: Migration = {
  version: 2,
  sql: `
CREATE TABLE inputs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  first_seq INTEGER REFERENCES events (seq),
  last_seq INTEGER REFERENCES events (seq),
  CHECK ((first_seq IS NULL) = (last_seq IS NULL) AND last_seq >= first_seq)
) STRICT;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  effect TEXT NOT NULL CHECK (json_valid(effect)),
  opened_wall_ms INTEGER NOT NULL,
  settled_wall_ms INTEGER
) STRICT;
CREATE INDEX outbox_open ON outbox (id) WHERE settled_wall_ms IS NULL;
`,
}
