import type { EquityPointView } from '#contract/views.ts'
import { shownDigits } from '../../ui/exact-decimal.ts'
import { momentText } from '../../ui/time-text.ts'

export interface CurvePoint {
  readonly tsMs: number
  /** A double: for drawing only. */
  readonly value: number
  readonly exact: string
}

const DRAWN_MAX = 600

const asPoint = (point: EquityPointView): CurvePoint => ({
  tsMs: point.tsEventMs,
  value: Number(point.equity),
  exact: point.equity,
})

/** At most 600 points: of each stretch its lowest and its highest, so that no dip is lost. */
export function thinned(points: readonly EquityPointView[]): readonly CurvePoint[] {
  const all = points.map(asPoint)
  if (all.length <= DRAWN_MAX) return all
  const stretch = Math.ceil(all.length / (DRAWN_MAX / 2))
  const kept: CurvePoint[] = []
  for (let start = 0; start < all.length; start += stretch) {
    const part = all.slice(start, start + stretch)
    const low = part.reduce((least, point) => (point.value < least.value ? point : least))
    const high = part.reduce((most, point) => (point.value > most.value ? point : most))
    if (low === high) kept.push(low)
    else kept.push(...(low.tsMs <= high.tsMs ? [low, high] : [high, low]))
  }
  const last = all.at(-1)
  if (last !== undefined && kept.at(-1) !== last) kept.push(last)
  return kept
}

/** The curve in words. */
export function curveSummary(points: readonly CurvePoint[]): string {
  const first = points[0]
  const last = points.at(-1)
  if (first === undefined || last === undefined) return 'No equity yet.'
  const low = points.reduce((least, point) => (point.value < least.value ? point : least))
  return `Equity from $${shownDigits(first.exact, 2)} on ${momentText(first.tsMs)} to $${shownDigits(last.exact, 2)} on ${momentText(last.tsMs)}; lowest $${shownDigits(low.exact, 2)}.`
}
