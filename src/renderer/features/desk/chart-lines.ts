import type { FillView, PositionView, TicketView } from '#contract/views.ts'
import type { ChartLine, ChartMark } from './candle-chart.ts'

const line = (
  meaning: ChartLine['meaning'],
  price: string | null,
  title: string,
  isProposed = false,
): ChartLine[] => (price === null ? [] : [{ meaning, price: Number(price), title, isProposed }])

/** Entry, stop and target of the coin's position, and of the offer that waits for approval. */
export function chartLines(
  position: PositionView | null,
  offer: TicketView | null,
): readonly ChartLine[] {
  const held =
    position === null
      ? []
      : [
          ...line('entry', position.entryPrice, position.side === 'buy' ? 'long' : 'short'),
          ...line('stop', position.stop?.price ?? null, 'stop'),
          ...line('target', position.target?.price ?? null, 'target'),
        ]
  const offered =
    offer === null
      ? []
      : [
          ...line('offer', offer.worstPrice, 'worst', true),
          ...line('stop', offer.stopPrice, 'stop?', true),
          ...line('target', offer.targetPrice, 'target?', true),
        ]
  return [...held, ...offered]
}

export const chartMarks = (fills: readonly FillView[]): readonly ChartMark[] =>
  fills.map((fill) => ({
    id: fill.tradeId,
    tsMs: fill.tsEventMs,
    side: fill.side,
    text: fill.role === 'foreign' ? 'not ours' : '',
  }))

/** The chart in words, for those who cannot see a canvas. */
export function chartSummary(
  coin: string,
  timeframe: string,
  lastPrice: string | null,
  lines: readonly ChartLine[],
): string {
  const last = lastPrice === null ? 'no price yet' : `last price ${lastPrice}`
  const marked = lines.map((one) => `${one.title} at ${one.price}`).join(', ')
  return `${coin} candles of ${timeframe}, ${last}${marked === '' ? '' : `, ${marked}`}.`
}
