import './orders.css'
import { useCallback, useMemo, useState } from 'react'
import type { PositionView } from '#contract/views.ts'
import { order, refusalOf } from '../../state/desk-request.ts'
import { useSlice } from '../../state/desk-store.ts'
import { useSizeDecimalsOf } from '../../state/use-size-decimals-of.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Dollars, Price, Quantity } from '../../ui/Amount.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { scaledOf } from '../../ui/exact-decimal.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Empty } from '../../ui/Panel.tsx'
import { SideWord } from '../../ui/SideWord.tsx'
import { CloseDialog } from './CloseDialog.tsx'
import { PriceDialog } from './PriceDialog.tsx'
import { ReverseDialog } from './ReverseDialog.tsx'

type AskedFor = 'closePart' | 'reverse' | 'moveStop' | 'moveTarget' | 'addStop'

interface Asked {
  readonly what: AskedFor
  readonly coin: string
  readonly side: PositionView['side']
}

type Ask = (what: AskedFor, position: PositionView) => void

/** A stop or target: its price is the button that moves it. */
function Protection(props: {
  readonly position: PositionView
  readonly kind: 'stop' | 'target'
  readonly sizeDecimals: number
  readonly ask: Ask
}) {
  const { position, kind, sizeDecimals, ask } = props
  const protection = position[kind]
  if (protection === null) {
    return kind === 'target' ? (
      <span className="amount-unknown">none</span>
    ) : (
      <ActionButton
        size="small"
        label={`Add stop to ${position.coin}`}
        onPress={() => ask('addStop', position)}
      >
        <Icon name="shield" size={12} /> Add stop
      </ActionButton>
    )
  }
  const name = kind === 'stop' ? 'Move stop' : 'Move target'
  return (
    <span className="protection" data-resting={protection.isAtVenue}>
      {protection.isAtVenue ? null : (
        <span className="protection-waiting" title="Not yet resting at the venue">
          not at venue
        </span>
      )}
      <Price value={protection.price} sizeDecimals={sizeDecimals} name={kind} />
      <ActionButton
        size="small"
        tone="quiet"
        label={`${name} of ${position.coin}`}
        onPress={() => ask(kind === 'stop' ? 'moveStop' : 'moveTarget', position)}
      >
        <Icon name="edit" size={12} />
      </ActionButton>
    </span>
  )
}

function columnsFor(decimalsOf: (coin: string) => number, ask: Ask): Column<PositionView>[] {
  return [
    {
      id: 'coin',
      title: 'Market',
      isRowHeader: true,
      cell: (row) => (
        <>
          {row.coin} <SideWord side={row.side} as="position" />
        </>
      ),
      sortBy: (row) => row.coin,
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
      id: 'entry',
      title: 'Entry',
      isNumber: true,
      cell: (row) => (
        <Price
          value={row.entryPrice}
          sizeDecimals={decimalsOf(row.coin)}
          isBetweenTicks
          name="entryPrice"
        />
      ),
    },
    {
      id: 'mark',
      title: 'Mark',
      isNumber: true,
      priority: 1,
      cell: (row) => (
        <Price
          value={row.markPrice}
          sizeDecimals={decimalsOf(row.coin)}
          isBetweenTicks
          name="markPrice"
        />
      ),
    },
    {
      id: 'unrealised',
      title: 'Unrealised',
      isNumber: true,
      cell: (row) => <Dollars value={row.unrealised} isSigned name="unrealised" />,
      sortBy: (row) => scaledOf(row.unrealised),
    },
    {
      id: 'stop',
      title: 'Stop',
      isNumber: true,
      cell: (row) => (
        <Protection position={row} kind="stop" sizeDecimals={decimalsOf(row.coin)} ask={ask} />
      ),
    },
    {
      id: 'target',
      title: 'Target',
      isNumber: true,
      cell: (row) => (
        <Protection position={row} kind="target" sizeDecimals={decimalsOf(row.coin)} ask={ask} />
      ),
    },
    {
      id: 'risk',
      title: 'Risk at stop',
      isNumber: true,
      priority: 1,
      cell: (row) => <Dollars value={row.riskAtStop} means="loss" name="riskAtStop" />,
      sortBy: (row) => scaledOf(row.riskAtStop),
    },
    {
      id: 'liquidation',
      title: 'Liquidation',
      isNumber: true,
      priority: 2,
      cell: (row) => (
        <Price
          value={row.liquidationPrice}
          sizeDecimals={decimalsOf(row.coin)}
          name="liquidationPrice"
        />
      ),
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
            label={`Close part of ${row.coin}`}
            onPress={() => ask('closePart', row)}
          >
            Part…
          </ActionButton>
          <ActionButton
            size="small"
            label={`Close ${row.coin}`}
            onPress={() => order('closePosition', { coin: row.coin, quantity: null })}
          >
            Close
          </ActionButton>
          <ActionButton
            size="small"
            tone="quiet"
            label={`Reverse ${row.coin}`}
            onPress={() => ask('reverse', row)}
          >
            <Icon name="reverse" size={12} />
          </ActionButton>
        </span>
      ),
    },
  ]
}

function AskedDialog(props: {
  readonly what: AskedFor
  readonly position: PositionView
  readonly sizeDecimals: number
  readonly onClose: () => void
}) {
  const { what, position, sizeDecimals, onClose } = props
  if (what === 'closePart') return <CloseDialog position={position} onClose={onClose} />
  if (what === 'reverse') return <ReverseDialog position={position} onClose={onClose} />
  const common = { markPrice: position.markPrice, sizeDecimals, onClose }
  if (what === 'addStop') {
    return (
      <PriceDialog
        {...common}
        title={`Add a stop to ${position.coin}`}
        label="Stop price"
        action="Add stop"
        explanation="The position has no stop at the venue. A reduce-only stop goes to Approvals."
        currentPrice={null}
        onPrice={(triggerPrice) =>
          refusalOf('protectPosition', { coin: position.coin, triggerPrice })
        }
      />
    )
  }
  const role = what === 'moveStop' ? 'stop' : 'target'
  const protection = position[role]
  if (protection === null) return null
  return (
    <PriceDialog
      {...common}
      title={role === 'stop' ? `Move stop of ${position.coin}` : `Move target of ${position.coin}`}
      label={role === 'stop' ? 'Stop price' : 'Target price'}
      action={role === 'stop' ? 'Move stop' : 'Move target'}
      explanation="The old one stays at the venue until the new one has taken its place."
      currentPrice={protection.price}
      onPrice={(triggerPrice) =>
        refusalOf('moveProtection', { clientOrderId: protection.clientOrderId, triggerPrice })
      }
    />
  )
}

/** What is asked of a position ends with it: the next one of its market was not meant. */
function useAsked(positions: readonly PositionView[]) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const ask = useCallback<Ask>((what, { coin, side }) => setAsked({ what, coin, side }), [])
  const position = positions.find(({ coin, side }) => coin === asked?.coin && side === asked.side)
  if (asked !== null && position === undefined) setAsked(null)
  return { what: asked?.what ?? null, position, ask, close: () => setAsked(null) }
}

/** Open positions with their controls. */
export function PositionsTable() {
  const positions = useSlice('positions')
  const decimalsOf = useSizeDecimalsOf()
  const { what, position, ask, close } = useAsked(positions)
  const columns = useMemo(() => columnsFor(decimalsOf, ask), [decimalsOf, ask])
  if (positions.length === 0) {
    return (
      <Empty title="No open positions.">
        A filled entry appears here with its stop and target, and can be closed from its row.
      </Empty>
    )
  }
  return (
    <>
      <DataTable
        label="Positions"
        columns={columns}
        rows={positions}
        rowKey={(row) => row.coin}
        rowTone={(row) => (row.stop === null ? 'warning' : row.side)}
      />
      {what === null || position === undefined ? null : (
        <AskedDialog
          what={what}
          position={position}
          sizeDecimals={decimalsOf(position.coin)}
          onClose={close}
        />
      )}
    </>
  )
}
