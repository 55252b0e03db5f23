import type { EntryType, TraceIds } from './ledger-entry.ts'

/** A lot that the owner named for a disposal. */
export interface ChosenLot {
  readonly lotId: string
  /** × 10^quantityScale; null: as much of the lot as is needed. */
  readonly quantity: bigint | null
}

/**
 * `withhold`: units that were taken from the very units being acquired to pay for them. They leave
 * at what they cost, without gain or loss.
 */
export type EventKind = 'acquire' | 'withhold' | 'transfer' | 'dispose'

/** One change of a stock of units. Quantities × 10^quantityScale, money × 10^valueScale. */
export interface TaxEvent {
  readonly id: string
  /** The row of the input it comes from, counted from 1. */
  readonly row: number
  readonly tsMs: number
  readonly kind: EventKind
  readonly type: EntryType
  /** The word the reports use for it ("sell", "interest", "move"). */
  readonly label: string
  readonly asset: string
  readonly wallet: string
  readonly toWallet: string | null
  readonly quantity: bigint
  /** Cost of an acquisition with its fees; proceeds of a disposal after its fees. */
  readonly value: bigint
  /** The part of `value` that is a fee: added to a cost, taken off proceeds. */
  readonly fee: bigint
  readonly lots: readonly ChosenLot[] | null
  readonly trace: TraceIds | null
}

/** A spot history in order of time, on one pair of scales for all its rows. */
export interface Ledger {
  readonly events: readonly TaxEvent[]
  readonly quantityScale: number
  readonly valueScale: number
  readonly currency: string
}
