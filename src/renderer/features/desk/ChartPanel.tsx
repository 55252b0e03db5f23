import './chart-panel.css'
import { useMemo, useState } from 'react'
import { useDesk } from '../../state/desk-store.ts'
import { selectCoin, useSelectedCoin } from '../../state/selected-coin.ts'
import { isOpenStage, useInstrument, useQuote } from '../../state/selectors.ts'
import { Price } from '../../ui/Amount.tsx'
import { pricePlaces } from '../../ui/exact-decimal.ts'
import { Empty } from '../../ui/Panel.tsx'
import type { Segment } from '../../ui/Segments.tsx'
import { Segments } from '../../ui/Segments.tsx'
import { CandleCanvas } from './CandleCanvas.tsx'
import { CandleTable } from './CandleTable.tsx'
import { CoinPicker } from './CoinPicker.tsx'
import type { ChartLine } from './candle-chart.ts'
import type { ChartTimeframe } from './candle-math.ts'
import { candleSentence } from './candle-words.ts'
import { chartLines, chartMarks, chartSummary } from './chart-lines.ts'
import { useCandles } from './use-candles.ts'
import { useReadyReport } from './use-ready-report.ts'

const TIMEFRAMES: readonly Segment<ChartTimeframe>[] = [
  { key: '1m', text: '1m', label: '1 minute' },
  { key: '5m', text: '5m', label: '5 minutes' },
  { key: '15m', text: '15m', label: '15 minutes' },
  { key: '1h', text: '1h', label: '1 hour' },
  { key: '3h', text: '3h', label: '3 hours' },
  { key: '6h', text: '6h', label: '6 hours' },
  { key: '9h', text: '9h', label: '9 hours' },
  { key: '1d', text: '1d', label: '1 day' },
]

function QuoteStrip({ coin }: { readonly coin: string }) {
  const quote = useQuote(coin)
  const sizeDecimals = useInstrument(coin)?.sizeDecimals ?? 8
  if (quote === null) return <span className="quote-none">no price yet</span>
  return (
    <div className="quote" data-stale={quote.isStale}>
      <span className="quote-last">
        <Price value={quote.mid} sizeDecimals={sizeDecimals} isBetweenTicks name="mid" />
      </span>
      <dl className="quote-sides">
        <div>
          <dt>Bid</dt>
          <dd>
            <Price value={quote.bid} sizeDecimals={sizeDecimals} name="bid" />
          </dd>
        </div>
        <div>
          <dt>Ask</dt>
          <dd>
            <Price value={quote.ask} sizeDecimals={sizeDecimals} name="ask" />
          </dd>
        </div>
        <div className="quote-mark">
          <dt>Mark</dt>
          <dd>
            <Price value={quote.mark} sizeDecimals={sizeDecimals} isBetweenTicks name="mark" />
          </dd>
        </div>
      </dl>
      {quote.isStale ? <span className="quote-stale">stale</span> : null}
    </div>
  )
}

/** What is drawn over the candles of the coin; the same lines as long as they read the same. */
function useOverlay(coin: string) {
  const { position, offer, fills } = useDesk((slices) => ({
    position: slices.positions.find((one) => one.coin === coin) ?? null,
    offer:
      slices.tickets.find(
        (ticket) => ticket.coin === coin && ticket.kind === 'bracket' && isOpenStage(ticket.stage),
      ) ?? null,
    fills: slices.fills,
  }))
  const linesKey = JSON.stringify(chartLines(position, offer))
  const lines = useMemo(() => JSON.parse(linesKey) as readonly ChartLine[], [linesKey])
  const marks = useMemo(() => chartMarks(fills.filter((fill) => fill.coin === coin)), [fills, coin])
  return { lines, marks }
}

function Chart({ coin, timeframe }: { readonly coin: string; readonly timeframe: ChartTimeframe }) {
  const [candles, askAgain] = useCandles(coin, timeframe)
  const quote = useQuote(coin)
  const sizeDecimals = useInstrument(coin)?.sizeDecimals ?? 8
  const { lines, marks } = useOverlay(coin)
  useReadyReport(quote !== null && !quote.isStale, candles.state !== 'loading')
  const places = quote === null ? 2 : pricePlaces(quote.ask, sizeDecimals)
  if (candles.state === 'loading') {
    return <div className="chart-wait" role="status" aria-label="Candles are loading" />
  }
  if (candles.state === 'failed') {
    return <Empty title="No candles could be had.">{candles.message}</Empty>
  }
  if (candles.list.length === 0) {
    return <Empty title="No candles yet.">The chart begins with the first prices of {coin}.</Empty>
  }
  return (
    <>
      <CandleCanvas
        key={candles.key}
        candles={candles.list}
        quote={quote}
        timeframe={timeframe}
        lines={lines}
        marks={marks}
        places={places}
        summary={chartSummary(coin, timeframe, quote?.mid ?? null, lines)}
        onNeedCandles={askAgain}
      />
      <p className="visually-hidden" data-chart-summary>
        {candleSentence(coin, timeframe, candles.list, places)}
      </p>
      <div className="chart-words">
        <CandleTable coin={coin} timeframe={timeframe} candles={candles.list} places={places} />
      </div>
    </>
  )
}

/** Candles of the chosen coin, moved by its quotes. */
export function ChartPanel() {
  const coin = useSelectedCoin()
  const coins = useDesk((slices) => ({ list: slices.instruments })).list
  const [timeframe, setTimeframe] = useState<ChartTimeframe>('5m')
  return (
    <section className="panel chart-panel" aria-label="Chart">
      <header className="panel-head chart-head">
        {coin === null ? null : (
          <>
            <CoinPicker coin={coin} instruments={coins} onChange={selectCoin} />
            <QuoteStrip coin={coin} />
          </>
        )}
        <div className="panel-aside">
          <Segments
            label="Timeframe"
            look="line"
            segments={TIMEFRAMES}
            value={timeframe}
            onChange={setTimeframe}
          />
        </div>
      </header>
      <div className="panel-body chart-body">
        {coin === null ? (
          <Empty title="No instruments yet.">
            The venue has not told which markets it has. The chart comes with the first answer.
          </Empty>
        ) : (
          <Chart coin={coin} timeframe={timeframe} />
        )}
      </div>
    </section>
  )
}
