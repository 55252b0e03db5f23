import { useMemo } from 'react'
import type { OpenLotView, OpenPositionView, TaxPreviewView } from '#contract/records.ts'
import { useSizeDecimalsOf } from '../../state/use-size-decimals-of.ts'
import { Amount, Price, Quantity } from '../../ui/Amount.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { exactMoment } from '../../ui/time-text.ts'
import { walletText } from './tax-words.ts'

const lotColumns = (currency: string): readonly Column<OpenLotView>[] => [
  { id: 'asset', title: 'Asset', cell: (lot) => lot.asset, isRowHeader: true },
  { id: 'wallet', title: 'Wallet', cell: (lot) => walletText(lot.wallet), priority: 2 },
  {
    id: 'acquired',
    title: 'Acquired (UTC)',
    cell: (lot) => (lot.acquiredMs === null ? 'pool' : exactMoment(lot.acquiredMs).slice(0, 19)),
    sortBy: (lot) => lot.acquiredMs,
  },
  {
    id: 'quantity',
    title: 'Quantity',
    isNumber: true,
    cell: (lot) => <Amount value={lot.quantity} places={8} isPrivate />,
  },
  {
    id: 'cost',
    title: 'Cost',
    isNumber: true,
    cell: (lot) => <Amount value={lot.cost} places={2} after={` ${currency}`} isPrivate />,
  },
]

const positionColumns = (
  decimalsOf: (coin: string) => number,
): readonly Column<OpenPositionView>[] => [
  { id: 'coin', title: 'Market', cell: (one) => one.coin, isRowHeader: true },
  {
    id: 'quantity',
    title: 'Position',
    isNumber: true,
    cell: (one) => <Quantity value={one.quantity} sizeDecimals={decimalsOf(one.coin)} />,
  },
  {
    id: 'entry',
    title: 'Average entry',
    isNumber: true,
    cell: (one) => <Price value={one.entry} sizeDecimals={decimalsOf(one.coin)} isBetweenTicks />,
  },
]

/** What is still held: lots of spot, positions of perpetuals. */
export function OpenPanel({ preview }: { readonly preview: TaxPreviewView }) {
  const decimalsOf = useSizeDecimalsOf()
  const positions = useMemo(() => positionColumns(decimalsOf), [decimalsOf])
  const { openLots, openLotCount, openPositions, currency } = preview
  if (openLotCount === 0 && openPositions.length === 0) return null
  return (
    <Panel title="Still open" className="tax-panel" count={openLotCount + openPositions.length}>
      {openPositions.length === 0 ? null : (
        <DataTable
          label="Open positions"
          columns={positions}
          rows={openPositions}
          rowKey={(one) => `${one.coin} ${one.quantity}`}
        />
      )}
      {openLots.length === 0 ? null : (
        <DataTable
          label="Open lots"
          columns={lotColumns(currency)}
          rows={openLots}
          rowKey={(lot) => `${lot.lotId} ${lot.wallet}`}
        />
      )}
      {openLotCount > openLots.length ? (
        <p className="panel-words">
          {(openLotCount - openLots.length).toLocaleString('en-US')} more lots are in the file of
          open lots.
        </p>
      ) : null}
    </Panel>
  )
}
