import type { FillsFilter, FillsPageRequest, FillsPageView } from '#contract/fills-page.ts'
import type { FillView } from '#contract/views.ts'
import { asMoney } from '../../core/money/amount.ts'
import { formatDecimal } from '../../core/money/decimal.ts'
import type { Statements, Value } from './statements.ts'

interface Condition {
  readonly sql: string
  readonly values: readonly Value[]
}

const SEARCHED = [
  'trade_id',
  'client_order_id',
  'venue_order_id',
  'coin',
  'price',
  'quantity',
  'day_key',
]

const escaped = (text: string): string => `%${text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`

/** Only the conditions that are set, so that SQLite can read the newest rows without the others. */
function conditionOf(filter: FillsFilter): Condition {
  const parts: string[] = []
  const values: Value[] = []
  const add = (sql: string, ...own: Value[]): void => {
    parts.push(sql)
    values.push(...own)
  }
  if (filter.coin !== null) add('f.coin = ?', filter.coin)
  if (filter.side !== null) add('f.side = ?', filter.side)
  if (filter.role === 'foreign') add('o.role IS NULL')
  else if (filter.role !== null) add('o.role = ?', filter.role)
  const text = filter.text.trim()
  if (text !== '') {
    const like = SEARCHED.map((name) => `f.${name} LIKE ? ESCAPE '\\'`).join(' OR ')
    add(`(${like})`, ...SEARCHED.map(() => escaped(text)))
  }
  return { sql: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values }
}

const needsOrders = (filter: FillsFilter): boolean => filter.role !== null
const JOINED = 'LEFT JOIN orders o ON o.client_order_id = f.client_order_id'

interface Row {
  readonly trade_id: string
  readonly client_order_id: string | null
  readonly coin: string
  readonly side: FillView['side']
  readonly price: string
  readonly quantity: string
  readonly closed_pnl: string
  readonly fee: string
  readonly role: FillView['role'] | null
  readonly is_taker: number
  readonly ts_event_ms: number
}

const toView = (row: Row): FillView => ({
  tradeId: row.trade_id,
  clientOrderId: row.client_order_id,
  coin: row.coin,
  side: row.side,
  price: row.price,
  quantity: row.quantity,
  closedPnl: formatDecimal(asMoney(BigInt(row.closed_pnl))),
  fee: formatDecimal(asMoney(BigInt(row.fee))),
  role: row.role ?? 'foreign',
  isTaker: row.is_taker === 1,
  tsEventMs: row.ts_event_ms,
})

/** A window on all fills, newest first, and how many meet the filter. */
export function fillsWindow(sql: Statements, request: FillsPageRequest): FillsPageView {
  const { filter, offset, rows } = request
  const { sql: where, values } = conditionOf(filter)
  const join = needsOrders(filter) ? JOINED : ''
  const count = sql.get<{ total: number }>(
    `SELECT count(*) AS total FROM fills f ${join} ${where}`,
    ...values,
  )
  const found = sql.all<Row>(
    `SELECT f.trade_id, f.client_order_id, f.coin, f.side, f.price, f.quantity,
       CAST(f.closed_pnl AS TEXT) AS closed_pnl, CAST(f.fee AS TEXT) AS fee, o.role,
       f.is_taker, f.ts_event_ms
     FROM fills f ${JOINED}
     WHERE f.seq IN (
       SELECT f.seq FROM fills f ${join} ${where} ORDER BY f.seq DESC LIMIT ? OFFSET ?)
     ORDER BY f.seq DESC`,
    ...values,
    rows,
    offset,
  )
  return { total: count?.total ?? 0, fills: found.map(toView) }
}
