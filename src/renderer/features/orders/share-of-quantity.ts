import { asQuantity } from '#core/money/amount.ts'
import { formatDecimal, parseQuantity } from '#core/money/decimal.ts'
import { roundToLot } from '#core/money/tick.ts'

/** So many per cent of a quantity, down to the lot; exact text. */
export function shareOfQuantity(quantity: string, percent: number, sizeDecimals: number): string {
  const part = asQuantity((parseQuantity(quantity) * BigInt(percent)) / 100n)
  return formatDecimal(roundToLot(part, sizeDecimals))
}
