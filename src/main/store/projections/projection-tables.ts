/**
 * The projections: what the log says, as tables. They hold nothing of their own; they can be
 * dropped and folded again (`rebuild-projections.ts`). Amounts that SQL compares or adds up are
 * INTEGER, scaled by 1e8; others are exact decimals as TEXT; times are epoch ms.
 *
 * Raise the version when a table or the fold into it changes: the tables are folded again at the
 * next start.
 */
export const PROJECTION_VERSION = 2

export const projectionTables = [
  'desk',
  'tickets',
  'orders',
  'fills',
  'positions',
  'decisions',
  'approvals',
  'prepared_actions',
  'signatures',
  'submissions',
  'risk_state',
  'risk_causes',
  'days',
  'funding',
  'signals',
  'equity_points',
  'strategies',
  'instrument_switches',
  'limit_changes',
  'position_alerts',
  'signed_resumes',
  'leverage',
  'differences',
] as const

export const projectionSchema = `
CREATE TABLE desk (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL REFERENCES events (seq),
  desk_id TEXT NOT NULL,
  mode TEXT NOT NULL,
  account_address TEXT NOT NULL,
  derivation_path TEXT NOT NULL
) STRICT;

CREATE TABLE tickets (
  ticket_id TEXT PRIMARY KEY,
  ticket_number INTEGER NOT NULL,
  seq INTEGER NOT NULL REFERENCES events (seq),
  origin TEXT NOT NULL,
  coin TEXT NOT NULL,
  opened_wall_ms INTEGER NOT NULL,
  opened_market_ms INTEGER NOT NULL,
  stage TEXT NOT NULL,
  requested_seq INTEGER REFERENCES events (seq),
  kind TEXT,
  terms TEXT,
  digest TEXT,
  sentence TEXT,
  band_low TEXT,
  band_high TEXT,
  offer_expires_ms INTEGER,
  attempt INTEGER NOT NULL DEFAULT 0,
  ending TEXT
) STRICT;

CREATE TABLE orders (
  client_order_id TEXT PRIMARY KEY,
  ticket_id TEXT NOT NULL,
  seq INTEGER NOT NULL REFERENCES events (seq),
  role TEXT NOT NULL,
  coin TEXT NOT NULL,
  side TEXT NOT NULL,
  quantity TEXT NOT NULL,
  price TEXT NOT NULL,
  is_reduce_only INTEGER NOT NULL,
  time_in_force TEXT,
  status TEXT NOT NULL,
  venue_order_id TEXT,
  filled_quantity TEXT NOT NULL,
  reason TEXT
) STRICT;
CREATE INDEX orders_by_ticket ON orders (ticket_id);

CREATE TABLE fills (
  seq INTEGER PRIMARY KEY REFERENCES events (seq),
  trade_id TEXT NOT NULL UNIQUE,
  client_order_id TEXT,
  venue_order_id TEXT NOT NULL,
  coin TEXT NOT NULL,
  side TEXT NOT NULL,
  price TEXT NOT NULL,
  quantity TEXT NOT NULL,
  start_position TEXT NOT NULL,
  closed_pnl INTEGER NOT NULL,
  fee INTEGER NOT NULL,
  is_taker INTEGER NOT NULL,
  is_liquidation INTEGER NOT NULL,
  ts_event_ms INTEGER NOT NULL,
  day_key TEXT
) STRICT;
CREATE INDEX fills_by_time ON fills (ts_event_ms, seq);

CREATE TABLE positions (
  coin TEXT PRIMARY KEY,
  seq INTEGER NOT NULL REFERENCES events (seq),
  quantity TEXT NOT NULL,
  entry_price TEXT NOT NULL,
  is_open INTEGER NOT NULL,
  ts_event_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE decisions (
  seq INTEGER PRIMARY KEY REFERENCES events (seq),
  ticket_id TEXT NOT NULL,
  attempt INTEGER,
  result TEXT NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  worst_case_loss INTEGER NOT NULL,
  day_loss_cap INTEGER,
  positions_max INTEGER,
  numbers TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_by_ticket ON decisions (ticket_id, attempt);

CREATE TABLE approvals (
  ticket_id TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  seq INTEGER NOT NULL UNIQUE REFERENCES events (seq),
  wall_ms INTEGER NOT NULL,
  digest TEXT NOT NULL,
  nonce INTEGER NOT NULL,
  expires_after_ms INTEGER NOT NULL,
  decision TEXT NOT NULL,
  PRIMARY KEY (ticket_id, attempt)
) STRICT;

CREATE TABLE prepared_actions (
  ticket_id TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  seq INTEGER NOT NULL UNIQUE REFERENCES events (seq),
  connection_id TEXT NOT NULL,
  action_hex TEXT NOT NULL,
  PRIMARY KEY (ticket_id, attempt)
) STRICT;

CREATE TABLE signatures (
  ticket_id TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  seq INTEGER NOT NULL UNIQUE REFERENCES events (seq),
  wall_ms INTEGER NOT NULL,
  connection_id TEXT NOT NULL,
  r TEXT NOT NULL,
  s TEXT NOT NULL,
  v INTEGER NOT NULL,
  recovered_address TEXT NOT NULL,
  discarded_reason TEXT,
  PRIMARY KEY (ticket_id, attempt)
) STRICT;

CREATE TABLE submissions (
  ticket_id TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  seq INTEGER NOT NULL UNIQUE REFERENCES events (seq),
  adds_risk INTEGER NOT NULL,
  worst_case_loss INTEGER NOT NULL,
  result TEXT,
  message TEXT,
  PRIMARY KEY (ticket_id, attempt)
) STRICT;

CREATE TABLE risk_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL REFERENCES events (seq),
  state TEXT NOT NULL
) STRICT;

CREATE TABLE risk_causes (
  cause TEXT PRIMARY KEY,
  seq INTEGER NOT NULL REFERENCES events (seq),
  reason TEXT NOT NULL,
  until_ms INTEGER
) STRICT;

CREATE TABLE days (
  seq INTEGER PRIMARY KEY REFERENCES events (seq),
  day_key TEXT NOT NULL,
  start_equity INTEGER NOT NULL,
  realised INTEGER NOT NULL DEFAULT 0,
  fees INTEGER NOT NULL DEFAULT 0,
  funding INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE funding (
  seq INTEGER PRIMARY KEY REFERENCES events (seq),
  coin TEXT NOT NULL,
  amount INTEGER NOT NULL,
  ts_event_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE signals (
  seq INTEGER PRIMARY KEY REFERENCES events (seq),
  strategy_id TEXT NOT NULL,
  coin TEXT NOT NULL,
  timeframe TEXT NOT NULL,
  side TEXT NOT NULL,
  reason TEXT NOT NULL,
  confluence TEXT NOT NULL,
  candle_open_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE equity_points (
  seq INTEGER PRIMARY KEY REFERENCES events (seq),
  ts_event_ms INTEGER NOT NULL,
  equity INTEGER NOT NULL
) STRICT;

CREATE TABLE strategies (
  strategy_id TEXT NOT NULL,
  coin TEXT NOT NULL,
  timeframe TEXT NOT NULL,
  seq INTEGER NOT NULL REFERENCES events (seq),
  is_on INTEGER NOT NULL,
  PRIMARY KEY (strategy_id, coin, timeframe)
) STRICT;

CREATE TABLE instrument_switches (
  coin TEXT PRIMARY KEY,
  seq INTEGER NOT NULL REFERENCES events (seq),
  is_on INTEGER NOT NULL
) STRICT;

CREATE TABLE limit_changes (
  seq INTEGER PRIMARY KEY REFERENCES events (seq),
  profile TEXT NOT NULL,
  limits TEXT NOT NULL,
  changes TEXT NOT NULL,
  confirmed_by TEXT NOT NULL
) STRICT;

CREATE TABLE position_alerts (
  coin TEXT NOT NULL,
  kind TEXT NOT NULL,
  seq INTEGER NOT NULL REFERENCES events (seq),
  message TEXT NOT NULL,
  PRIMARY KEY (coin, kind)
) STRICT;

CREATE TABLE signed_resumes (
  seq INTEGER PRIMARY KEY REFERENCES events (seq),
  account TEXT NOT NULL,
  reason TEXT NOT NULL,
  ts_ms INTEGER NOT NULL,
  signature TEXT NOT NULL,
  recovered_address TEXT NOT NULL
) STRICT;

CREATE TABLE leverage (
  coin TEXT PRIMARY KEY,
  seq INTEGER NOT NULL REFERENCES events (seq),
  leverage INTEGER NOT NULL
) STRICT;

CREATE TABLE differences (
  seq INTEGER PRIMARY KEY REFERENCES events (seq),
  subject TEXT NOT NULL,
  coin TEXT,
  message TEXT NOT NULL
) STRICT;
`
