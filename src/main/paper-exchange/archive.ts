import Database from 'better-sqlite3'
import type { FundingPayment, MatchingEvent, VenueFill } from '#core/matching/matching-event.ts'
import type { VenueOrder, VenueOrderStatus } from '#core/matching/venue-order.ts'
import { isLiveStatus } from '#core/matching/venue-order.ts'
import { canonicalJson, parseCanonicalJson } from '#core/model/canonical-json.ts'

export interface ArchivedOrder {
  readonly order: VenueOrder
  readonly status: VenueOrderStatus
  readonly statusMs: number
}

/** Money that came in or went out otherwise than by trading. */
export interface LedgerEntry {
  readonly account: string
  readonly timeMs: number
  readonly kind: 'deposit' | 'accountClassTransfer' | 'withdraw' | 'internalTransfer'
  readonly amount: bigint
  /** Only of a transfer between the spot and the perpetual side. */
  readonly toPerp?: boolean
  /** Only of a withdrawal: what it cost, and the nonce that names it. */
  readonly fee?: bigint
  readonly nonce?: number
  /** Only of a transfer between accounts: who sent, and to whom. */
  readonly sender?: string
  readonly destination?: string
}

const FILLS_TOLD = 10_000

const SCHEMA = `
CREATE TABLE IF NOT EXISTS facts(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS accounts(address TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS signers(address TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS orders(
  oid INTEGER PRIMARY KEY, account TEXT NOT NULL, cloid TEXT, is_live INTEGER NOT NULL,
  status TEXT NOT NULL, status_ms INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS orders_by_account ON orders(account, oid);
CREATE INDEX IF NOT EXISTS orders_by_cloid ON orders(account, cloid);
CREATE INDEX IF NOT EXISTS orders_live ON orders(is_live) WHERE is_live = 1;
CREATE TABLE IF NOT EXISTS fills(
  tid INTEGER PRIMARY KEY, account TEXT NOT NULL, time_ms INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS fills_by_account ON fills(account, time_ms, tid);
CREATE TABLE IF NOT EXISTS fundings(
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, time_ms INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS fundings_by_account ON fundings(account, time_ms, id);
CREATE TABLE IF NOT EXISTS ledger(
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, time_ms INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
`

/**
 * What the exchange remembers: in a file when it has a folder, in memory otherwise. Everything one
 * request or tick changed is one transaction, committed before anybody is told.
 */
export class Archive {
  readonly #db: Database.Database
  readonly #statements: ReturnType<typeof prepareAll>

  /** `path` is a file or ":memory:". Throws when the file is no database of ours. */
  constructor(path: string) {
    this.#db = openDatabase(path)
    this.#statements = prepareAll(this.#db)
  }

  /** Runs `work` as one transaction: all of it is written, or nothing. */
  transaction(work: () => void): void {
    this.#db.transaction(work)()
  }

  recordEvents(events: readonly MatchingEvent[]): void {
    for (const event of events) {
      if (event.kind === 'order') this.#recordOrder(event.order, event.status, event.timeMs)
      else if (event.kind === 'fill') this.#recordFill(event.fill)
      else if (event.kind === 'funding') this.#recordFunding(event.funding)
    }
  }

  #recordOrder(order: VenueOrder, status: VenueOrderStatus, timeMs: number): void {
    const { oid, account, clientOrderId } = order
    const isLive = isLiveStatus(status) ? 1 : 0
    this.#statements.order.run(
      oid,
      account,
      clientOrderId,
      isLive,
      status,
      timeMs,
      canonicalJson(order),
    )
  }

  #recordFill(fill: VenueFill): void {
    this.#statements.fill.run(fill.tid, fill.account, fill.timeMs, canonicalJson(fill))
  }

  #recordFunding(funding: FundingPayment): void {
    this.#statements.funding.run(funding.account, funding.timeMs, canonicalJson(funding))
  }

  recordLedger(entry: LedgerEntry): void {
    this.#statements.ledger.run(entry.account, entry.timeMs, canonicalJson(entry))
  }

  /** Orders change size in place without a status of their own (a partial fill). */
  recordLiveOrder(order: VenueOrder): void {
    this.#statements.orderBody.run(canonicalJson(order), order.oid)
  }

  writeFact(name: string, value: string): void {
    this.#statements.fact.run(name, value)
  }

  readFact(name: string): string | null {
    const row = this.#db.prepare('SELECT value FROM facts WHERE name = ?').get(name)
    return row ? (row as { value: string }).value : null
  }

  writeAccount(address: string, body: unknown): void {
    this.#statements.account.run(address, canonicalJson(body))
  }

  readAccounts(): unknown[] {
    return this.#bodies('SELECT body FROM accounts ORDER BY address')
  }

  writeSigner(address: string, body: unknown): void {
    this.#statements.signer.run(address, canonicalJson(body))
  }

  readSigners(): unknown[] {
    return this.#bodies('SELECT body FROM signers ORDER BY address')
  }

  liveOrders(): VenueOrder[] {
    return this.#bodies('SELECT body FROM orders WHERE is_live = 1 ORDER BY oid') as VenueOrder[]
  }

  /** By the venue's id or by the client's (the newest where it was used twice). */
  findOrder(account: string, id: number | string): ArchivedOrder | null {
    const column = typeof id === 'number' ? 'oid' : 'cloid'
    const row = this.#db
      .prepare(
        `SELECT body, status, status_ms FROM orders WHERE account = ? AND ${column} = ? ORDER BY oid DESC LIMIT 1`,
      )
      .get(account, id)
    return row ? toArchivedOrder(row) : null
  }

  /** Newest first. */
  orderHistory(account: string, limit: number): ArchivedOrder[] {
    return this.#db
      .prepare(
        'SELECT body, status, status_ms FROM orders WHERE account = ? ORDER BY oid DESC LIMIT ?',
      )
      .all(account, limit)
      .map(toArchivedOrder)
  }

  /** Newest first. */
  latestFills(account: string, limit: number): VenueFill[] {
    return this.#bodies(
      'SELECT body FROM fills WHERE account = ? ORDER BY tid DESC LIMIT ?',
      account,
      limit,
    ) as VenueFill[]
  }

  /** Oldest first unless asked otherwise, and none behind the newest 10,000: the venue tells no older ones. */
  fillsBetween(
    account: string,
    fromMs: number,
    toMs: number,
    limit: number,
    isNewestFirst = false,
  ): VenueFill[] {
    const direction = isNewestFirst ? 'DESC' : 'ASC'
    const oldest = this.#statements.oldestToldFill.get(account, FILLS_TOLD - 1)
    const { tid, time_ms } = (oldest ?? { tid: 0, time_ms: 0 }) as { tid: number; time_ms: number }
    return this.#bodies(
      `SELECT body FROM fills WHERE account = ? AND time_ms BETWEEN ? AND ?
       AND (time_ms, tid) >= (?, ?) ORDER BY time_ms ${direction}, tid ${direction} LIMIT ?`,
      account,
      Math.max(fromMs, time_ms),
      toMs,
      time_ms,
      tid,
      limit,
    ) as VenueFill[]
  }

  /** Oldest first. */
  fundingsBetween(account: string, fromMs: number, toMs: number, limit: number): FundingPayment[] {
    return this.#bodies(
      'SELECT body FROM fundings WHERE account = ? AND time_ms BETWEEN ? AND ? ORDER BY time_ms, id LIMIT ?',
      account,
      fromMs,
      toMs,
      limit,
    ) as FundingPayment[]
  }

  /** The newest of them, oldest first. */
  latestFundings(account: string, limit: number): FundingPayment[] {
    return this.#bodies(
      'SELECT body FROM fundings WHERE account = ? ORDER BY time_ms DESC, id DESC LIMIT ?',
      account,
      limit,
    ).reverse() as FundingPayment[]
  }

  /** The newest of them, oldest first. */
  latestLedger(account: string, limit: number): LedgerEntry[] {
    return this.#bodies(
      'SELECT body FROM ledger WHERE account = ? ORDER BY time_ms DESC, id DESC LIMIT ?',
      account,
      limit,
    ).reverse() as LedgerEntry[]
  }

  ledgerBetween(account: string, fromMs: number, toMs: number, limit: number): LedgerEntry[] {
    return this.#bodies(
      'SELECT body FROM ledger WHERE account = ? AND time_ms BETWEEN ? AND ? ORDER BY time_ms, id LIMIT ?',
      account,
      fromMs,
      toMs,
      limit,
    ) as LedgerEntry[]
  }

  close(): void {
    this.#db.close()
  }

  #bodies(sql: string, ...parameters: unknown[]): unknown[] {
    return this.#db
      .prepare(sql)
      .all(...parameters)
      .map((row) => parseCanonicalJson((row as { body: string }).body))
  }
}

function openDatabase(path: string): Database.Database {
  try {
    const db = new Database(path)
    db.pragma('journal_mode = WAL')
    // WAL drops to NORMAL by itself, and then a power cut may take back what was acknowledged.
    db.pragma('synchronous = FULL')
    db.exec(SCHEMA)
    return db
  } catch (cause) {
    throw new Error(
      `The paper exchange's file ${path} cannot be used: ${(cause as Error).message}. Move it away to start afresh.`,
      { cause },
    )
  }
}

function prepareAll(db: Database.Database) {
  return {
    order: db.prepare(
      `INSERT INTO orders(oid, account, cloid, is_live, status, status_ms, body) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT(oid) DO UPDATE SET is_live = excluded.is_live, status = excluded.status,
         status_ms = excluded.status_ms, body = excluded.body`,
    ),
    orderBody: db.prepare('UPDATE orders SET body = ? WHERE oid = ?'),
    oldestToldFill: db.prepare(
      'SELECT time_ms, tid FROM fills WHERE account = ? ORDER BY time_ms DESC, tid DESC LIMIT 1 OFFSET ?',
    ),
    fill: db.prepare('INSERT INTO fills(tid, account, time_ms, body) VALUES (?, ?, ?, ?)'),
    funding: db.prepare('INSERT INTO fundings(account, time_ms, body) VALUES (?, ?, ?)'),
    ledger: db.prepare('INSERT INTO ledger(account, time_ms, body) VALUES (?, ?, ?)'),
    fact: db.prepare('INSERT OR REPLACE INTO facts(name, value) VALUES (?, ?)'),
    account: db.prepare('INSERT OR REPLACE INTO accounts(address, body) VALUES (?, ?)'),
    signer: db.prepare('INSERT OR REPLACE INTO signers(address, body) VALUES (?, ?)'),
  }
}

function toArchivedOrder(row: unknown): ArchivedOrder {
  const { body, status, status_ms } = row as { body: string; status: string; status_ms: number }
  return {
    order: parseCanonicalJson(body) as VenueOrder,
    status: status as VenueOrderStatus,
    statusMs: status_ms,
  }
}
