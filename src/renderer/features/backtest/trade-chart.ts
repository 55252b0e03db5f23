import type { CandlestickData, SeriesMarker, UTCTimestamp } from 'lightweight-charts'
import { CandlestickSeries, ColorType, createChart, createSeriesMarkers } from 'lightweight-charts'
import type { RunView } from '#contract/research.ts'

const seconds = (tsMs: number): UTCTimestamp => Math.floor(tsMs / 1000) as UTCTimestamp

/** The chart draws on a canvas, so the tokens have to be read by hand. */
const token = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** More marks than this would be a wall. */
const MARKS_MAX = 400

/** Entries and exits at the bar that holds them. */
function marksOf({ trades, bars }: RunView): SeriesMarker<UTCTimestamp>[] {
  const barOf = (timeMs: number): number => {
    let low = 0
    let high = bars.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((bars[middle]?.openTimeMs ?? 0) <= timeMs) low = middle
      else high = middle - 1
    }
    return bars[low]?.openTimeMs ?? timeMs
  }
  return trades
    .slice(0, MARKS_MAX)
    .flatMap((trade): SeriesMarker<UTCTimestamp>[] => {
      const isLong = trade.side === 'buy'
      return [
        {
          time: seconds(barOf(trade.entryTimeMs)),
          position: isLong ? 'belowBar' : 'aboveBar',
          shape: isLong ? 'arrowUp' : 'arrowDown',
          color: token('--ink'),
        },
        {
          time: seconds(barOf(trade.exitTimeMs)),
          position: isLong ? 'aboveBar' : 'belowBar',
          shape: 'circle',
          color: token(trade.pnl.startsWith('-') ? '--loss' : '--gain'),
        },
      ]
    })
    .sort((a, b) => a.time - b.time)
}

/** Draws the prices of a run with its trades; the answer takes the chart away. */
export function drawTrades(element: HTMLElement, run: RunView): () => void {
  const chart = createChart(element, {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: token('--panel') },
      textColor: token('--text-muted'),
      attributionLogo: false,
    },
    grid: { vertLines: { visible: false }, horzLines: { color: token('--line') } },
    timeScale: { timeVisible: true, borderColor: token('--line') },
    rightPriceScale: { borderColor: token('--line') },
  })
  const series = chart.addSeries(CandlestickSeries, {
    upColor: token('--gain'),
    downColor: token('--loss'),
    wickUpColor: token('--gain'),
    wickDownColor: token('--loss'),
    borderVisible: false,
  })
  series.setData(
    run.bars.map(
      ({ openTimeMs, open, high, low, close }): CandlestickData<UTCTimestamp> => ({
        time: seconds(openTimeMs),
        open,
        high,
        low,
        close,
      }),
    ),
  )
  createSeriesMarkers(series, marksOf(run))
  chart.timeScale().fitContent()
  return () => chart.remove()
}
