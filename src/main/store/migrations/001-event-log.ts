import type { Migration } from './migration.ts'

/**
 * The log. Rows are only ever added, each one right behind the head that the anchor remembers, so
 * that a row can neither be replaced nor squeezed in, and a cut-off tail is noticed.
 */
export const eventLog: Migration = {
  version: 1,
  sql: `
CREATE TABLE data_file (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  mode TEXT NOT NULL CHECK (mode IN ('paper', 'testnet', 'mainnet')),
  created_wall_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE events (
  seq INTEGER PRIMARY KEY CHECK (seq > 0),
  ts_wall_ms INTEGER NOT NULL,
  ts_market_ms INTEGER NOT NULL,
  type TEXT NOT NULL,
  payload TEXT NOT NULL CHECK (json_valid(payload) AND json_extract(payload, '$.type') IS type),
  prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;

CREATE TABLE anchor (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  event_count INTEGER NOT NULL
) STRICT;
INSERT INTO anchor VALUES (1, 0, '${'0'.repeat(64)}', 0);

CREATE TRIGGER events_never_replaced BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the log is append-only: an event is never replaced'); END;

CREATE TRIGGER events_follow_the_head AFTER INSERT ON events
BEGIN
  SELECT RAISE(ABORT, 'the log is a chain: the event does not follow the newest one')
  WHERE NOT EXISTS (
    SELECT 1 FROM anchor WHERE id = 1 AND seq = NEW.seq - 1 AND hash = NEW.prev_hash
  );
  UPDATE anchor SET seq = NEW.seq, hash = NEW.hash, event_count = event_count + 1 WHERE id = 1;
END;

CREATE TRIGGER events_never_updated BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the log is append-only: an event is never changed'); END;

CREATE TRIGGER events_never_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the log is append-only: an event is never removed'); END;

CREATE TRIGGER anchor_only_forward BEFORE UPDATE ON anchor
WHEN NEW.id <> 1 OR NEW.seq <> OLD.seq + 1 OR NEW.event_count <> OLD.event_count + 1
  OR NOT EXISTS (SELECT 1 FROM events WHERE seq = NEW.seq AND hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'the anchor moves only with the log'); END;

CREATE TRIGGER anchor_never_deleted BEFORE DELETE ON anchor
BEGIN SELECT RAISE(ABORT, 'the anchor is never removed'); END;
`,
}
