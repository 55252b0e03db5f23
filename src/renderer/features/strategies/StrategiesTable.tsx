import './strategies.css'
import type { RequestOf } from '#contract/requests.ts'
import type { StrategyView } from '#contract/views.ts'
import { order } from '../../state/desk-request.ts'
import { useSlice } from '../../state/desk-store.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Empty } from '../../ui/Panel.tsx'
import { SideWord } from '../../ui/SideWord.tsx'
import { Toggle } from '../../ui/Toggle.tsx'

const keyOf = (row: StrategyView): string => `${row.strategyId}/${row.coin}/${row.timeframe}`

function WarmUp({ row }: { readonly row: StrategyView }) {
  if (row.warmUpNeeded === 0) return <span className="amount-unknown">not watched</span>
  const isWarm = row.warmUpSeen >= row.warmUpNeeded
  const seen = Math.min(row.warmUpSeen, row.warmUpNeeded)
  if (isWarm) return <span className="warm-ready">ready</span>
  return (
    <span className="warm">
      <meter
        className="warm-meter"
        min={0}
        max={row.warmUpNeeded}
        value={seen}
        aria-label={`Warm-up of ${row.name}`}
      />
      {seen}/{row.warmUpNeeded}
    </span>
  )
}

function switchStrategy(row: StrategyView, isOn: boolean): void {
  const { strategyId, coin } = row
  const timeframe = row.timeframe as RequestOf<'setStrategy'>['timeframe']
  order('setStrategy', { strategyId, coin, timeframe, isOn })
}

const COLUMNS: Column<StrategyView>[] = [
  {
    id: 'isOn',
    title: 'On',
    cell: (row) => (
      <Toggle
        isOn={row.isOn}
        label={`${row.name} on ${row.coin} ${row.timeframe}`}
        onChange={(isOn) => switchStrategy(row, isOn)}
      >
        <span className="visually-hidden">{row.isOn ? 'on' : 'off'}</span>
      </Toggle>
    ),
    sortBy: (row) => (row.isOn ? 0 : 1),
  },
  {
    id: 'name',
    title: 'Strategy',
    isRowHeader: true,
    cell: (row) => row.name,
    sortBy: (row) => row.name,
  },
  {
    id: 'market',
    title: 'Market',
    cell: (row) => `${row.coin} · ${row.timeframe}`,
    sortBy: (row) => row.coin,
  },
  { id: 'warmUp', title: 'Warm-up', cell: (row) => <WarmUp row={row} /> },
  {
    id: 'signal',
    title: 'Last signal',
    cell: (row) =>
      row.lastSignal === null ? (
        <span className="amount-unknown">none yet</span>
      ) : (
        <span className="last-signal" title={row.lastSignal.reason}>
          <SideWord side={row.lastSignal.side} as="order" />{' '}
          <Moment tsMs={row.lastSignal.tsMarketMs} />
        </span>
      ),
  },
  {
    id: 'idea',
    title: 'Idea',
    isWide: true,
    priority: 2,
    cell: (row) => (
      <span className="strategy-idea" title={row.idea}>
        {row.idea}
      </span>
    ),
  },
]

/** Strategies on and off, and how far their warm-up is. */
export function StrategiesTable() {
  const strategies = useSlice('strategies')
  if (strategies.length === 0) {
    return (
      <Empty title="No strategies are built in.">
        A strategy watches the candles and proposes; it can never trade without your signature.
      </Empty>
    )
  }
  return <DataTable label="Strategies" columns={COLUMNS} rows={strategies} rowKey={keyOf} />
}
