import { assertNever } from '../model/assert-never.ts'
import type { Terms, TermsFigures } from '../model/terms.ts'
import { formatDecimal } from '../money/decimal.ts'
import { dollars, priceText } from './money-text.ts'

/** The one plain sentence of an approval ticket: what, how much, worst price, and what it can cost. */
export function termsSentence(terms: Terms, figures: TermsFigures): string {
  switch (terms.kind) {
    case 'bracket': {
      const verb = terms.side === 'buy' ? 'Buy' : 'Sell'
      const how =
        terms.entryType === 'market'
          ? `now at ${priceText(terms.limitPrice)} at worst`
          : `at ${priceText(terms.limitPrice)} or better`
      const target =
        terms.targetPrice === null ? '' : ` and take profit at ${priceText(terms.targetPrice)}`
      const gain =
        figures.gainAtTarget === null
          ? ''
          : `, gain about ${dollars(figures.gainAtTarget)} at the target`
      return (
        `${verb} ${formatDecimal(terms.quantity)} ${terms.coin} ${how}, stop at ` +
        `${priceText(terms.stopPrice)}${target}: lose about ${dollars(figures.lossAtStop)} at the stop${gain}, ` +
        `fees about ${dollars(figures.fees)} included.`
      )
    }
    case 'close':
      return (
        `Close ${formatDecimal(terms.quantity)} ${terms.coin} now: ` +
        `${terms.side} at ${priceText(terms.limitPrice)} at worst, fees about ${dollars(figures.fees)}.`
      )
    case 'move':
      return `Move the ${terms.role} of ${formatDecimal(terms.quantity)} ${terms.coin} to ${priceText(terms.triggerPrice)}.`
    case 'protect':
      return `Add a stop at ${priceText(terms.triggerPrice)} for ${formatDecimal(terms.quantity)} ${terms.coin}.`
    case 'cancel':
      return terms.cancels.length === 1
        ? `Cancel one ${terms.cancels[0]?.coin ?? ''} order.`
        : `Cancel ${terms.cancels.length} orders.`
    case 'leverage':
      return `Set the leverage of ${terms.coin} to ${terms.leverage}×.`
    default:
      return assertNever(terms)
  }
}
