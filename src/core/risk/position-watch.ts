import { assertNever } from '../model/assert-never.ts'
import type { Price, Quantity, Ratio } from '../money/amount.ts'
import { absolute, asRatio, SCALE } from '../money/amount.ts'
import { formatDecimal, formatFixed } from '../money/decimal.ts'
import { divideRounded } from '../money/rounding.ts'
import type { Limits } from './limits.ts'

/** An open position as the watcher sees it. */
export interface WatchedPosition {
  readonly coin: string
  /** Signed. */
  readonly quantity: Quantity
  readonly openedMs: number
  readonly markPrice: Price
  /** Units that resting stops cover. */
  readonly stopQuantity: Quantity
  /** Null where the venue names none. */
  readonly liquidationPrice: Price | null
}

/** R11: what a person should know of an open position. */
export type PositionAlert =
  | { readonly kind: 'openTooLong'; readonly coin: string; readonly ageMs: number }
  | { readonly kind: 'noRestingStop'; readonly coin: string; readonly uncovered: Quantity }
  | { readonly kind: 'nearLiquidation'; readonly coin: string; readonly distance: Ratio }

/** The alerts that hold now, in the order of the type above. */
export function positionAlerts(
  position: WatchedPosition,
  nowMs: number,
  limits: Limits,
): readonly PositionAlert[] {
  const { coin, quantity, liquidationPrice, markPrice } = position
  if (quantity === 0n) return []
  const alerts: PositionAlert[] = []
  const ageMs = nowMs - position.openedMs
  if (ageMs > limits.positionAgeMsMax) alerts.push({ kind: 'openTooLong', coin, ageMs })
  const size = absolute(quantity)
  if (position.stopQuantity < size) {
    const uncovered = (size - position.stopQuantity) as Quantity
    alerts.push({ kind: 'noRestingStop', coin, uncovered })
  }
  if (liquidationPrice !== null && markPrice > 0n) {
    const away = quantity > 0n ? markPrice - liquidationPrice : liquidationPrice - markPrice
    const distance = asRatio(divideRounded(away * SCALE, markPrice, 'down'))
    if (distance < limits.liquidationDistanceMin) {
      alerts.push({ kind: 'nearLiquidation', coin, distance })
    }
  }
  return alerts
}

const HOUR_MS = 3_600_000

/** One sentence with what to do. */
export function explainAlert(alert: PositionAlert): string {
  const { coin } = alert
  switch (alert.kind) {
    case 'openTooLong':
      return `${coin} has been open for ${Math.floor(alert.ageMs / HOUR_MS)} h: look whether it still belongs there.`
    case 'noRestingStop':
      return `${formatDecimal(alert.uncovered)} ${coin} have no stop that rests at the venue: add one, or close.`
    case 'nearLiquidation':
      return `${coin} is ${formatFixed(alert.distance * 100n, 1)} % away from its liquidation: close a part, or add collateral.`
    default:
      return assertNever(alert)
  }
}
