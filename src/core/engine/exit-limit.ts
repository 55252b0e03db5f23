import type { Position } from '../model/position.ts'
import type { Side } from '../model/side.ts'
import type { Price } from '../money/amount.ts'
import { basisPoints } from '../money/amount.ts'
import { movePrice } from '../money/rounding.ts'
import { roundToTick } from '../money/tick.ts'
import type { Quote } from './state.ts'

/** An exit is bounded too, but widely: it must get out in a fast market. */
const EXIT_BAND = basisPoints(100)

export const closingSide = (position: Position): Side => (position.quantity > 0n ? 'sell' : 'buy')

/** The worst price that a closing order takes, on the tick. */
export function exitLimit(quote: Quote, side: Side, sizeDecimals: number): Price {
  return side === 'sell'
    ? roundToTick(
        movePrice(quote.bid, -EXIT_BAND as typeof EXIT_BAND, 'down'),
        sizeDecimals,
        'down',
      )
    : roundToTick(movePrice(quote.ask, EXIT_BAND, 'up'), sizeDecimals, 'up')
}
