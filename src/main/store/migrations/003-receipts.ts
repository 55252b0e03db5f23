import type { Migration } from './migration.ts'

/** One receipt a signature, in a hash chain of their own with its own anchor. */
export const receipts: Migration = {
  version: 3,
  sql: `
CREATE TABLE receipts (
  seq INTEGER PRIMARY KEY CHECK (seq > 0),
  event_seq INTEGER NOT NULL UNIQUE REFERENCES events (seq),
  ticket_id TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  account TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('a', 'b')),
  action_hex TEXT NOT NULL,
  nonce INTEGER NOT NULL,
  expires_after_ms INTEGER,
  connection_id TEXT NOT NULL,
  r TEXT NOT NULL,
  s TEXT NOT NULL,
  v INTEGER NOT NULL,
  recovered_address TEXT NOT NULL,
  digest TEXT NOT NULL,
  terms TEXT NOT NULL CHECK (json_valid(terms)),
  decision TEXT NOT NULL CHECK (json_valid(decision)),
  sentence TEXT NOT NULL,
  approved_wall_ms INTEGER NOT NULL,
  signed_wall_ms INTEGER NOT NULL,
  prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;

CREATE TABLE receipt_anchor (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;
INSERT INTO receipt_anchor VALUES (1, 0, '${'0'.repeat(64)}');

CREATE TRIGGER receipts_never_replaced BEFORE INSERT ON receipts
WHEN EXISTS (SELECT 1 FROM receipts WHERE seq = NEW.seq OR event_seq = NEW.event_seq)
BEGIN SELECT RAISE(ABORT, 'receipts are append-only: one is never replaced'); END;

CREATE TRIGGER receipts_follow_the_head AFTER INSERT ON receipts
BEGIN
  SELECT RAISE(ABORT, 'receipts are a chain: the receipt does not follow the newest one')
  WHERE NOT EXISTS (
    SELECT 1 FROM receipt_anchor WHERE id = 1 AND seq = NEW.seq - 1 AND hash = NEW.prev_hash
  );
  UPDATE receipt_anchor SET seq = NEW.seq, hash = NEW.hash WHERE id = 1;
END;

CREATE TRIGGER receipts_never_updated BEFORE UPDATE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts are append-only: one is never changed'); END;

CREATE TRIGGER receipts_never_deleted BEFORE DELETE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts are append-only: one is never removed'); END;

CREATE TRIGGER receipt_anchor_only_forward BEFORE UPDATE ON receipt_anchor
WHEN NEW.id <> 1 OR NEW.seq <> OLD.seq + 1
  OR NOT EXISTS (SELECT 1 FROM receipts WHERE seq = NEW.seq AND hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'the anchor moves only with the receipts'); END;

CREATE TRIGGER receipt_anchor_never_deleted BEFORE DELETE ON receipt_anchor
BEGIN SELECT RAISE(ABORT, 'the anchor is never removed'); END;
`,
}
