import { use, useMemo, useState } from 'react'
import type { TaxChoice, TaxRowView, TaxTraceView } from '#contract/records.ts'
import { ask } from '../../state/desk-request.ts'
import { notify } from '../../state/notices.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { amountText } from '../../ui/amount-text.ts'
import { Discreet } from '../../ui/discreet.ts'
import { Panel } from '../../ui/Panel.tsx'
import { capitalised } from '../../ui/plain-words.ts'
import type { VirtualColumn } from '../../ui/VirtualTable.tsx'
import { VirtualTable } from '../../ui/VirtualTable.tsx'
import { TraceDialog } from './TraceDialog.tsx'
import { KIND_WORDS } from './tax-words.ts'
import { useTaxRows } from './use-tax.ts'

/** "Close, long", "Sell, long-term", "Fee, paid". */
function whatText({ kind, word, term }: TaxRowView): string {
  if (kind !== 'disposal') return `${KIND_WORDS[kind]}, ${word}`
  return term === '' ? capitalised(word) : `${capitalised(word)}, ${term}-term`
}

const columnsFor = (
  trace: (row: TaxRowView) => void,
  isHidden: boolean,
): VirtualColumn<TaxRowView>[] => {
  const figure = (text: string, places: number) =>
    text === '' ? '' : amountText(text, places, { isHidden })
  return [
    { id: 'local', title: 'Time', width: '8.2rem', cell: (row) => row.local.slice(0, 19) },
    { id: 'what', title: 'What', width: 'minmax(6.2rem, 1fr)', cell: whatText },
    {
      id: 'asset',
      title: 'Asset',
      width: '3rem',
      cell: (row) => ({ text: row.asset, tone: 'strong' }),
    },
    {
      id: 'quantity',
      title: 'Quantity',
      width: '4.4rem',
      isNumber: true,
      cell: (row) => figure(row.quantity, 5),
    },
    { id: 'acquired', title: 'Acquired', width: '5rem', cell: (row) => row.acquired },
    {
      id: 'proceeds',
      title: 'Proceeds',
      width: 'minmax(4.6rem, 1fr)',
      isNumber: true,
      cell: (row) => figure(row.proceeds, 2),
    },
    {
      id: 'basis',
      title: 'Cost',
      width: 'minmax(4.6rem, 1fr)',
      isNumber: true,
      cell: (row) => figure(row.basis, 2),
    },
    {
      id: 'amount',
      title: 'Result',
      width: 'minmax(6.8rem, 1fr)',
      isNumber: true,
      cell: (row) =>
        amountText(row.amount, 2, { isSigned: true, after: ` ${row.currency}`, isHidden }),
    },
    {
      id: 'trace',
      title: 'Behind it',
      width: '3.6rem',
      cell: (row) =>
        row.kind === 'funding' ? (
          ''
        ) : (
          <ActionButton
            size="small"
            tone="quiet"
            label={`Trace the ${KIND_WORDS[row.kind].toLowerCase()} of ${row.asset}, row ${row.index + 1}`}
            onPress={() => trace(row)}
          >
            Trace
          </ActionButton>
        ),
    },
  ]
}

const ROW_PX = 30
const ROWS_SEEN = 10

/** As high as its rows, up to ten of them and the heading. */
const heightOf = (count: number): number => (Math.min(count, ROWS_SEEN) + 1) * ROW_PX + 2

interface TaxRowsTableProps {
  readonly choice: TaxChoice
  readonly round: number
  readonly count: number
}

/** Every disposal, close, fee and payment of the year; each leads to what is behind it. */
export function TaxRowsTable({ choice, round, count }: TaxRowsTableProps) {
  const { rowAt, want } = useTaxRows(choice, round)
  const [trace, setTrace] = useState<TaxTraceView | null>(null)
  const key = JSON.stringify(choice)
  const isHidden = use(Discreet)
  const columns = useMemo(() => {
    const show = (row: TaxRowView): void => {
      ask('traceTaxRow', { choice: JSON.parse(key) as TaxChoice, index: row.index })
        .then((answer) => {
          if (answer.ok) setTrace(answer.value)
          else notify('error', answer.error.message)
        })
        .catch(() => notify('error', 'The desk does not answer.'))
    }
    return columnsFor(show, isHidden)
  }, [key, isHidden])
  if (count === 0) return null
  return (
    <Panel title="Rows" className="tax-panel" count={count}>
      <div className="tax-rows" style={{ height: heightOf(count) }}>
        <VirtualTable
          label="Tax rows"
          columns={columns}
          count={count}
          rowAt={rowAt}
          onRange={want}
        />
      </div>
      {trace === null ? null : <TraceDialog trace={trace} onClose={() => setTrace(null)} />}
    </Panel>
  )
}
