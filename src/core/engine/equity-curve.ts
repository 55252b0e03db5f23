import type { Money } from '../money/amount.ts'

export interface EquityPoint {
  readonly tsEventMs: number
  readonly equity: Money
}

/**
 * The value of the account over its whole life, thinned as it grows: of all points every
 * `stride`-th, and the newest at the end.
 */
export interface EquityCurve {
  points: EquityPoint[]
  stride: number
  /** How many points there were. */
  seen: number
}

export const EQUITY_POINTS_MAX = 2_000

export const emptyCurve = (): EquityCurve => ({ points: [], stride: 1, seen: 0 })

/** Adds the newest point; the one before it stays only where its place is one that is kept. */
export function extendCurve(curve: EquityCurve, point: EquityPoint): void {
  if (curve.seen > 0 && (curve.seen - 1) % curve.stride !== 0) curve.points.pop()
  curve.points.push(point)
  curve.seen += 1
  if (curve.points.length <= EQUITY_POINTS_MAX) return
  const last = curve.points.length - 1
  curve.points = curve.points.filter((_, place) => place % 2 === 0 || place === last)
  curve.stride *= 2
}
