import { useState } from 'react'
import type { OrderView } from '#contract/views.ts'
import { order } from '../../state/desk-request.ts'
import { useSlice } from '../../state/desk-store.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { DeskDialog } from '../../ui/DeskDialog.tsx'
import { canCancel } from './open-orders.ts'

/** As many as one request may name. */
const REQUEST_MAX = 500

function cancelAll(orders: readonly OrderView[]): void {
  const ids = orders.map((one) => one.clientOrderId)
  for (let from = 0; from < ids.length; from += REQUEST_MAX) {
    order('cancelOrders', { clientOrderIds: ids.slice(from, from + REQUEST_MAX) })
  }
}

/** Cancel all asks first, since stops and targets are orders too. */
export function CancelAllButton() {
  const orders = useSlice('orders').filter(canCancel)
  const [isOpen, setIsOpen] = useState(false)
  const entries = orders.filter((one) => one.role === 'entry')
  const close = (): void => setIsOpen(false)
  const cancel = (chosen: readonly OrderView[]): void => {
    cancelAll(chosen)
    close()
  }
  return (
    <>
      <ActionButton
        size="small"
        isDisabled={orders.length === 0}
        onPress={() => setIsOpen(true)}
        label="Cancel all orders"
      >
        Cancel all…
      </ActionButton>
      <DeskDialog title="Cancel open orders" isOpen={isOpen} onClose={close}>
        <p className="dialog-text">
          {orders.length} open, {entries.length} of them entries. Canceling stops and targets leaves
          positions without protection at the venue.
        </p>
        <div className="dialog-actions">
          <ActionButton tone="quiet" onPress={close}>
            Leave them
          </ActionButton>
          <ActionButton tone="danger" onPress={() => cancel(orders)}>
            Cancel all {orders.length}
          </ActionButton>
          <ActionButton
            tone="ink"
            isDisabled={entries.length === 0}
            onPress={() => cancel(entries)}
            shouldFocus={entries.length > 0}
          >
            Cancel entries only
          </ActionButton>
        </div>
      </DeskDialog>
    </>
  )
}
