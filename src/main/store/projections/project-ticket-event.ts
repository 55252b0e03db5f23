import type { DecisionRecord, EventBody } from '#core/engine/events.ts'
import { assertNever } from '#core/model/assert-never.ts'
import { canonicalJson } from '#core/model/canonical-json.ts'
import type { OrderHappening } from '#core/model/order-status.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import type { LoggedEvent } from '../../runtime/ports.ts'
import type { Statements } from '../statements.ts'
import { asFlag } from '../statements.ts'
import { countFigure, scaledFigure } from './decision-figures.ts'
import { moveOrderRow } from './move-order-row.ts'

type TicketEvent = Extract<EventBody, { readonly ticketId: unknown }>
type Body<Type extends TicketEvent['type']> = Extract<TicketEvent, { readonly type: Type }>

export const isTicketEvent = (body: EventBody): body is TicketEvent => 'ticketId' in body

/** Folds one event of a ticket into the tables. */
export function projectTicketEvent(sql: Statements, event: LoggedEvent, body: TicketEvent): void {
  const { seq } = event
  switch (body.type) {
    case 'OrderInitialized':
      sql.run(
        `INSERT INTO tickets (ticket_id, ticket_number, seq, origin, coin, opened_wall_ms,
           opened_market_ms, stage) VALUES (?, ?, ?, ?, ?, ?, ?, 'initialized')`,
        body.ticketId,
        body.ticketNumber,
        seq,
        canonicalJson(body.origin),
        body.coin,
        event.tsWallMs,
        event.tsMarketMs,
      )
      return
    case 'ApprovalRequested':
      request(sql, seq, body)
      return
    case 'OrderDenied':
      decide(sql, seq, body.ticketId, null, body.decision)
      end(sql, body.ticketId, 'denied', 'denied', body.decision.message)
      return
    case 'OrderDeclined':
      end(sql, body.ticketId, 'declined', 'declined', body.reason)
      return
    case 'OrderExpired':
      end(sql, body.ticketId, 'expired', 'expired', body.reason)
      return
    case 'OrderApproved':
      approve(sql, event, body)
      return
    case 'ActionPrepared':
      sql.run(
        'INSERT INTO prepared_actions VALUES (?, ?, ?, ?, ?)',
        body.ticketId,
        body.attempt,
        seq,
        body.connectionId,
        body.actionHex,
      )
      stage(sql, body.ticketId, 'onDevice')
      return
    case 'SigningInterrupted':
      moveAll(sql, body.ticketId, 'approvalReopened')
      stage(sql, body.ticketId, 'pending')
      return
    case 'OrderSigned':
      sign(sql, event, body)
      return
    case 'SignatureDiscarded':
      moveAll(sql, body.ticketId, 'approvalReopened')
      stage(sql, body.ticketId, 'pending')
      sql.run(
        'UPDATE signatures SET discarded_reason = ? WHERE ticket_id = ? AND attempt = ?',
        body.reason,
        body.ticketId,
        body.attempt,
      )
      return
    case 'LateSignatureDropped':
      return
    case 'OrderSubmitted':
      sql.run(
        `INSERT INTO submissions (ticket_id, attempt, seq, adds_risk, worst_case_loss)
           VALUES (?, ?, ?, ?, ?)`,
        body.ticketId,
        body.attempt,
        seq,
        asFlag(body.addsRisk),
        body.worstCaseLoss,
      )
      moveAll(sql, body.ticketId, 'submitted')
      stage(sql, body.ticketId, 'submitted')
      return
    case 'SubmissionSettled':
      settle(sql, body)
      return
    default:
      assertNever(body)
  }
}

function request(sql: Statements, seq: number, body: Body<'ApprovalRequested'>): void {
  sql.run(
    `UPDATE tickets SET stage = 'pending', requested_seq = ?, kind = ?, terms = ?, digest = ?,
       sentence = ?, band_low = ?, band_high = ?, offer_expires_ms = ? WHERE ticket_id = ?`,
    seq,
    body.terms.kind,
    canonicalJson(body.terms),
    body.digest,
    body.sentence,
    body.band && formatDecimal(body.band.low),
    body.band && formatDecimal(body.band.high),
    body.offerExpiresMs,
    body.ticketId,
  )
  for (const order of body.orders) {
    sql.run(
      `INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'Initialized', ?, ?, ?)
       ON CONFLICT (client_order_id) DO UPDATE SET seq = excluded.seq, side = excluded.side,
         quantity = excluded.quantity, price = excluded.price, reason = excluded.reason,
         time_in_force = excluded.time_in_force, is_reduce_only = excluded.is_reduce_only,
         venue_order_id = excluded.venue_order_id, filled_quantity = excluded.filled_quantity`,
      order.clientOrderId,
      order.ticketId,
      seq,
      order.role,
      order.coin,
      order.side,
      formatDecimal(order.quantity),
      formatDecimal(order.price),
      asFlag(order.isReduceOnly),
      order.timeInForce,
      order.venueOrderId,
      formatDecimal(order.filledQuantity),
      order.reason,
    )
    moveOrderRow(sql, order.clientOrderId, 'approvalRequested')
  }
  decide(sql, seq, body.ticketId, null, body.decision)
}

function approve(sql: Statements, event: LoggedEvent, body: Body<'OrderApproved'>): void {
  sql.run(
    'INSERT INTO approvals VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    body.ticketId,
    body.attempt,
    event.seq,
    event.tsWallMs,
    body.digest,
    body.nonce,
    body.expiresAfterMs,
    canonicalJson(body.decision),
  )
  decide(sql, event.seq, body.ticketId, body.attempt, body.decision)
  moveAll(sql, body.ticketId, 'approved')
  sql.run(
    "UPDATE tickets SET stage = 'preparing', attempt = ? WHERE ticket_id = ?",
    body.attempt,
    body.ticketId,
  )
}

function sign(sql: Statements, event: LoggedEvent, body: Body<'OrderSigned'>): void {
  sql.run(
    'INSERT INTO signatures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)',
    body.ticketId,
    body.attempt,
    event.seq,
    event.tsWallMs,
    body.connectionId,
    body.signature.r,
    body.signature.s,
    body.signature.v,
    body.recoveredAddress,
  )
  moveAll(sql, body.ticketId, 'signed')
  stage(sql, body.ticketId, 'signed')
}

const STAGE_AFTER: Record<Body<'SubmissionSettled'>['result'], { name: string; ends: boolean }> = {
  accepted: { name: 'done', ends: true },
  refused: { name: 'rejected', ends: true },
  refusedUnverified: { name: 'unknown', ends: false },
  unknown: { name: 'unknown', ends: false },
  notSent: { name: 'expired', ends: true },
  provenExpired: { name: 'expired', ends: true },
}

function settle(sql: Statements, body: Body<'SubmissionSettled'>): void {
  sql.run(
    'UPDATE submissions SET result = ?, message = ? WHERE ticket_id = ? AND attempt = ?',
    body.result,
    body.message,
    body.ticketId,
    body.attempt,
  )
  const { name, ends } = STAGE_AFTER[body.result]
  stage(sql, body.ticketId, name, ends ? body.message : undefined)
}

function decide(
  sql: Statements,
  seq: number,
  ticketId: string,
  attempt: number | null,
  decision: DecisionRecord,
): void {
  sql.run(
    'INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    seq,
    ticketId,
    attempt,
    decision.result,
    decision.code,
    decision.message,
    decision.worstCaseLoss,
    scaledFigure(decision.numbers.dayLossCap),
    countFigure(decision.numbers.positionsMax),
    canonicalJson(decision.numbers),
  )
}

function stage(sql: Statements, ticketId: string, name: string, ending?: string): void {
  sql.run(
    'UPDATE tickets SET stage = ?, ending = COALESCE(?, ending) WHERE ticket_id = ?',
    name,
    ending ?? null,
    ticketId,
  )
}

function end(
  sql: Statements,
  ticketId: string,
  name: string,
  happening: OrderHappening,
  reason: string,
): void {
  moveAll(sql, ticketId, happening)
  stage(sql, ticketId, name, reason)
}

/** The orders of the newest offer. */
function moveAll(sql: Statements, ticketId: string, happening: OrderHappening): void {
  const rows = sql.all<{ client_order_id: string }>(
    `SELECT client_order_id FROM orders JOIN tickets USING (ticket_id)
       WHERE ticket_id = ? AND orders.seq = tickets.requested_seq ORDER BY client_order_id`,
    ticketId,
  )
  for (const row of rows) moveOrderRow(sql, row.client_order_id, happening)
}
