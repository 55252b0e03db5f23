import type { AccountAdopted, EventBody } from '#core/engine/events.ts'
import { assertNever } from '#core/model/assert-never.ts'
import { canonicalJson } from '#core/model/canonical-json.ts'
import { asQuantity } from '#core/money/amount.ts'
import { formatDecimal, parseQuantity } from '#core/money/decimal.ts'
import type { LoggedEvent } from '../../runtime/ports.ts'
import type { Statements } from '../statements.ts'
import { asFlag } from '../statements.ts'
import { moveOrderRow } from './move-order-row.ts'
import { isTicketEvent, projectTicketEvent } from './project-ticket-event.ts'

type Body<Type extends EventBody['type']> = Extract<EventBody, { readonly type: Type }>

/** Folds one event into the tables, in the transaction that adds it to the log. */
export function projectEvent(sql: Statements, event: LoggedEvent): void {
  const { body, seq } = event
  if (isTicketEvent(body)) {
    projectTicketEvent(sql, event, body)
    return
  }
  switch (body.type) {
    case 'DeskCreated':
      sql.run(
        'INSERT INTO desk VALUES (1, ?, ?, ?, ?, ?)',
        seq,
        body.deskId,
        body.mode,
        body.accountAddress,
        body.derivationPath,
      )
      return
    case 'AccountAdopted':
      projectAccount(sql, event, body)
      return
    case 'DayOpened':
      sql.run(
        'INSERT INTO days (seq, day_key, start_equity) VALUES (?, ?, ?)',
        seq,
        body.dayKey,
        body.startEquity,
      )
      return
    case 'SignalEmitted':
      projectSignal(sql, seq, body)
      return
    case 'OrderMoved':
      moveOrderRow(sql, body.clientOrderId, body.happening)
      sql.run(
        `UPDATE orders SET venue_order_id = COALESCE(?, venue_order_id),
           reason = COALESCE(?, reason) WHERE client_order_id = ?`,
        body.venueOrderId,
        body.reason,
        body.clientOrderId,
      )
      return
    case 'OrderFilled':
      projectFill(sql, seq, body)
      return
    case 'PositionChanged':
      setPosition(sql, seq, body)
      return
    case 'FundingPaid':
      sql.run(
        'INSERT INTO funding VALUES (?, ?, ?, ?)',
        seq,
        body.coin,
        body.amount,
        body.tsEventMs,
      )
      sql.run(`UPDATE days SET funding = funding + ? WHERE ${NEWEST_DAY}`, body.amount)
      return
    case 'LeverageChanged':
      sql.run(
        'INSERT OR REPLACE INTO leverage (coin, seq, leverage) VALUES (?, ?, ?)',
        body.coin,
        seq,
        body.leverage,
      )
      return
    case 'StrategySet':
      sql.run(
        'INSERT OR REPLACE INTO strategies VALUES (?, ?, ?, ?, ?)',
        body.strategyId,
        body.coin,
        body.timeframe,
        seq,
        asFlag(body.isOn),
      )
      return
    case 'InstrumentSet':
      sql.run(
        'INSERT OR REPLACE INTO instrument_switches VALUES (?, ?, ?)',
        body.coin,
        seq,
        asFlag(body.isOn),
      )
      return
    case 'LimitsChanged':
      sql.run(
        'INSERT INTO limit_changes VALUES (?, ?, ?, ?, ?)',
        seq,
        body.profile,
        canonicalJson(body.limits),
        canonicalJson(body.changes),
        body.confirmedBy,
      )
      return
    case 'PositionAlertChanged':
      projectAlert(sql, seq, body)
      return
    case 'ResumeSigned':
      sql.run(
        'INSERT INTO signed_resumes VALUES (?, ?, ?, ?, ?, ?)',
        seq,
        body.account,
        body.reason,
        body.tsMs,
        canonicalJson(body.signature),
        body.recoveredAddress,
      )
      return
    case 'RiskStateChanged':
      projectRisk(sql, seq, body)
      return
    case 'EquityMarked':
      sql.run('INSERT INTO equity_points VALUES (?, ?, ?)', seq, body.tsEventMs, body.equity)
      return
    case 'DifferenceFound':
      sql.run(
        'INSERT INTO differences VALUES (?, ?, ?, ?)',
        seq,
        body.subject,
        body.coin,
        body.message,
      )
      return
    case 'LossOvershot':
    case 'SessionStarted':
    case 'SessionEnding':
    case 'SessionEnded':
      // The log itself is asked about these; nothing is looked up often enough for a table.
      return
    default:
      assertNever(body)
  }
}

/** The day that fills and funding are counted to: the one opened last. */
const NEWEST_DAY = 'seq = (SELECT MAX(seq) FROM days)'

function projectAccount(sql: Statements, event: LoggedEvent, body: AccountAdopted): void {
  for (const { coin, quantity, entryPrice } of body.positions) {
    setPosition(sql, event.seq, { coin, quantity, entryPrice, tsEventMs: event.tsMarketMs })
  }
}

function projectSignal(sql: Statements, seq: number, body: Body<'SignalEmitted'>): void {
  sql.run(
    'INSERT INTO signals VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    seq,
    body.strategyId,
    body.coin,
    body.timeframe,
    body.side,
    body.reason,
    canonicalJson(body.confluence),
    body.candleOpenMs,
  )
}

/** Several causes can hold at once; the event says what holds with all of them. */
function projectRisk(sql: Statements, seq: number, body: Body<'RiskStateChanged'>): void {
  sql.run('INSERT OR REPLACE INTO risk_state VALUES (1, ?, ?)', seq, body.state)
  if (body.change === 'ended') {
    sql.run('DELETE FROM risk_causes WHERE cause = ?', body.cause)
    return
  }
  sql.run(
    'INSERT OR REPLACE INTO risk_causes VALUES (?, ?, ?, ?)',
    body.cause,
    seq,
    body.reason,
    body.untilMs,
  )
}

function projectAlert(sql: Statements, seq: number, body: Body<'PositionAlertChanged'>): void {
  if (body.change === 'ended') {
    sql.run('DELETE FROM position_alerts WHERE coin = ? AND kind = ?', body.coin, body.kind)
    return
  }
  sql.run(
    'INSERT OR REPLACE INTO position_alerts VALUES (?, ?, ?, ?)',
    body.coin,
    body.kind,
    seq,
    body.message,
  )
}

function setPosition(
  sql: Statements,
  seq: number,
  at: Pick<Body<'PositionChanged'>, 'coin' | 'quantity' | 'entryPrice' | 'tsEventMs'>,
): void {
  sql.run(
    'INSERT OR REPLACE INTO positions VALUES (?, ?, ?, ?, ?, ?)',
    at.coin,
    seq,
    formatDecimal(at.quantity),
    formatDecimal(at.entryPrice),
    asFlag(at.quantity !== 0n),
    at.tsEventMs,
  )
}

function projectFill(sql: Statements, seq: number, { fill }: Body<'OrderFilled'>): void {
  sql.run(
    `INSERT INTO fills VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
       (SELECT day_key FROM days WHERE ${NEWEST_DAY}))`,
    seq,
    fill.tradeId,
    fill.clientOrderId,
    fill.venueOrderId,
    fill.coin,
    fill.side,
    formatDecimal(fill.price),
    formatDecimal(fill.quantity),
    formatDecimal(fill.startPosition),
    fill.closedPnl,
    fill.fee,
    asFlag(fill.isTaker),
    asFlag(fill.isLiquidation),
    fill.tsEventMs,
  )
  sql.run(
    `UPDATE days SET realised = realised + ?, fees = fees + ? WHERE ${NEWEST_DAY}`,
    fill.closedPnl,
    fill.fee,
  )
  if (fill.clientOrderId === null) return
  const order = sql.get<{ filled_quantity: string }>(
    'SELECT filled_quantity FROM orders WHERE client_order_id = ?',
    fill.clientOrderId,
  )
  if (!order) return
  const filled = asQuantity(parseQuantity(order.filled_quantity) + fill.quantity)
  sql.run(
    'UPDATE orders SET filled_quantity = ?, venue_order_id = ? WHERE client_order_id = ?',
    formatDecimal(filled),
    fill.venueOrderId,
    fill.clientOrderId,
  )
}
