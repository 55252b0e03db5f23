import './data-table.css'
import type { Cell, ColumnDef, Header, SortFn } from '@tanstack/react-table'
import {
  createSortedRowModel,
  FlexRender,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import type { ReactNode } from 'react'
import { useMemo } from 'react'

export type SortValue = bigint | number | string | null

export interface Column<Row> {
  readonly id: string
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  readonly sortBy?: (row: Row) => SortValue
  readonly isNumber?: boolean
  /** The cell that names the row. One a table. */
  readonly isRowHeader?: boolean
  /** 2 goes first when the panel becomes narrow, 1 next; without one it stays. */
  readonly priority?: 1 | 2
  readonly isTitleHidden?: boolean
  readonly isWide?: boolean
  /** Controls of the row: they stay in sight when the table scrolls sideways. */
  readonly hasControls?: boolean
}

interface DataTableProps<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly rowTone?: (row: Row) => 'buy' | 'sell' | 'warning' | null
}

function compareValues(a: SortValue, b: SortValue): number {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b, 'en')
  return a < b ? -1 : 1
}

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
})
type Features = typeof features

function definitions<Row extends object>(
  columns: readonly Column<Row>[],
): ColumnDef<Features, Row>[] {
  const byValue: SortFn<Features, Row> = (a, b, id) =>
    compareValues(a.getValue(id) as SortValue, b.getValue(id) as SortValue)
  return columns.map((column) => ({
    id: column.id,
    header: column.title,
    accessorFn: (row) => column.sortBy?.(row) ?? null,
    cell: (context) => column.cell(context.row.original),
    enableSorting: column.sortBy !== undefined,
    sortFn: byValue,
  }))
}

const ARIA_SORT = { asc: 'ascending', desc: 'descending' } as const

function HeaderCell<Row extends object>(props: {
  readonly header: Header<Features, Row, unknown>
  readonly column: Column<Row>
}) {
  const { header, column } = props
  const sorted = header.column.getIsSorted()
  const title = column.isTitleHidden ? (
    <span className="visually-hidden">{column.title}</span>
  ) : (
    column.title
  )
  return (
    <th
      scope="col"
      className={cellClass(column)}
      aria-sort={sorted === false ? undefined : ARIA_SORT[sorted]}
    >
      {header.column.getCanSort() ? (
        <button
          type="button"
          className="table-sort"
          onClick={header.column.getToggleSortingHandler()}
        >
          {title}
          <span className="table-sort-mark" aria-hidden="true">
            {sorted === 'asc' ? '↑' : sorted === 'desc' ? '↓' : ''}
          </span>
        </button>
      ) : (
        title
      )}
    </th>
  )
}

function cellClass<Row>(column: Column<Row>): string {
  const parts = ['table-cell']
  if (column.isNumber) parts.push('table-cell-number')
  if (column.priority === 2) parts.push('table-cell-optional')
  if (column.priority === 1) parts.push('table-cell-spare')
  if (column.isWide) parts.push('table-cell-wide')
  if (column.hasControls) parts.push('table-cell-controls')
  return parts.join(' ')
}

function BodyCell<Row extends object>(props: {
  readonly cell: Cell<Features, Row, unknown>
  readonly column: Column<Row>
}) {
  const { cell, column } = props
  const content = <FlexRender cell={cell} />
  return column.isRowHeader ? (
    <th scope="row" className={cellClass(column)}>
      {content}
    </th>
  ) : (
    <td className={cellClass(column)}>{content}</td>
  )
}

/** A real table: sortable heads, a name for every row, rows that a keyboard can walk. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, rowTone } = props
  const columnDefinitions = useMemo(() => definitions(columns), [columns])
  const table = useTable<Features, Row>({
    features,
    columns: columnDefinitions,
    data: rows as Row[],
    getRowId: rowKey,
  })
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns])
  const columnOf = (id: string): Column<Row> => {
    const column = byId.get(id)
    if (column === undefined) throw new Error(`no column "${id}"`)
    return column
  }
  return (
    <table className="table" aria-label={label}>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <HeaderCell key={header.id} header={header} column={columnOf(header.column.id)} />
            ))}
          </tr>
        ))}
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <tr key={row.id} data-tone={rowTone?.(row.original) ?? undefined} data-row={row.id}>
            {row.getAllCells().map((cell) => (
              <BodyCell key={cell.id} cell={cell} column={columnOf(cell.column.id)} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
