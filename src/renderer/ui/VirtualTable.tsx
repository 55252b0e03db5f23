import './virtual-table.css'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { ReactNode } from 'react'
import { memo, useEffect, useRef } from 'react'

export interface VirtualColumn<Row> {
  readonly id: string
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  /** A track of a CSS grid: "7rem", "minmax(4rem, 1fr)". */
  readonly width: string
  readonly isNumber?: boolean
}

type Tone = 'buy' | 'sell' | 'warning'

interface VirtualTableProps<Row> {
  readonly label: string
  readonly columns: readonly VirtualColumn<Row>[]
  readonly count: number
  /** Null while the row is on its way. */
  readonly rowAt: (index: number) => Row | null
  readonly toneOf?: (row: Row) => Tone
  /** Told which rows are to be seen, so that they can be fetched. */
  readonly onRange: (first: number, last: number) => void
}

const ROW_HEIGHT = 30
const OVERSCAN = 6

interface VirtualRowProps {
  readonly index: number
  readonly start: number
  readonly tracks: string
  readonly columns: readonly VirtualColumn<unknown>[]
  readonly row: unknown
  readonly toneOf: ((row: unknown) => Tone) | undefined
}

/** Drawn once for as long as it is in sight: scrolling draws only what comes in. */
const VirtualRow = memo((props: VirtualRowProps) => {
  const { index, start, tracks, columns, row, toneOf } = props
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the table
    // biome-ignore lint/a11y/useFocusableInteractive: a row of a table is not a control
    <div
      className="virtual-row"
      role="row"
      aria-rowindex={index + 2}
      data-tone={row === null ? undefined : toneOf?.(row)}
      style={{ transform: `translateY(${start}px)`, gridTemplateColumns: tracks }}
    >
      {columns.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: as the table
        <span
          key={column.id}
          role="cell"
          className={column.isNumber ? 'virtual-cell virtual-number' : 'virtual-cell'}
        >
          {row === null ? '·' : column.cell(row)}
        </span>
      ))}
    </div>
  )
})

/**
 * A table of any length: only what is in sight is drawn. The rows say their place in the whole, so
 * that a screen reader knows how long it is; the keyboard scrolls it as any page.
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, count, rowAt, toneOf, onRange } = props
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  })
  const items = rows.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => onRange(first, last), [onRange, first, last])
  const tracks = columns.map((column) => column.width).join(' ')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus to be scrolled
    <section className="virtual-scroller" ref={scroller} tabIndex={0} aria-label={label}>
      {/* biome-ignore lint/a11y/useSemanticElements: a table element cannot leave out rows */}
      <div
        className="virtual-table"
        role="table"
        aria-label={label}
        aria-rowcount={count + 1}
        style={{ height: rows.getTotalSize() + ROW_HEIGHT }}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: as the table */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: a row of a table is not a control */}
        <div
          className="virtual-head"
          role="row"
          aria-rowindex={1}
          style={{ gridTemplateColumns: tracks }}
        >
          {columns.map((column) => (
            // biome-ignore lint/a11y/useSemanticElements: as the table
            // biome-ignore lint/a11y/useFocusableInteractive: a heading is not a control
            <span
              key={column.id}
              role="columnheader"
              className={column.isNumber ? 'virtual-cell virtual-number' : 'virtual-cell'}
            >
              {column.title}
            </span>
          ))}
        </div>
        {items.map((item) => (
          <VirtualRow
            key={item.key}
            index={item.index}
            start={item.start}
            tracks={tracks}
            columns={columns as readonly VirtualColumn<unknown>[]}
            row={rowAt(item.index)}
            toneOf={toneOf as ((row: unknown) => Tone) | undefined}
          />
        ))}
      </div>
    </section>
  )
}
