import type { FillRecord, KnownFill } from '../../records/record-types.ts'
import type { Statements } from '../statements.ts'
import type { FillRow } from './record-rows.ts'
import { FILL_COLUMNS, joinLogAndVenue, toKnownFill } from './record-rows.ts'

const PUT = `
INSERT OR REPLACE INTO record_fills (${FILL_COLUMNS}, import_id)
VALUES (${FILL_COLUMNS.split(',')
  .map(() => '?')
  .join(', ')}, ?)`

export type KeepResult = 'new' | 'changed' | 'same'

/** Keeps each fill once, by account and the venue's number of it. */
export class FillKeeper {
  readonly #sql: Statements

  constructor(sql: Statements) {
    this.#sql = sql
  }

  find(account: string, tradeId: string): KnownFill | null {
    const row = this.#sql.get<FillRow>(
      `SELECT ${FILL_COLUMNS} FROM record_fills WHERE account = ? AND trade_id = ?`,
      account,
      tradeId,
    )
    return row === undefined ? null : toKnownFill(row)
  }

  addFromLog(fill: FillRecord): KeepResult {
    const known = this.find(fill.account, fill.tradeId)
    if (known === null || known.source === 'file') {
      this.#dropTwin(fill)
      this.#put({ ...fill, source: 'log', disagreement: null }, null)
    } else if (known.source === 'venue') this.#put(joinLogAndVenue(fill, known), null)
    else return 'same'
    return known === null ? 'new' : 'changed'
  }

  addFromVenue(fill: FillRecord): KeepResult {
    const known = this.find(fill.account, fill.tradeId)
    // A fill of the log that has the venue's hash was joined before.
    if (known?.source === 'venue' || (known?.source === 'log' && known.hash !== null)) return 'same'
    if (known?.source === 'log') this.#put(joinLogAndVenue(known, fill), null)
    else {
      this.#dropTwin(fill)
      this.#put({ ...fill, source: 'venue', disagreement: null }, null)
    }
    return known === null ? 'new' : 'changed'
  }

  /** False where the fill is there already, under its own number or told by log or venue. */
  addFromFile(fill: FillRecord, importId: number, twins: ReadonlyMap<string, number>): boolean {
    if (this.find(fill.account, fill.tradeId) !== null) return false
    if (fill.tradeId.startsWith('csv-') && (twins.get(twinKey(fill)) ?? 0) > 0) return false
    this.#put({ ...fill, source: 'file', disagreement: null }, importId)
    return true
  }

  /** A file without numbers tells the same fill under a name of its own: one of them goes. */
  #dropTwin(fill: FillRecord): void {
    const second = Math.floor(fill.tsMs / 1_000) * 1_000
    const rows = this.#sql.all<FillRow>(
      `SELECT ${FILL_COLUMNS} FROM record_fills
       WHERE account = ? AND ts_ms BETWEEN ? AND ? AND source = 'file' AND trade_id LIKE 'csv-%'`,
      fill.account,
      second,
      second + 999,
    )
    const twin = rows.map(toKnownFill).find((row) => twinKey(row) === twinKey(fill))
    if (twin === undefined) return
    this.#sql.run(
      'DELETE FROM record_fills WHERE account = ? AND trade_id = ?',
      twin.account,
      twin.tradeId,
    )
  }

  #put(fill: KnownFill, importId: number | null): void {
    this.#sql.run(
      PUT,
      fill.account,
      fill.tradeId,
      fill.source,
      fill.coin,
      fill.market,
      fill.side,
      fill.price,
      fill.size,
      fill.fee,
      fill.feeToken,
      fill.startPosition,
      fill.direction,
      fill.closedPnl,
      fill.liquidatedUser,
      fill.venueOrderId,
      fill.clientOrderId,
      fill.hash,
      fill.tsMs,
      fill.disagreement,
      importId,
    )
  }
}

const plain = (text: string): string =>
  text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text

/** What a file without numbers and milliseconds still tells of a fill. */
export const twinKey = (fill: FillRecord): string =>
  [
    fill.account,
    Math.floor(fill.tsMs / 1_000),
    fill.coin,
    fill.side,
    plain(fill.price),
    plain(fill.size),
  ].join(' ')
