import './risk.css'
import type { DecisionView } from '#contract/risk-views.ts'
import { useSlice } from '../../state/desk-store.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Empty } from '../../ui/Panel.tsx'
import { PrivateText } from '../../ui/PrivateText.tsx'
import { capitalised } from '../../ui/plain-words.ts'
import { SideWord } from '../../ui/SideWord.tsx'
import { DecisionNumbers } from './DecisionNumbers.tsx'

const RESULTS = { passed: '✓ Passed', denied: '✕ Denied', notNeeded: 'Not needed' }

const COLUMNS: Column<DecisionView>[] = [
  {
    id: 'time',
    title: 'Time (UTC)',
    cell: (row) => <Moment tsMs={row.tsMarketMs} />,
    sortBy: (row) => row.tsMarketMs,
  },
  {
    id: 'market',
    title: 'Market',
    isRowHeader: true,
    cell: (row) => (
      <>
        {row.coin} {row.side === null ? null : <SideWord side={row.side} as="order" />}
      </>
    ),
    sortBy: (row) => row.coin,
  },
  {
    id: 'origin',
    title: 'From',
    cell: (row) => capitalised(row.origin),
    sortBy: (row) => row.origin,
  },
  {
    id: 'result',
    title: 'Decision',
    cell: (row) => (
      <span className="decision-result" data-result={row.result}>
        {RESULTS[row.result]}
      </span>
    ),
    sortBy: (row) => row.result,
  },
  {
    id: 'message',
    title: 'Why',
    isWide: true,
    cell: (row) => (
      <span title={row.code}>
        <PrivateText>{row.message}</PrivateText>
      </span>
    ),
  },
  { id: 'numbers', title: 'Numbers', cell: (row) => <DecisionNumbers decision={row} /> },
]

const keyOf = (row: DecisionView): string => `${row.ticketId}/${row.tsMarketMs}/${row.code}`

/** "Why no trade?": every word of the risk manager. */
export function DecisionsTable() {
  const decisions = useSlice('decisions')
  if (decisions.length === 0) {
    return (
      <Empty title="No decisions yet.">
        Each proposal, yours or a strategy's, is answered here with its reason: why it passed, or
        why there was no trade.
      </Empty>
    )
  }
  return <DataTable label="Decisions" columns={COLUMNS} rows={decisions} rowKey={keyOf} />
}
