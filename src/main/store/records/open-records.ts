import { closeSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { StandingOrder } from '../../../core/tax/tax-settings.ts'
import type {
  EntryRecord,
  FillRecord,
  FundingRecord,
  ImportRecord,
  ImportRows,
  KnownFill,
  LogSource,
  Reach,
  RecordsStore,
  WalletCount,
} from '../../records/record-types.ts'
import { APPLICATION_ID, readHeader } from '../database-file.ts'
import { BUSY_TIMEOUT_MS } from '../open-read-only.ts'
import type { Db, Statements } from '../statements.ts'
import { asFlag, createStatements } from '../statements.ts'
import { asStoreError, StoreError } from '../store-error.ts'
import { FillKeeper, twinKey } from './fill-keeper.ts'
import type { FillRow, FundingRow } from './record-rows.ts'
import { FILL_COLUMNS, toFunding, toKnownFill } from './record-rows.ts'
import { RECORDS_VERSION, recordsSchema } from './records-schema.ts'

/** Opens the records beside a log, or makes the file. Throws StoreError. */
export function openRecords(file: string): RecordsStore {
  try {
    if (readHeader(file) === null) closeSync(openSync(file, 'a', 0o600))
    const db = new Database(file, { timeout: BUSY_TIMEOUT_MS })
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    const version = db.pragma('user_version', { simple: true }) as number
    if (version > RECORDS_VERSION) {
      db.close()
      throw new StoreError(
        'E203',
        `${file} was written by a newer Countersign. Install the newer version; the file was not touched.`,
      )
    }
    if (version === 0) {
      db.transaction(() => {
        db.exec(recordsSchema)
        db.pragma(`user_version = ${RECORDS_VERSION}`)
      })()
    }
    return new SqliteRecords(db, file)
  } catch (cause) {
    throw asStoreError(cause, file)
  }
}

interface ImportRow {
  readonly id: number
  readonly layout: ImportRecord['layout']
  readonly name: string
  readonly added_wall_ms: number
  readonly added: number
  readonly known: number
}

const toImport = (row: ImportRow): ImportRecord => ({
  importId: row.id,
  layout: row.layout,
  name: row.name,
  addedWallMs: row.added_wall_ms,
  added: row.added,
  known: row.known,
})

const WALLETS = `
SELECT account, sum(fills) AS fills, sum(funding) AS funding, sum(entries) AS entries,
  min(first_ms) AS first_ms, max(last_ms) AS last_ms
FROM (
  SELECT account, count(*) AS fills, 0 AS funding, 0 AS entries, min(ts_ms) AS first_ms,
    max(ts_ms) AS last_ms FROM record_fills GROUP BY account
  UNION ALL
  SELECT account, 0, count(*), 0, min(ts_ms), max(ts_ms) FROM record_funding GROUP BY account
  UNION ALL
  SELECT account, 0, 0, count(*), min(ts_ms), max(ts_ms) FROM record_entries GROUP BY account
) GROUP BY account ORDER BY account`

const PUT_FUNDING = `
INSERT INTO record_funding (account, coin, ts_ms, import_id, amount, size, rate, hash)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET
  amount = CASE WHEN excluded.import_id IS NULL THEN excluded.amount ELSE amount END,
  import_id = CASE WHEN excluded.import_id IS NULL THEN NULL ELSE import_id END,
  size = COALESCE(size, excluded.size), rate = COALESCE(rate, excluded.rate),
  hash = COALESCE(hash, excluded.hash)`

class SqliteRecords implements RecordsStore {
  readonly #db: Db
  readonly #sql: Statements
  readonly #keeper: FillKeeper
  readonly #file: string

  constructor(db: Db, file: string) {
    this.#db = db
    this.#file = file
    this.#sql = createStatements(db)
    this.#keeper = new FillKeeper(this.#sql)
  }

  version(): string {
    return String(this.#state().changes)
  }

  wallets(): readonly WalletCount[] {
    type Row = Omit<WalletCount, 'firstMs' | 'lastMs'> & {
      readonly first_ms: number | null
      readonly last_ms: number | null
    }
    return this.#sql
      .all<Row>(WALLETS)
      .map(({ first_ms: firstMs, last_ms: lastMs, ...row }) => ({ ...row, firstMs, lastMs }))
  }

  *fills(): Iterable<KnownFill> {
    const rows = this.#db
      .prepare(`SELECT ${FILL_COLUMNS} FROM record_fills ORDER BY account, ts_ms`)
      .iterate() as Iterable<FillRow>
    for (const row of rows) yield toKnownFill(row)
  }

  fill(account: string, tradeId: string): KnownFill | null {
    return this.#keeper.find(account, tradeId)
  }

  *funding(): Iterable<FundingRecord> {
    const rows = this.#db
      .prepare('SELECT * FROM record_funding ORDER BY account, ts_ms')
      .iterate() as Iterable<FundingRow>
    for (const row of rows) yield toFunding(row)
  }

  entries(): Iterable<EntryRecord> {
    return this.#sql
      .all<{ account: string; currency: string; entry: string }>(
        'SELECT account, currency, entry FROM record_entries ORDER BY account, ts_ms, entry_id',
      )
      .map(({ account, currency, entry }) => ({
        account,
        currency,
        entry: JSON.parse(entry) as EntryRecord['entry'],
      }))
  }

  reaches(): readonly Reach[] {
    return this.#sql
      .all<{
        account: string
        kind: Reach['kind']
        oldest_ms: number | null
        through_ms: number
        is_cut: number
      }>('SELECT * FROM record_reach ORDER BY account, kind')
      .map((row) => ({
        account: row.account,
        kind: row.kind,
        oldestMs: row.oldest_ms,
        throughMs: row.through_ms,
        isCut: row.is_cut === 1,
      }))
  }

  imports(): readonly ImportRecord[] {
    return this.#sql.all<ImportRow>('SELECT * FROM record_imports ORDER BY id DESC').map(toImport)
  }

  standingOrders(): readonly StandingOrder[] {
    return this.#sql
      .all<{ method: StandingOrder['method']; recorded_wall_ms: number }>(
        'SELECT method, recorded_wall_ms FROM standing_orders ORDER BY id',
      )
      .map(({ method, recorded_wall_ms: recordedMs }) => ({ method, recordedMs }))
  }

  takeLog(log: LogSource): number {
    const account = log.account()
    if (account === null) return 0
    return this.#write(() => {
      const state = this.#state()
      let added = 0
      let fillSeq = state.log_fill_seq
      let fundingSeq = state.log_funding_seq
      for (const { seq, ...fill } of log.fillsAfter(fillSeq, account)) {
        if (this.#keeper.addFromLog(fill) === 'new') added += 1
        fillSeq = seq
      }
      for (const { seq, ...funding } of log.fundingAfter(fundingSeq, account)) {
        if (this.#putFunding(funding, null)) added += 1
        fundingSeq = seq
      }
      this.#sql.run(
        'UPDATE record_state SET log_fill_seq = ?, log_funding_seq = ?',
        fillSeq,
        fundingSeq,
      )
      return {
        value: added,
        hasChanged: fillSeq + fundingSeq > state.log_fill_seq + state.log_funding_seq,
      }
    })
  }

  addVenueFills(rows: readonly FillRecord[]): number {
    return this.#write(() => {
      const results = rows.map((row) => this.#keeper.addFromVenue(row))
      const value = results.filter((result) => result === 'new').length
      return { value, hasChanged: results.some((result) => result !== 'same') }
    })
  }

  addVenueFunding(rows: readonly FundingRecord[]): number {
    return this.#write(() => {
      let value = 0
      for (const row of rows) if (this.#putFunding(row, null)) value += 1
      return { value, hasChanged: value > 0 }
    })
  }

  noteReach({ account, kind, oldestMs, throughMs, isCut }: Reach): void {
    this.#write(() => {
      this.#sql.run(
        'INSERT OR REPLACE INTO record_reach VALUES (?, ?, ?, ?, ?)',
        account,
        kind,
        oldestMs,
        throughMs,
        asFlag(isCut),
      )
      return { value: null, hasChanged: false }
    })
  }

  addImport(
    rows: ImportRows,
    { name, digest }: { readonly name: string; readonly digest: string },
    wallMs: number,
  ): ImportRecord {
    return this.#write(() => {
      const before = this.#sql.get<{ name: string }>(
        'SELECT name FROM record_imports WHERE digest = ?',
        digest,
      )
      if (before) {
        throw new StoreError('E207', `${name} is in the records already, as ${before.name}.`)
      }
      const importId = this.#sql.insert(
        'INSERT INTO record_imports (layout, name, digest, added_wall_ms, added, known) VALUES (?, ?, ?, ?, 0, 0)',
        rows.layout,
        name,
        digest,
        wallMs,
      )
      const added = this.#addRows(rows, importId)
      const all = rows.fills.length + rows.funding.length + rows.entries.length
      this.#sql.run(
        'UPDATE record_imports SET added = ?, known = ? WHERE id = ?',
        added,
        all - added,
        importId,
      )
      const { layout } = rows
      const value = { importId, layout, name, addedWallMs: wallMs, added, known: all - added }
      return { value, hasChanged: added > 0 }
    })
  }

  removeImport(importId: number): void {
    this.#write(() => {
      for (const table of ['record_fills', 'record_funding', 'record_entries']) {
        this.#sql.run(`DELETE FROM ${table} WHERE import_id = ?`, importId)
      }
      const removed = this.#sql.run('DELETE FROM record_imports WHERE id = ?', importId)
      return { value: null, hasChanged: removed > 0 }
    })
  }

  addStandingOrder(method: StandingOrder['method'], wallMs: number): void {
    this.#write(() => {
      this.#sql.run(
        'INSERT INTO standing_orders (method, recorded_wall_ms) VALUES (?, ?)',
        method,
        wallMs,
      )
      return { value: null, hasChanged: true }
    })
  }

  close(): void {
    this.#db.close()
  }

  #state(): { log_fill_seq: number; log_funding_seq: number; changes: number } {
    const state = this.#sql.get<{
      log_fill_seq: number
      log_funding_seq: number
      changes: number
    }>('SELECT log_fill_seq, log_funding_seq, changes FROM record_state')
    if (state === undefined) throw new StoreError('E001', `${this.#file} lacks its state.`)
    return state
  }

  #addRows(rows: ImportRows, importId: number): number {
    let added = 0
    const twins = this.#twins(rows.fills)
    for (const fill of rows.fills) {
      if (this.#keeper.addFromFile(fill, importId, twins)) added += 1
      else {
        const key = twinKey(fill)
        twins.set(key, (twins.get(key) ?? 1) - 1)
      }
    }
    for (const row of rows.funding) if (this.#putFunding(row, importId)) added += 1
    for (const { account, currency, entry } of rows.entries) {
      added += this.#sql.run(
        'INSERT OR IGNORE INTO record_entries VALUES (?, ?, ?, ?, ?, ?)',
        account,
        entry.id,
        importId,
        entry.tsMs,
        currency,
        JSON.stringify(entry),
      )
    }
    return added
  }

  /** How often each fill without a number is told already by whoever told it first. */
  #twins(fills: readonly FillRecord[]): Map<string, number> {
    const twins = new Map<string, number>()
    if (!fills.some(({ tradeId }) => tradeId.startsWith('csv-'))) return twins
    const accounts = new Set(fills.map(({ account }) => account))
    for (const fill of this.fills()) {
      if (!accounts.has(fill.account)) continue
      const key = twinKey(fill)
      twins.set(key, (twins.get(key) ?? 0) + 1)
    }
    return twins
  }

  /** True where the payment was new. */
  #putFunding(row: FundingRecord, importId: number | null): boolean {
    const { account, coin, tsMs, amount, size, rate, hash } = row
    const isKnown =
      this.#sql.get(
        'SELECT 1 FROM record_funding WHERE account = ? AND coin = ? AND ts_ms = ?',
        account,
        coin,
        tsMs,
      ) !== undefined
    this.#sql.run(PUT_FUNDING, account, coin, tsMs, importId, amount, size, rate, hash)
    return !isKnown
  }

  #write<Value>(work: () => { readonly value: Value; readonly hasChanged: boolean }): Value {
    try {
      return this.#db.transaction(() => {
        const { value, hasChanged } = work()
        if (hasChanged) this.#sql.run('UPDATE record_state SET changes = changes + 1')
        return value
      })()
    } catch (cause) {
      throw asStoreError(cause, this.#file)
    }
  }
}
