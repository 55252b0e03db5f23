import type { RunTradeView } from '#contract/research.ts'
import { amountText, sideText } from '../../ui/amount-text.ts'
import { Empty } from '../../ui/Panel.tsx'
import { ageText, momentText } from '../../ui/time-text.ts'
import type { VirtualColumn } from '../../ui/VirtualTable.tsx'
import { VirtualTable } from '../../ui/VirtualTable.tsx'

const COLUMNS: readonly VirtualColumn<RunTradeView>[] = [
  {
    id: 'side',
    title: 'Side',
    width: '4rem',
    cell: (trade) => sideText(trade.side, 'position'),
  },
  { id: 'entry', title: 'Entered', width: '7rem', cell: (trade) => momentText(trade.entryTimeMs) },
  { id: 'exit', title: 'Left', width: '7rem', cell: (trade) => momentText(trade.exitTimeMs) },
  {
    id: 'size',
    title: 'Size',
    width: '6rem',
    isNumber: true,
    cell: (trade) => amountText(trade.size, 5),
  },
  {
    id: 'entryPrice',
    title: 'Entry',
    width: '7rem',
    isNumber: true,
    cell: (trade) => amountText(trade.entryPrice, 2),
  },
  {
    id: 'exitPrice',
    title: 'Exit',
    width: '7rem',
    isNumber: true,
    cell: (trade) => amountText(trade.exitPrice, 2),
  },
  {
    id: 'pnl',
    title: 'Result',
    width: '8rem',
    isNumber: true,
    cell: (trade) => amountText(trade.pnl, 2, { before: '$', isSigned: true }),
  },
  {
    id: 'return',
    title: 'Return',
    width: '6rem',
    isNumber: true,
    cell: (trade) => `${trade.returnPct.toFixed(2)} %`,
  },
  {
    id: 'fees',
    title: 'Fees',
    width: '6rem',
    isNumber: true,
    cell: (trade) => amountText(trade.fees, 2, { before: '$' }),
  },
  {
    id: 'duration',
    title: 'Held',
    width: '5rem',
    isNumber: true,
    cell: (trade) => ageText(trade.durationMs),
  },
  { id: 'reason', title: 'Ended by', width: '6rem', cell: (trade) => trade.exitReason },
  {
    id: 'tag',
    title: 'Entered because',
    width: 'minmax(12rem, 1fr)',
    cell: (trade) => trade.tag,
  },
]

const nothing = (): void => undefined

/** Every trade of a run; only those in sight are drawn. */
export function TradesTable({ trades }: { readonly trades: readonly RunTradeView[] }) {
  if (trades.length === 0) {
    return <Empty title="No trade was closed.">The figures say how many signals there were.</Empty>
  }
  return (
    <VirtualTable
      label="Trades of the run"
      columns={COLUMNS}
      count={trades.length}
      rowAt={(index) => trades[index] ?? null}
      toneOf={(trade) => trade.side}
      onRange={nothing}
    />
  )
}
