import './orders.css'
import { useMemo } from 'react'
import type { OrderView } from '#contract/views.ts'
import { ungrouped } from '#core/money/ungrouped.ts'
import { order } from '../../state/desk-request.ts'
import { useSlice } from '../../state/desk-store.ts'
import { useSizeDecimalsOf } from '../../state/use-size-decimals-of.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Price, Quantity } from '../../ui/Amount.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { scaledOf } from '../../ui/exact-decimal.ts'
import { Empty } from '../../ui/Panel.tsx'
import { capitalised, plainWords } from '../../ui/plain-words.ts'
import { SideWord } from '../../ui/SideWord.tsx'
import { canCancel, isOpenOrder } from './open-orders.ts'

function columnsFor(decimalsOf: (coin: string) => number): Column<OrderView>[] {
  return [
    {
      id: 'coin',
      title: 'Market',
      isRowHeader: true,
      cell: (row) => row.coin,
      sortBy: (row) => row.coin,
    },
    {
      id: 'role',
      title: 'Role',
      cell: (row) => capitalised(row.role),
      sortBy: (row) => row.role,
    },
    { id: 'side', title: 'Side', cell: (row) => <SideWord side={row.side} as="order" /> },
    {
      id: 'price',
      title: 'Price',
      isNumber: true,
      cell: (row) => (
        <>
          {row.isTrigger ? <span className="order-trigger">trigger </span> : null}
          <Price value={row.price} sizeDecimals={decimalsOf(row.coin)} name="price" />
        </>
      ),
      sortBy: (row) => scaledOf(row.price),
    },
    {
      id: 'quantity',
      title: 'Size',
      isNumber: true,
      cell: (row) => (
        <Quantity value={row.quantity} sizeDecimals={decimalsOf(row.coin)} name="quantity" />
      ),
    },
    {
      id: 'filled',
      title: 'Filled',
      isNumber: true,
      cell: (row) => (
        <Quantity
          value={row.filledQuantity}
          sizeDecimals={decimalsOf(row.coin)}
          name="filledQuantity"
        />
      ),
    },
    {
      id: 'status',
      title: 'Status',
      cell: (row) => (
        <span className="order-status" data-status={row.status} title={row.reason ?? undefined}>
          {capitalised(plainWords(row.status))}
        </span>
      ),
      sortBy: (row) => row.status,
    },
    {
      id: 'reduce',
      title: 'Reduce only',
      priority: 2,
      cell: (row) => (row.isReduceOnly ? 'yes' : 'no'),
    },
    {
      id: 'venueOrderId',
      title: 'Venue order',
      priority: 2,
      cell: (row) => <span className="order-id">{row.venueOrderId ?? '–'}</span>,
    },
    {
      id: 'actions',
      title: 'Actions',
      isTitleHidden: true,
      hasControls: true,
      cell: (row) => (
        <span className="row-actions">
          <ActionButton
            size="small"
            label={`Cancel ${row.role} of ${row.coin}`}
            isDisabled={!canCancel(row)}
            onPress={() => order('cancelOrders', { clientOrderIds: [row.clientOrderId] })}
          >
            Cancel
          </ActionButton>
        </span>
      ),
    },
  ]
}

/** Everything of an order that a person may look for, in one line. */
const wordsOf = (row: OrderView): string =>
  [row.coin, row.role, row.side, plainWords(row.status), row.price, row.venueOrderId ?? '']
    .join(' ')
    .toLowerCase()

const matches = (row: OrderView, text: string): boolean => {
  const words = wordsOf(row)
  return text
    .toLowerCase()
    .split(' ')
    .every((word) => words.includes(ungrouped(word)))
}

/** Orders that rest at the venue or are on their way to it; of these, what has all words of `find`. */
export function OpenOrdersTable({ find = '' }: { readonly find?: string }) {
  const orders = useSlice('orders')
  const decimalsOf = useSizeDecimalsOf()
  const columns = useMemo(() => columnsFor(decimalsOf), [decimalsOf])
  const open = useMemo(() => orders.filter(isOpenOrder), [orders])
  const found = useMemo(() => open.filter((row) => matches(row, find)), [open, find])
  if (open.length === 0) {
    return (
      <Empty title="No open orders.">
        Resting entries, stops and targets are listed here as the venue reports them.
      </Empty>
    )
  }
  if (found.length === 0) {
    return <Empty title="No open order is like that.">Take a word away.</Empty>
  }
  return (
    <DataTable
      label="Open orders"
      columns={columns}
      rows={found}
      rowKey={(row) => row.clientOrderId}
      rowTone={(row) => row.side}
    />
  )
}
