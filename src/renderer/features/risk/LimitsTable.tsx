import './risk-screen.css'
import { use } from 'react'
import type { LimitView } from '#contract/risk-views.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Discreet } from '../../ui/discreet.ts'

const FULL = 1000
const NEAR = 800

/** How much of it is taken; discreet, a share says it where dollars would. */
function standingWords({ taken, takenPerMille, allowed }: LimitView, isDiscreet: boolean): string {
  const hasDollars = `${taken} ${allowed}`.includes('$')
  if (!isDiscreet || !hasDollars) return `${taken} of ${allowed}`
  return `${Math.round((takenPerMille ?? 0) / 10)} %`
}

function Standing({ row }: { readonly row: LimitView }) {
  const words = standingWords(row, use(Discreet))
  if (row.taken === null || row.takenPerMille === null) {
    return <span className="amount-unknown">–</span>
  }
  const tone = row.takenPerMille >= FULL ? 'full' : row.takenPerMille >= NEAR ? 'near' : 'well'
  return (
    <span className="standing" data-tone={tone}>
      <meter
        className="standing-meter"
        min={0}
        max={FULL}
        value={row.takenPerMille}
        aria-label={`${row.label}: ${words}`}
      />
      <span className="standing-words">{words}</span>
    </span>
  )
}

const COLUMNS: Column<LimitView>[] = [
  { id: 'label', title: 'Limit', isRowHeader: true, cell: (row) => row.label },
  { id: 'value', title: 'Set to', cell: (row) => row.value },
  { id: 'standing', title: 'Stands at', isWide: true, cell: (row) => <Standing row={row} /> },
  { id: 'rule', title: 'Rule', cell: (row) => <span className="risk-faint">{row.rule}</span> },
]

const keyOf = (row: LimitView): string => row.name

/** What something takes of, the fullest on top. */
const taken = (limits: readonly LimitView[]): LimitView[] =>
  limits
    .filter((one) => one.takenPerMille !== null)
    .sort((a, b) => (b.takenPerMille ?? 0) - (a.takenPerMille ?? 0))

export function LimitsTable({ limits }: { readonly limits: readonly LimitView[] }) {
  const others = limits.filter((one) => one.takenPerMille === null)
  return (
    <>
      <DataTable label="Limits" columns={COLUMNS} rows={taken(limits)} rowKey={keyOf} />
      <details className="limit-others">
        <summary>{others.length} limits that shape an order, and of which nothing is taken</summary>
        <dl className="limit-list">
          {others.map((one) => (
            <div key={one.name} className="limit-entry">
              <dt>{one.label}</dt>
              <dd>{one.value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  )
}
