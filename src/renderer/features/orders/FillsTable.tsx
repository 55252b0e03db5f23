import './orders.css'
import { useMemo } from 'react'
import type { FillView } from '#contract/views.ts'
import { useSlice } from '../../state/desk-store.ts'
import { useSizeDecimalsOf } from '../../state/use-size-decimals-of.ts'
import { Amount, Dollars, Price, Quantity } from '../../ui/Amount.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { scaledOf } from '../../ui/exact-decimal.ts'
import { Moment } from '../../ui/Moment.tsx'
import { Empty } from '../../ui/Panel.tsx'
import { capitalised } from '../../ui/plain-words.ts'
import { SideWord } from '../../ui/SideWord.tsx'

function columnsFor(decimalsOf: (coin: string) => number): Column<FillView>[] {
  return [
    {
      id: 'time',
      title: 'Time (UTC)',
      cell: (row) => <Moment tsMs={row.tsEventMs} />,
      sortBy: (row) => row.tsEventMs,
    },
    {
      id: 'coin',
      title: 'Market',
      isRowHeader: true,
      cell: (row) => row.coin,
      sortBy: (row) => row.coin,
    },
    { id: 'side', title: 'Side', cell: (row) => <SideWord side={row.side} as="order" /> },
    {
      id: 'role',
      title: 'Role',
      cell: (row) => (row.role === 'foreign' ? 'Not ours' : capitalised(row.role)),
      sortBy: (row) => row.role,
    },
    {
      id: 'price',
      title: 'Price',
      isNumber: true,
      cell: (row) => <Price value={row.price} sizeDecimals={decimalsOf(row.coin)} name="price" />,
      sortBy: (row) => scaledOf(row.price),
    },
    {
      id: 'quantity',
      title: 'Size',
      isNumber: true,
      cell: (row) => (
        <Quantity value={row.quantity} sizeDecimals={decimalsOf(row.coin)} name="quantity" />
      ),
      sortBy: (row) => scaledOf(row.quantity),
    },
    {
      id: 'pnl',
      title: 'Realised',
      isNumber: true,
      cell: (row) => <Dollars value={row.closedPnl} isSigned name="closedPnl" />,
      sortBy: (row) => scaledOf(row.closedPnl),
    },
    {
      id: 'fee',
      title: 'Fee',
      isNumber: true,
      cell: (row) => <Amount value={row.fee} places={4} before="$" name="fee" isPrivate />,
      sortBy: (row) => scaledOf(row.fee),
    },
    {
      id: 'liquidity',
      title: 'Liquidity',
      priority: 2,
      cell: (row) => (row.isTaker ? 'taker' : 'maker'),
    },
    {
      id: 'trade',
      title: 'Trade',
      priority: 2,
      cell: (row) => <span className="order-id">{row.tradeId}</span>,
    },
  ]
}

/** Executions, newest first. */
export function FillsTable() {
  const fills = useSlice('fills')
  const decimalsOf = useSizeDecimalsOf()
  const columns = useMemo(() => columnsFor(decimalsOf), [decimalsOf])
  if (fills.length === 0) {
    return (
      <Empty title="No fills yet.">
        Every execution is recorded here with its fee, to the last decimal.
      </Empty>
    )
  }
  return (
    <DataTable
      label="Fills"
      columns={columns}
      rows={fills}
      rowKey={(row) => row.tradeId}
      rowTone={(row) => (row.role === 'foreign' ? 'warning' : row.side)}
    />
  )
}
