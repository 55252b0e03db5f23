import type { DifferenceView } from '#contract/views.ts'
import { useSlice } from '../../state/desk-store.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Empty } from '../../ui/Panel.tsx'
import { capitalised } from '../../ui/plain-words.ts'

const COLUMNS: Column<DifferenceView>[] = [
  {
    id: 'time',
    title: 'Found (UTC)',
    cell: (row) => <Moment tsMs={row.tsWallMs} />,
    sortBy: (row) => row.tsWallMs,
  },
  {
    id: 'subject',
    title: 'Subject',
    isRowHeader: true,
    cell: (row) => `${capitalised(row.subject)}${row.coin === null ? '' : ` ${row.coin}`}`,
    sortBy: (row) => row.subject,
  },
  { id: 'message', title: 'Desk and venue', isWide: true, cell: (row) => row.message },
]

const keyOf = (row: DifferenceView): string =>
  `${row.subject}/${row.coin}/${row.tsWallMs}/${row.message}`

/** Where the venue says something else than the log. Listed, never touched unasked. */
export function DifferencesTable() {
  const differences = useSlice('differences')
  if (differences.length === 0) {
    return (
      <Empty title="The desk and the venue agree.">
        Cash, positions and orders were compared; what differs would be listed here and left as it
        is.
      </Empty>
    )
  }
  return (
    <DataTable
      label="Differences"
      columns={COLUMNS}
      rows={differences}
      rowKey={keyOf}
      rowTone={() => 'warning'}
    />
  )
}
