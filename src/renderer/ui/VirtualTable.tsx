import './virtual-table.css'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { ReactElement } from 'react'
import { memo, useEffect, useRef } from 'react'
import type { CellText } from './amount-text.ts'

export interface VirtualColumn<Row> {
  readonly id: string
  readonly title: string
  /** Text, as far as it can be: what is more than that costs the scrolling. */
  readonly cell: (row: Row) => string | CellText | ReactElement
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
const OVERSCAN = 3

interface VirtualCellProps {
  readonly name: string
  readonly isNumber: boolean
  readonly content: string | CellText | ReactElement
}

function VirtualCell({ name, isNumber, content }: VirtualCellProps) {
  const kind = isNumber ? 'virtual-cell virtual-number' : 'virtual-cell'
  if (typeof content === 'string' || !('text' in content)) {
    const className = typeof content === 'string' ? kind : `${kind} virtual-control`
    return (
      // biome-ignore lint/a11y/useSemanticElements: as the table
      <span role="cell" className={className} data-name={name}>
        {content}
      </span>
    )
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the table
    <span
      role="cell"
      className={content.tone === undefined ? kind : `${kind} virtual-${content.tone}`}
      data-name={name}
      title={content.exact}
      aria-label={content.isHidden ? 'hidden' : undefined}
    >
      {content.text}
    </span>
  )
}

interface VirtualRowProps {
  readonly index: number
  readonly tracks: string
  readonly columns: readonly VirtualColumn<unknown>[]
  readonly row: unknown
  readonly toneOf: ((row: unknown) => Tone) | undefined
}

/** Drawn once for as long as it is in sight: scrolling draws only what comes in. */
const VirtualRow = memo((props: VirtualRowProps) => {
  const { index, tracks, columns, row, toneOf } = props
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the table
    // biome-ignore lint/a11y/useFocusableInteractive: a row of a table is not a control
    <div
      className="virtual-row"
      role="row"
      aria-rowindex={index + 2}
      data-tone={row === null ? undefined : toneOf?.(row)}
      style={{ gridTemplateColumns: tracks }}
    >
      {columns.map((column) => (
        <VirtualCell
          key={column.id}
          name={column.id}
          isNumber={column.isNumber ?? false}
          content={row === null ? '·' : column.cell(row)}
        />
      ))}
    </div>
  )
})

interface Shown {
  readonly first: number
  readonly last: number
  /** What to take from an index for its key. */
  readonly shift: number
}

/**
 * Rows that stay in sight keep their keys, and with them their elements. After a leap none stays:
 * then the new ones take over the elements of the old, in the same order, and only texts change.
 */
function keysAfter(before: Shown, first: number, last: number): Shown {
  const isLeap = first > before.last || last < before.first
  return { first, last, shift: isLeap ? before.shift + first - before.first : before.shift }
}

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
  const shown = useRef<Shown>({ first, last, shift: 0 })
  shown.current = keysAfter(shown.current, first, last)
  const { shift } = shown.current
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
        {/* rows follow one another, so that one transform places them all */}
        {/* biome-ignore lint/a11y/useSemanticElements: as the table */}
        <div
          className="virtual-rows"
          role="rowgroup"
          style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}
        >
          {items.map(({ index }) => (
            <VirtualRow
              key={index - shift}
              index={index}
              tracks={tracks}
              columns={columns as readonly VirtualColumn<unknown>[]}
              row={rowAt(index)}
              toneOf={toneOf as ((row: unknown) => Tone) | undefined}
            />
          ))}
        </div>
      </div>
    </section>
  )
}
