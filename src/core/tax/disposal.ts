import type { Day } from './calendar.ts'
import type { Term } from './holding-period.ts'
import type { TaxEvent } from './tax-event.ts'

/** Why these units are the ones that went. */
export type MatchRule =
  | 'order'
  | 'specific'
  | 'average'
  | 'same-day'
  | '30-day'
  | 's104'
  | 'withheld'

export interface SameDay {
  readonly events: readonly TaxEvent[]
  readonly origins: readonly TaxEvent[]
}

/** One disposal, or the part of one that was matched with one acquisition. */
export interface Disposal {
  readonly event: TaxEvent
  /** The acquisition matched; null where the units came from a pool. */
  readonly origin: TaxEvent | null
  /** Under the UK's rule that a day's disposals, and a day's acquisitions, are one each: all. */
  readonly sameDay: SameDay | null
  readonly asset: string
  readonly rule: MatchRule
  readonly acquiredMs: number | null
  readonly acquiredDay: Day | null
  readonly soldMs: number
  readonly soldDay: Day
  readonly quantity: bigint
  readonly proceeds: bigint
  readonly basis: bigint
  /** After any denied loss. */
  readonly gain: bigint
  /** Canada: the part of a loss that the superficial loss rule denies; else 0. */
  readonly denied: bigint
  readonly term: Term | null
}

/** Every event a row disposes of. */
export const eventsOf = ({ sameDay, event }: Disposal): readonly TaxEvent[] =>
  sameDay?.events ?? [event]

/** Every acquisition a row was matched with. */
export const originsOf = ({ sameDay, origin }: Disposal): readonly TaxEvent[] =>
  sameDay?.origins ?? (origin === null ? [] : [origin])

/** Receives the disposals one after the other, in the order of the report. */
export type DisposalSink = (disposal: Disposal) => void

/** Units that a disposal or transfer needed and that no acquisition before it brought. */
export interface Shortage {
  readonly event: TaxEvent
  readonly wallet: string
  readonly missing: bigint
  /** Set where a named lot lacked them. */
  readonly lotId: string | null
}

/** What is still held after the last event. */
export interface Holding {
  readonly asset: string
  readonly wallet: string
  readonly quantity: bigint
  readonly cost: bigint
  /** Null for a pool. */
  readonly origin: TaxEvent | null
}

/** What the methods have in common. */
export interface MatchOutcome {
  readonly holdings: readonly Holding[]
  readonly shortages: readonly Shortage[]
}
