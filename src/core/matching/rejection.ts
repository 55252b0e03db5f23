import { assertNever } from '../model/assert-never.ts'
import type { Price } from '../money/amount.ts'
import { formatDecimal } from '../money/decimal.ts'
import type { VenueOrderStatus } from './venue-order.ts'

/** Why the venue does not take an order. */
export type Rejection =
  | { readonly code: 'unknownAsset' }
  | { readonly code: 'invalidPrice' }
  | { readonly code: 'invalidSize' }
  | { readonly code: 'zeroSize' }
  | { readonly code: 'tick' }
  | { readonly code: 'minimumValue' }
  | { readonly code: 'tooFarFromReference' }
  | { readonly code: 'triggerPrice' }
  | { readonly code: 'reduceOnly' }
  | { readonly code: 'margin' }
  | { readonly code: 'postOnly'; readonly bid: Price | null; readonly ask: Price | null }
  | { readonly code: 'noImmediateMatch' }
  | { readonly code: 'noLiquidity' }
  | { readonly code: 'tooManyOrders' }

/** The venue's own sentence, with the suffix that it adds in practice. */
export function rejectionText(rejection: Rejection, asset: number): string {
  return `${sentenceOf(rejection)} asset=${asset}`
}

function sentenceOf(rejection: Rejection): string {
  switch (rejection.code) {
    case 'unknownAsset':
      return 'Order has invalid asset.'
    case 'invalidPrice':
      return 'Order has invalid price.'
    case 'invalidSize':
      return 'Order has invalid size.'
    case 'zeroSize':
      return 'Order has zero size.'
    case 'tick':
      return 'Price must be divisible by tick size.'
    case 'minimumValue':
      return 'Order must have minimum value of $10.'
    case 'tooFarFromReference':
      return 'Order price cannot be more than 80% away from the reference price'
    case 'triggerPrice':
      return 'Invalid TP/SL price.'
    case 'reduceOnly':
      return 'Reduce only order would increase position.'
    case 'margin':
      return 'Insufficient margin to place order.'
    case 'postOnly':
      return `Post only order would have immediately matched, bbo was ${quoted(rejection.bid)}@${quoted(rejection.ask)}.`
    case 'noImmediateMatch':
      return 'Order could not immediately match against any resting orders.'
    case 'noLiquidity':
      return 'No liquidity available for market order.'
    case 'tooManyOrders':
      return 'Too many open orders.'
    default:
      return assertNever(rejection)
  }
}

const quoted = (price: Price | null): string => (price === null ? '' : formatDecimal(price))

/** The status under which the refused order is remembered; null: it never became an order. */
export function rejectionStatus(rejection: Rejection): VenueOrderStatus | null {
  switch (rejection.code) {
    case 'unknownAsset':
    case 'invalidPrice':
    case 'invalidSize':
    case 'zeroSize':
      return null
    case 'tick':
      return 'tickRejected'
    case 'minimumValue':
      return 'minTradeNtlRejected'
    case 'tooFarFromReference':
      return 'oracleRejected'
    case 'triggerPrice':
      return 'badTriggerPxRejected'
    case 'reduceOnly':
      return 'reduceOnlyRejected'
    case 'margin':
      return 'perpMarginRejected'
    case 'postOnly':
      return 'badAloPxRejected'
    case 'noImmediateMatch':
      return 'iocCancelRejected'
    case 'noLiquidity':
      return 'marketOrderNoLiquidityRejected'
    case 'tooManyOrders':
      return 'tooManyOpenOrdersRejected'
    default:
      return assertNever(rejection)
  }
}
