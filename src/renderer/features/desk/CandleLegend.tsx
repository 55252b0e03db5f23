import './candle-legend.css'
import type { CandleView } from '#contract/views.ts'
import { changeText } from './candle-words.ts'

interface CandleLegendProps {
  readonly candle: CandleView
  readonly places: number
}

/** Open, high, low and close of the candle under the pointer, else of the last one. */
export function CandleLegend({ candle, places }: CandleLegendProps) {
  const { open, high, low, close } = candle
  const text = (price: number): string =>
    price.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places })
  const figures: readonly (readonly [string, number])[] = [
    ['O', open],
    ['H', high],
    ['L', low],
    ['C', close],
  ]
  return (
    // the table of candles says the same to a screen reader, at leisure
    <p className="candle-legend" aria-hidden="true" data-direction={close < open ? 'down' : 'up'}>
      {figures.map(([name, price]) => (
        <span key={name}>
          {name} <b>{text(price)}</b>
        </span>
      ))}
      <span>
        <b>{changeText(open, close)}</b>
      </span>
    </p>
  )
}
