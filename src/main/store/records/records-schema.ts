/**
 * Fills, funding and spot movements as the log, the venue and files tell them, and the owner's dated
 * standing orders. Amounts are exact decimal texts. A file of its own beside the log: what is
 * imported here can neither damage the log nor hold up an order. `import_id` is null for what no
 * file told.
 */
export const RECORDS_VERSION = 1

export const recordsSchema = `
CREATE TABLE record_imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  layout TEXT NOT NULL,
  name TEXT NOT NULL,
  digest TEXT NOT NULL UNIQUE,
  added_wall_ms INTEGER NOT NULL,
  added INTEGER NOT NULL,
  known INTEGER NOT NULL
) STRICT;

CREATE TABLE record_fills (
  account TEXT NOT NULL,
  trade_id TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('log', 'venue', 'file')),
  import_id INTEGER REFERENCES record_imports (id),
  coin TEXT NOT NULL,
  market TEXT NOT NULL CHECK (market IN ('perp', 'spot')),
  side TEXT NOT NULL CHECK (side IN ('buy', 'sell')),
  price TEXT NOT NULL,
  size TEXT NOT NULL,
  fee TEXT NOT NULL,
  fee_token TEXT NOT NULL,
  start_position TEXT,
  direction TEXT NOT NULL,
  closed_pnl TEXT,
  liquidated_user TEXT,
  venue_order_id TEXT,
  client_order_id TEXT,
  hash TEXT,
  ts_ms INTEGER NOT NULL,
  disagreement TEXT,
  PRIMARY KEY (account, trade_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_fills_by_time ON record_fills (account, ts_ms);
CREATE INDEX record_fills_by_import ON record_fills (import_id) WHERE import_id IS NOT NULL;

CREATE TABLE record_funding (
  account TEXT NOT NULL,
  coin TEXT NOT NULL,
  ts_ms INTEGER NOT NULL,
  import_id INTEGER REFERENCES record_imports (id),
  amount TEXT NOT NULL,
  size TEXT,
  rate TEXT,
  hash TEXT,
  PRIMARY KEY (account, coin, ts_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_funding_by_import ON record_funding (import_id) WHERE import_id IS NOT NULL;

CREATE TABLE record_entries (
  account TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  import_id INTEGER NOT NULL REFERENCES record_imports (id),
  ts_ms INTEGER NOT NULL,
  currency TEXT NOT NULL,
  entry TEXT NOT NULL CHECK (json_valid(entry)),
  PRIMARY KEY (account, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_entries_by_import ON record_entries (import_id);

CREATE TABLE record_reach (
  account TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('fills', 'funding')),
  oldest_ms INTEGER,
  through_ms INTEGER NOT NULL,
  is_cut INTEGER NOT NULL,
  PRIMARY KEY (account, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE standing_orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  method TEXT NOT NULL CHECK (method IN ('fifo', 'lifo', 'hifo', 'lofo')),
  recorded_wall_ms INTEGER NOT NULL
) STRICT;

CREATE TRIGGER standing_orders_never_updated BEFORE UPDATE ON standing_orders
BEGIN SELECT RAISE(ABORT, 'a standing order keeps its date: record another one'); END;

CREATE TRIGGER standing_orders_never_deleted BEFORE DELETE ON standing_orders
BEGIN SELECT RAISE(ABORT, 'a standing order is never removed: record another one'); END;

CREATE TABLE record_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  log_fill_seq INTEGER NOT NULL,
  log_funding_seq INTEGER NOT NULL,
  changes INTEGER NOT NULL
) STRICT;
INSERT INTO record_state VALUES (1, 0, 0, 0);
`
