import type { ErrorCode } from '#core/model/error-codes.ts'

/** Codes of our own that the screens and the documentation use; null where the words say it all. */
export type VenueErrorCode = Extract<ErrorCode, 'E002' | 'E004' | 'E005' | `E4${string}`>

export interface VenueError {
  readonly code: VenueErrorCode | null
  /** A plain sentence with the code, and the venue's own words behind it. */
  readonly message: string
}

/**
 * The venue's errors by their beginning: it appends details such as ` asset=3`. The first prefix
 * that fits wins, so the longer ones come first.
 */
const TABLE: readonly (readonly [string, VenueErrorCode | null, string])[] = [
  [
    'User or API Wallet',
    'E002',
    'The venue does not know the signer: the signature was made for another account or network.',
  ],
  ['L1 error: User or API Wallet', 'E002', 'The venue does not know the signer of this action.'],
  ['Invalid signature', 'E002', 'The venue could not read the signature.'],
  ['Must deposit before performing actions', 'E004', 'The account has no funds at the venue yet.'],
  ['Insufficient margin', 'E004', 'There is not enough free margin for this order.'],
  ['Insufficient spot balance', 'E004', 'There is not enough balance for this order.'],
  ['Insufficient balance', 'E004', 'There is not enough balance for this order.'],
  [
    'Cross position does not have sufficient margin',
    'E004',
    'Your positions need the margin that this lower leverage would bind.',
  ],
  [
    'Isolated position does not have sufficient margin',
    'E004',
    'The position has too little margin of its own for this lower leverage.',
  ],
  [
    'Too many cumulative requests',
    'E005',
    'The account has used up its requests at the venue; trading volume or time frees more.',
  ],
  ['Too many requests', 'E005', 'The venue asks for fewer requests; wait a minute.'],
  ['rate limited', 'E005', 'The venue asks for fewer requests; wait a minute.'],
  ['Invalid nonce', 'E401', "The nonce was used before or is too far from the venue's time."],
  ['Order must have minimum value', null, "The order is below the venue's minimum of $10."],
  ['Price must be divisible by tick size', null, 'The price is off the tick of this instrument.'],
  ['Order has invalid price', null, 'The venue does not accept this price.'],
  ['Order has invalid size', null, 'The venue does not accept this size.'],
  ['Order has zero size', null, 'The size came to zero.'],
  [
    'Order price cannot be more than',
    null,
    "The price is too far from the venue's reference price.",
  ],
  [
    'Reduce only order would increase position',
    null,
    'The order may only reduce, and there is nothing left to reduce.',
  ],
  [
    'Post only order would have immediately matched',
    null,
    'A post-only order would have filled at once.',
  ],
  [
    'Order could not immediately match',
    null,
    'Nothing rests within the worst price, so the order filled nothing.',
  ],
  ['Invalid TP/SL price', null, 'The stop or target lies on the wrong side of the price.'],
  ['No liquidity available', null, 'Nobody offers this instrument at the moment.'],
  [
    'Order was never placed, already canceled, or filled',
    null,
    'The order is no longer at the venue: it was filled, cancelled or never placed.',
  ],
  ['Cannot modify', null, 'The order to be moved is no longer there.'],
  ['Trading is halted', null, 'The venue has halted this instrument.'],
  ['Unknown asset', 'E402', 'The venue does not know this instrument.'],
  ['Order has invalid asset', 'E402', 'The venue does not know this instrument.'],
  ['Too many open orders', null, 'The venue holds no more open orders for this account.'],
  ['TP/SL order must be reduce only', null, 'A stop or target must be reduce-only.'],
  ['Unexpected number of trigger orders', null, 'The venue does not take this set of orders.'],
  ['Leverage', null, 'The venue does not accept this leverage.'],
  ['Invalid leverage', null, 'The venue does not accept this leverage.'],
  [
    'Cross margin is not allowed',
    null,
    'This instrument has isolated margin only; set its leverage at the venue.',
  ],
  [
    'Cannot switch leverage type',
    null,
    'The open position has isolated margin: set its leverage at the venue, or close it first.',
  ],
  ['Action expired', null, 'It reached the venue after its time and was not taken.'],
  ['Extra agent already used', null, 'This session key was used before; open another session.'],
  [
    'Too many extra agents',
    null,
    'The account has three session keys with names already; remove one at the venue.',
  ],
]

const MAX_VENUE_WORDS = 200

/** Our code and sentence for an error of the venue; unknown errors keep the venue's words. */
export function describeVenueError(venueWords: string): VenueError {
  const words = venueWords.trim().slice(0, MAX_VENUE_WORDS)
  const row = TABLE.find(([prefix]) => words.toLowerCase().startsWith(prefix.toLowerCase()))
  if (!row) return { code: null, message: `The venue refused: "${words}"` }
  const [, code, sentence] = row
  const codeText = code === null ? '' : ` (${code})`
  return { code, message: `${sentence}${codeText} The venue said: "${words}"` }
}
