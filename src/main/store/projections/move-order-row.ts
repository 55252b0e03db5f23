import type { OrderHappening, OrderStatus } from '#core/model/order-status.ts'
import { nextOrderStatus } from '#core/model/order-status.ts'
import type { Statements } from '../statements.ts'
import { StoreError } from '../store-error.ts'

/** The same status table as core's; what it does not have is a bug, and the commit is refused. */
export function moveOrderRow(
  sql: Statements,
  clientOrderId: string,
  happening: OrderHappening,
): void {
  const row = sql.get<{ status: OrderStatus }>(
    'SELECT status FROM orders WHERE client_order_id = ?',
    clientOrderId,
  )
  const next = row ? nextOrderStatus(row.status, happening) : null
  if (!row || next === null) {
    const standing = row ? `is ${row.status}` : 'is not in the log'
    throw new StoreError('E211', `Order ${clientOrderId} ${standing}: it cannot be ${happening}.`)
  }
  sql.run('UPDATE orders SET status = ? WHERE client_order_id = ?', next, clientOrderId)
}
