import type { CandleView } from '#contract/views.ts'

const digits = (value: number, places: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places })

/** What the candles tell, in one sentence: for those who cannot see the canvas. */
export function candleSentence(
  coin: string,
  timeframe: string,
  candles: readonly CandleView[],
  places: number,
): string {
  const [first] = candles
  const last = candles.at(-1)
  if (first === undefined || last === undefined) return `${coin}: no candles yet.`
  const change = last.close - first.open
  const verb = change > 0 ? 'rose' : change < 0 ? 'fell' : 'stood'
  const share = first.open === 0 ? 0 : Math.abs((change / first.open) * 100)
  const low = Math.min(...candles.map((candle) => candle.low))
  const high = Math.max(...candles.map((candle) => candle.high))
  return `${coin} ${verb} ${share.toFixed(1)} % over ${candles.length} candles of ${timeframe}, from ${digits(first.open, places)} to ${digits(last.close, places)}, between ${digits(low, places)} and ${digits(high, places)}.`
}

/** From open to close, in per cent with its sign: "+0.12 %". */
export function changeText(open: number, close: number): string {
  const share = open === 0 ? 0 : (close / open - 1) * 100
  const shown = Math.abs(share).toFixed(2)
  const sign = Number(shown) === 0 ? '' : share < 0 ? '−' : '+'
  return `${sign}${shown} %`
}
