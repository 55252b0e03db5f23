import { useState } from 'react'
import type { CandleView } from '#contract/views.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { DeskDialog } from '../../ui/DeskDialog.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { exactMoment } from '../../ui/time-text.ts'

/** The newest are enough to read; all of them are in the candle file. */
const ROWS_MAX = 120

interface CandleTableProps {
  readonly coin: string
  readonly timeframe: string
  readonly candles: readonly CandleView[]
  readonly places: number
}

function Rows({ candles, places }: Pick<CandleTableProps, 'candles' | 'places'>) {
  const newest = candles.slice(-ROWS_MAX).reverse()
  const text = (value: number): string =>
    value.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places })
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col" className="table-cell">
            Opened (UTC)
          </th>
          {['Open', 'High', 'Low', 'Close'].map((title) => (
            <th key={title} scope="col" className="table-cell table-cell-number">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {newest.map((candle) => (
          <tr key={candle.openTimeMs}>
            <th scope="row" className="table-cell">
              {exactMoment(candle.openTimeMs).slice(0, 16)}
            </th>
            {[candle.open, candle.high, candle.low, candle.close].map((value, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the four are always the same four
              <td key={place} className="table-cell table-cell-number">
                {text(value)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The same candles as figures, for those who cannot see or would rather read. */
export function CandleTable({ coin, timeframe, candles, places }: CandleTableProps) {
  const [isOpen, setIsOpen] = useState(false)
  const close = (): void => setIsOpen(false)
  return (
    <>
      <ActionButton size="small" label="Candles as a table" onPress={() => setIsOpen(true)}>
        <Icon name="list" size={13} />
      </ActionButton>
      {isOpen ? (
        <DeskDialog title={`${coin}, candles of ${timeframe}`} isOpen onClose={close} size="wide">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus */}
          <section className="candle-table" tabIndex={0} aria-label="Candles">
            <Rows candles={candles} places={places} />
          </section>
          <div className="dialog-actions">
            <ActionButton onPress={close} shouldFocus>
              Close
            </ActionButton>
          </div>
        </DeskDialog>
      ) : null}
    </>
  )
}
