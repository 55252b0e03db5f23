import './order-book.css'
import { useMemo } from 'react'
import { useSelectedCoin } from '../../state/selected-coin.ts'
import { useInstrument, useQuote } from '../../state/selectors.ts'
import { wantPrice } from '../../state/wanted-price.ts'
import { shownDigits } from '../../ui/exact-decimal.ts'
import { Empty } from '../../ui/Panel.tsx'
import type { BookRow, BookRows } from './book-rows.ts'
import { bookRows, bookSentence } from './book-rows.ts'
import { useBook } from './use-book.ts'

interface SideProps {
  readonly label: 'Bids' | 'Asks'
  readonly coin: string
  readonly rows: readonly BookRow[]
  readonly places: number
  readonly sizeDecimals: number
}

/** Sums are read for their size: three places are enough, and leave room. */
const totalPlaces = (sizeDecimals: number): number => Math.min(sizeDecimals, 3)

function Row(props: Omit<SideProps, 'rows' | 'label'> & { readonly row: BookRow }) {
  const { coin, row, places, sizeDecimals } = props
  return (
    <tr
      style={{ '--share': row.share } as React.CSSProperties}
      onClick={() => wantPrice(coin, row.price)}
      title={`${row.size} ${coin} at ${row.price}; ${row.total} ${coin} up to here`}
    >
      <th scope="row" className="book-price">
        {shownDigits(row.price, places)}
      </th>
      <td>{shownDigits(row.size, sizeDecimals)}</td>
      <td className="book-total">{shownDigits(row.total, totalPlaces(sizeDecimals))}</td>
    </tr>
  )
}

function Side({ label, rows, ...rest }: SideProps) {
  // the best prices of both sides meet at the spread
  const shown = label === 'Asks' ? [...rows].reverse() : rows
  return (
    <div className="book-side" data-side={label}>
      <div className="book-cut">
        <table className="book-table" aria-label={label}>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">Price</th>
              <th scope="col">Size</th>
              <th scope="col">Total</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              // by its place: rows that came and went with every price would be garbage of the page
              <Row key={row.level} row={row} {...rest} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

function Spread({ rows }: { readonly rows: BookRows }) {
  return (
    <p className="book-spread">
      <span>Spread</span>
      <strong>{rows.spread?.width ?? '–'}</strong>
      <span>{rows.spread === null ? '' : `${rows.spread.basisPoints} bp`}</span>
    </p>
  )
}

function Book({ coin, look }: { readonly coin: string; readonly look: BookLook }) {
  const book = useBook(coin)
  const sizeDecimals = useInstrument(coin)?.sizeDecimals ?? 8
  const isStale = useQuote(coin)?.isStale ?? true
  const rows = useMemo(
    () => (book === null ? null : bookRows(book, sizeDecimals)),
    [book, sizeDecimals],
  )
  if (rows === null) {
    return <Empty title="No book yet.">The venue's levels for {coin} are shown as they come.</Empty>
  }
  const common = { coin, places: rows.places, sizeDecimals }
  return (
    <div className="book" data-look={look} data-stale={isStale}>
      <p className="visually-hidden" data-book-summary>
        {bookSentence(coin, rows)}
      </p>
      <p className="book-head" aria-hidden="true">
        <span>Price</span>
        <span>Size</span>
        <span>Total</span>
      </p>
      <Side label="Asks" rows={rows.asks} {...common} />
      <Spread rows={rows} />
      <Side label="Bids" rows={rows.bids} {...common} />
    </div>
  )
}

/** One below the other beside the chart, or side by side in a tab. */
type BookLook = 'column' | 'pair'

/** What waits at the venue on both sides of the price. A click puts a price into the order ticket. */
export function OrderBook({ look }: { readonly look: BookLook }) {
  const coin = useSelectedCoin()
  if (coin === null) return <Empty title="No book yet.">It comes with the venue's markets.</Empty>
  return <Book key={coin} coin={coin} look={look} />
}
