import type { Money, Price, Quantity } from '../money/amount.ts'
import type { ClientOrderId } from './ids.ts'
import type { TimeInForce } from './order.ts'
import type { Side } from './side.ts'

/** An entry with its stop and target: the only terms that add risk. */
export interface BracketTerms {
  readonly kind: 'bracket'
  readonly coin: string
  readonly side: Side
  readonly quantity: Quantity
  /** `market` is an IOC order bounded by `limitPrice`. */
  readonly entryType: 'market' | 'limit'
  /** The worst price the entry may fill at. */
  readonly limitPrice: Price
  readonly timeInForce: TimeInForce
  readonly stopPrice: Price
  readonly targetPrice: Price | null
  readonly entryId: ClientOrderId
  readonly stopId: ClientOrderId
  readonly targetId: ClientOrderId | null
  /** What the margin figure supposes; the venue's own setting for the coin is never higher than the cap. */
  readonly leverage: number
}

/** A reduce-only IOC order. */
export interface CloseTerms {
  readonly kind: 'close'
  readonly coin: string
  /** Of the closing order: sell closes a long. */
  readonly side: Side
  readonly quantity: Quantity
  readonly limitPrice: Price
  readonly exitId: ClientOrderId
}

/** A new trigger in the place of a resting stop or target. */
export interface MoveTerms {
  readonly kind: 'move'
  readonly coin: string
  readonly role: 'stop' | 'target'
  readonly side: Side
  readonly quantity: Quantity
  readonly triggerPrice: Price
  readonly replacesId: ClientOrderId
  readonly newId: ClientOrderId
}

/** A reduce-only stop for a position that has none. */
export interface ProtectTerms {
  readonly kind: 'protect'
  readonly coin: string
  readonly side: Side
  readonly quantity: Quantity
  readonly triggerPrice: Price
  readonly stopId: ClientOrderId
}

export interface CancelTerms {
  readonly kind: 'cancel'
  readonly cancels: readonly { readonly coin: string; readonly clientOrderId: ClientOrderId }[]
}

export interface LeverageTerms {
  readonly kind: 'leverage'
  readonly coin: string
  readonly leverage: number
}

/** What one signature stands for. The nonce and the expiry are not part of it. */
export type Terms =
  | BracketTerms
  | CloseTerms
  | MoveTerms
  | ProtectTerms
  | CancelTerms
  | LeverageTerms

/** Only a bracket opens or increases; everything else reduces, cancels or sets a number that is capped. */
export const addsRisk = (terms: Terms): boolean => terms.kind === 'bracket'

/** What the human is told, beside the terms. */
export interface TermsFigures {
  /** Loss at the stop with fees and slippage, from the worst price; positive. */
  readonly lossAtStop: Money
  /** Gain at the target after fees, from the worst price; null without a target. */
  readonly gainAtTarget: Money | null
  /** Both legs, taker. */
  readonly fees: Money
  readonly margin: Money
}
