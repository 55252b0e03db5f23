import type {
  AutoscaleInfo,
  CandlestickData,
  HistogramData,
  IPriceLine,
  SeriesMarker,
  UTCTimestamp,
} from 'lightweight-charts'
import {
  CandlestickSeries,
  ColorType,
  CrosshairMode,
  createChart,
  createSeriesMarkers,
  HistogramSeries,
  LineStyle,
} from 'lightweight-charts'
import type { CandleView } from '#contract/views.ts'

export type LineMeaning = 'entry' | 'stop' | 'target' | 'offer'

export interface ChartLine {
  readonly meaning: LineMeaning
  /** A double: for drawing only. */
  readonly price: number
  readonly title: string
  readonly isProposed: boolean
}

export interface ChartMark {
  readonly id: string
  readonly tsMs: number
  readonly side: 'buy' | 'sell'
  readonly text: string
}

export interface CandleChart {
  setCandles(candles: readonly CandleView[]): void
  updateLast(candle: CandleView): void
  setLines(lines: readonly ChartLine[]): void
  setMarks(marks: readonly ChartMark[]): void
  setPlaces(places: number): void
  showLatest(): void
  recolour(): void
  remove(): void
}

const seconds = (tsMs: number): UTCTimestamp => Math.floor(tsMs / 1000) as UTCTimestamp

/** The charts draw on a canvas, so the tokens have to be read by hand. */
function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

const priceText = (price: number, places: number): string =>
  price.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places })

/** From so many fills on the words beside their arrows would cover one another. */
const NAMED_MARKS_MAX = 20

/** Lines further away than this from the last price would press the candles flat. */
const LINE_REACH = 0.06

const LINE_TOKEN: Record<LineMeaning, string> = {
  entry: '--ink',
  stop: '--loss',
  target: '--gain',
  offer: '--text-muted',
}

function chartColours() {
  return {
    layout: {
      background: { type: ColorType.Solid, color: token('--panel') },
      textColor: token('--text-faint'),
      fontFamily: "'Inter Variable', sans-serif",
      fontSize: 11,
      attributionLogo: false,
    },
    grid: {
      vertLines: { color: token('--chart-grid') },
      horzLines: { color: token('--chart-grid') },
    },
    crosshair: {
      mode: CrosshairMode.Normal,
      vertLine: { color: token('--line-strong'), labelBackgroundColor: token('--line-strong') },
      horzLine: { color: token('--line-strong'), labelBackgroundColor: token('--line-strong') },
    },
    rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.06, bottom: 0.15 } },
    timeScale: { borderColor: token('--line') },
  }
}

function seriesColours() {
  const gain = token('--gain')
  const loss = token('--loss')
  return {
    upColor: token('--panel'),
    borderUpColor: gain,
    wickUpColor: gain,
    downColor: loss,
    borderDownColor: loss,
    wickDownColor: loss,
    priceLineColor: token('--text-muted'),
  }
}

const asCandle = (candle: CandleView): CandlestickData<UTCTimestamp> => ({
  time: seconds(candle.openTimeMs),
  open: candle.open,
  high: candle.high,
  low: candle.low,
  close: candle.close,
})

const asVolume = (candle: CandleView): HistogramData<UTCTimestamp> => ({
  time: seconds(candle.openTimeMs),
  value: candle.volume,
})

/**
 * One candle chart with volume, price lines and fill marks. Hollow bodies rise, full ones fall.
 * `onPointed` is told the candle under the pointer, null once there is none.
 */
export function createCandleChart(
  container: HTMLElement,
  onPointed: (candle: CandleView | null) => void,
): CandleChart {
  let places = 0
  const chart = createChart(container, {
    ...chartColours(),
    autoSize: true,
    timeScale: { timeVisible: true, secondsVisible: false, rightOffset: 6, barSpacing: 6 },
    localization: { locale: 'en-GB', priceFormatter: (price: number) => priceText(price, places) },
  })
  const series = chart.addSeries(CandlestickSeries, {
    ...seriesColours(),
    autoscaleInfoProvider: (original: () => AutoscaleInfo | null) => withLines(original()),
  })
  const volume = chart.addSeries(HistogramSeries, {
    priceScaleId: 'volume',
    priceFormat: { type: 'volume' },
    priceLineVisible: false,
    lastValueVisible: false,
    color: token('--line'),
  })
  chart.priceScale('volume').applyOptions({ scaleMargins: { top: 0.88, bottom: 0 } })
  const markers = createSeriesMarkers(series, [])
  let priceLines: IPriceLine[] = []
  let lastLines: readonly ChartLine[] = []
  let lastMarks: readonly ChartMark[] = []
  let candles: readonly CandleView[] = []

  chart.subscribeCrosshairMove(({ time }) => {
    const openTimeMs = typeof time === 'number' ? time * 1000 : null
    onPointed(candles.find((candle) => candle.openTimeMs === openTimeMs) ?? null)
  })

  /** The scale shows the stop and the target as well, when they are near enough. */
  function withLines(info: AutoscaleInfo | null): AutoscaleInfo | null {
    const last = candles.at(-1)?.close
    if (info === null || info.priceRange === null || last === undefined) return info
    const near = lastLines
      .map((line) => line.price)
      .filter((price) => Math.abs(price / last - 1) <= LINE_REACH)
    return {
      ...info,
      priceRange: {
        minValue: Math.min(info.priceRange.minValue, ...near),
        maxValue: Math.max(info.priceRange.maxValue, ...near),
      },
    }
  }

  /** A mark must sit on a bar: the one that was open at its time. */
  const barTime = (tsMs: number): UTCTimestamp | null => {
    const bar = candles.findLast((candle) => candle.openTimeMs <= tsMs)
    return bar === undefined ? null : seconds(bar.openTimeMs)
  }

  const drawLines = (lines: readonly ChartLine[]): void => {
    for (const line of priceLines) series.removePriceLine(line)
    lastLines = lines
    priceLines = lines.map((line) =>
      series.createPriceLine({
        price: line.price,
        title: line.title,
        color: token(LINE_TOKEN[line.meaning]),
        lineWidth: 1,
        lineStyle: line.isProposed ? LineStyle.Dashed : LineStyle.Solid,
        axisLabelVisible: true,
        axisLabelColor: token(LINE_TOKEN[line.meaning]),
        axisLabelTextColor: token('--panel'),
      }),
    )
  }

  const drawMarks = (marks: readonly ChartMark[]): void => {
    lastMarks = marks
    const drawn = new Map<string, SeriesMarker<UTCTimestamp>>()
    for (const mark of marks) {
      const time = barTime(mark.tsMs)
      if (time === null) continue
      const isBuy = mark.side === 'buy'
      // one arrow for all fills of a side in a candle; more would hide the candle
      drawn.set(`${time} ${mark.side}`, {
        id: mark.id,
        time,
        position: isBuy ? 'belowBar' : 'aboveBar',
        shape: isBuy ? 'arrowUp' : 'arrowDown',
        color: token(isBuy ? '--gain' : '--loss'),
        text: marks.length > NAMED_MARKS_MAX ? '' : mark.text,
      })
    }
    markers.setMarkers([...drawn.values()].toSorted((a, b) => a.time - b.time))
  }

  return {
    setCandles(next) {
      const hadNone = candles.length === 0
      candles = next
      series.setData(next.map(asCandle))
      volume.setData(next.map(asVolume))
      drawMarks(lastMarks)
      if (hadNone) chart.timeScale().scrollToRealTime()
    },
    updateLast(candle) {
      const last = candles.at(-1)
      candles =
        last !== undefined && last.openTimeMs === candle.openTimeMs
          ? [...candles.slice(0, -1), candle]
          : [...candles, candle]
      series.update(asCandle(candle))
      volume.update(asVolume(candle))
    },
    setLines: drawLines,
    setMarks: drawMarks,
    setPlaces(next) {
      places = next
      series.applyOptions({
        priceFormat: { type: 'price', precision: next, minMove: 10 ** -next },
      })
    },
    showLatest() {
      chart.timeScale().scrollToRealTime()
    },
    recolour() {
      chart.applyOptions(chartColours())
      series.applyOptions(seriesColours())
      volume.applyOptions({ color: token('--line') })
      drawLines(lastLines)
      drawMarks(lastMarks)
    },
    remove() {
      chart.remove()
    },
  }
}
