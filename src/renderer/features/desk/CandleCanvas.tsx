import './candle-canvas.css'
import { useEffect, useRef, useState } from 'react'
import type { CandleView, QuoteView } from '#contract/views.ts'
import { useDrawnTheme } from '../../state/theme.ts'
import { CandleLegend } from './CandleLegend.tsx'
import type { CandleChart, ChartLine, ChartMark } from './candle-chart.ts'
import { createCandleChart } from './candle-chart.ts'
import type { ChartTimeframe } from './candle-math.ts'
import { moveBar } from './candle-math.ts'

interface CandleCanvasProps {
  readonly candles: readonly CandleView[]
  readonly quote: QuoteView | null
  readonly timeframe: ChartTimeframe
  readonly lines: readonly ChartLine[]
  readonly marks: readonly ChartMark[]
  readonly places: number
  readonly summary: string
  /** The quotes ran ahead of the candles, or a bar closed. */
  readonly onNeedCandles: () => void
}

/** The canvas; everything it shows is also in `summary` and in the tables. */
export function CandleCanvas(props: CandleCanvasProps) {
  const { candles, quote, timeframe, lines, marks, places, summary, onNeedCandles } = props
  const container = useRef<HTMLDivElement>(null)
  const chart = useRef<CandleChart | null>(null)
  const last = useRef<CandleView | undefined>(undefined)
  const { theme, palette } = useDrawnTheme()
  const [pointed, setPointed] = useState<CandleView | null>(null)
  const [newest, setNewest] = useState(candles.at(-1))
  const legend = pointed ?? newest

  useEffect(() => {
    if (container.current === null) return
    const created = createCandleChart(container.current, setPointed)
    chart.current = created
    return () => {
      chart.current = null
      created.remove()
    }
  }, [])

  useEffect(() => chart.current?.setPlaces(places), [places])
  useEffect(() => {
    last.current = candles.at(-1)
    setNewest(last.current)
    chart.current?.setCandles(candles)
  }, [candles])
  useEffect(() => chart.current?.setLines(lines), [lines])
  useEffect(() => chart.current?.setMarks(marks), [marks])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the page
  useEffect(() => chart.current?.recolour(), [theme, palette])

  useEffect(() => {
    if (quote === null || last.current === undefined) return
    const moved = moveBar(last.current, Number(quote.mid), quote.tsEventMs, timeframe)
    if (moved.result === 'gap' || moved.result === 'next') onNeedCandles()
    if (moved.result === 'gap' || moved.result === 'late') return
    last.current = moved.candle
    setNewest(moved.candle)
    chart.current?.updateLast(moved.candle)
  }, [quote, timeframe, onNeedCandles])

  return (
    <div className="candles">
      {legend === undefined ? null : <CandleLegend candle={legend} places={places} />}
      <div className="candles-canvas" ref={container} role="img" aria-label={summary} />
    </div>
  )
}
