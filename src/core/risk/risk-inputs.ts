import type { Instrument } from '../model/instrument.ts'
import type { Side } from '../model/side.ts'
import type { Timeframe } from '../model/timeframe.ts'
import type { Money, Price, Quantity, Ratio } from '../money/amount.ts'
import type { Limits } from './limits.ts'
import type { RiskState } from './risk-state.ts'

/** An open position with the stop that rests at the venue. */
export interface RiskPosition {
  readonly coin: string
  /** Signed: positive is long. */
  readonly quantity: Quantity
  readonly entryPrice: Price
  readonly markPrice: Price
  /** Null where no stop rests, or where it covers less than the position. */
  readonly stopPrice: Price | null
}

/** An entry that may still become a position: waiting for the human, the device or a fill. */
export interface RiskTicket {
  readonly coin: string
  readonly side: Side
  /** The quota that it counts against. */
  readonly quota: QuotaKey
  /** As its passed decision says. */
  readonly worstCaseLoss: Money
  readonly notional: Money
  readonly margin: Money
}

/** Trades are counted by timeframe; those of a person count together. */
export type QuotaKey = Timeframe | 'manual'

export interface RiskQuote {
  readonly bid: Price
  readonly ask: Price
  /** Age by wall time. */
  readonly ageMs: number
}

/** A confluence part as the strategy gave it: score and weight as doubles. */
export interface ProposedPart {
  readonly name: string
  readonly score: number
  readonly weight: number
}

export type ProposalOrigin =
  | { readonly from: 'person' }
  | {
      readonly from: 'strategy'
      readonly strategyId: string
      readonly timeframe: Timeframe
      readonly confluence: readonly ProposedPart[]
    }

/** Where a stop or target is wanted; `default` takes the distance of the limits. */
export type ProtectionWish =
  | { readonly by: 'default' }
  | { readonly by: 'price'; readonly price: Price }
  | { readonly by: 'distance'; readonly distance: Ratio }
  | { readonly by: 'none' }

export type SizingWish =
  /** As large as the caps allow. */
  | { readonly by: 'risk' }
  /** Exactly so much, down to the lot, or denied. */
  | { readonly by: 'quantity'; readonly quantity: Quantity }
  | { readonly by: 'notional'; readonly notional: Money }

/** A wish to open or to add. */
export interface OrderProposal {
  readonly origin: ProposalOrigin
  readonly side: Side
  readonly entry: { readonly type: 'market' } | { readonly type: 'limit'; readonly price: Price }
  readonly stop: ProtectionWish
  readonly target: ProtectionWish
  readonly sizing: SizingWish
}

/** Everything that a decision depends on, and nothing else. */
export interface RiskInputs {
  readonly limits: Limits
  readonly state: RiskState
  /** Account value: cash and unrealised profit. */
  readonly equity: Money
  readonly dayStartEquity: Money
  /** Since the day began, net of fees and funding. */
  readonly dayRealised: Money
  /** Change of the unrealised profit since the day began. */
  readonly dayUnrealised: Money
  readonly positions: readonly RiskPosition[]
  /** All but the one that is looked at. */
  readonly tickets: readonly RiskTicket[]
  /** Null where none has come yet. */
  readonly quote: RiskQuote | null
  readonly instrument: Instrument
  /** The venue's least order value. */
  readonly minimumNotional: Money
  /** As set for the instrument. */
  readonly leverage: number
  /** Market time, epoch ms. */
  readonly nowMs: number
  readonly dayKey: string
  /** Entries of this day that were sent, without those in `tickets`. */
  readonly tradesToday: Readonly<Partial<Record<QuotaKey, number>>>
  /** By `signalKey`: market time at which the same signal was last let through. */
  readonly recentSignals: ReadonlyMap<string, number>
  readonly isStrategyOn: boolean
  readonly isInstrumentOn: boolean
  readonly proposal: OrderProposal
}
