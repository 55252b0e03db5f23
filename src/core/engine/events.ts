import type { SigningFailureCode } from '../model/device-error.ts'
import type { ClientOrderId, DeskId, TicketId, VenueOrderId } from '../model/ids.ts'
import type { Fill, Order } from '../model/order.ts'
import type { OrderHappening } from '../model/order-status.ts'
import type { Side } from '../model/side.ts'
import type { Mode, Signature } from '../model/signature.ts'
import type { Terms, TermsFigures } from '../model/terms.ts'
import type { Timeframe } from '../model/timeframe.ts'
import type { Money, Price, Quantity } from '../money/amount.ts'
import type { LimitName } from '../risk/limit-fields.ts'
import type { Limits, ProfileName } from '../risk/limits.ts'
import type { PositionAlert } from '../risk/position-watch.ts'
import type { OrderProposal } from '../risk/risk-inputs.ts'
import type { RiskCause } from '../risk/risk-state.ts'

/** The risk manager's word as the log keeps it: plain numbers by name, scaled or counted. */
export interface DecisionRecord {
  readonly result: 'passed' | 'denied' | 'notNeeded'
  /** A denial code, the binding cap of a passed one, or why none is needed. */
  readonly code: string
  readonly message: string
  /** Scaled 1e8; loss at stop of these terms. Zero where nothing is added. */
  readonly worstCaseLoss: Money
  readonly numbers: Readonly<Record<string, string>>
}

/** The price range in which an offer holds. */
export interface Band {
  readonly low: Price
  readonly high: Price
}

export type Origin =
  | { readonly from: 'person' }
  | { readonly from: 'strategy'; readonly strategyId: string; readonly timeframe: Timeframe }
  | { readonly from: 'desk'; readonly reason: string }

export interface ConfluencePart {
  readonly name: string
  readonly score: number
  readonly weight: number
}

interface OfTicket {
  readonly ticketId: TicketId
}
interface OfAttempt extends OfTicket {
  readonly attempt: number
}

export interface DeskCreated {
  readonly type: 'DeskCreated'
  readonly deskId: DeskId
  readonly mode: Mode
  readonly accountAddress: string
  readonly derivationPath: string
}
export interface AccountAdopted {
  readonly type: 'AccountAdopted'
  readonly cash: Money
  readonly positions: readonly {
    readonly coin: string
    readonly quantity: Quantity
    readonly entryPrice: Price
  }[]
}
export interface DayOpened {
  readonly type: 'DayOpened'
  /** ISO date in the day's zone. */
  readonly dayKey: string
  readonly startEquity: Money
}
export interface SignalEmitted {
  readonly type: 'SignalEmitted'
  readonly strategyId: string
  readonly coin: string
  readonly timeframe: Timeframe
  readonly side: Side
  readonly reason: string
  readonly confluence: readonly ConfluencePart[]
  readonly candleOpenMs: number
}
/** A wish became a ticket: its orders exist from here on. */
export interface OrderInitialized extends OfTicket {
  readonly type: 'OrderInitialized'
  readonly ticketNumber: number
  readonly origin: Origin
  readonly coin: string
  /** Kept so that a new price can be offered; null for what is not an entry. */
  readonly wish: OrderProposal | null
  /** What is offered once this ticket has left the position flat: the second half of a reverse. */
  readonly next?: OrderProposal
  /** The ticket whose `next` this is. */
  readonly follows?: TicketId
}
/** Our own risk manager said no. */
export interface OrderDenied extends OfTicket {
  readonly type: 'OrderDenied'
  readonly decision: DecisionRecord
  readonly coin: string
  readonly side: Side | null
  readonly origin: Origin
}
export interface ApprovalRequested extends OfTicket {
  readonly type: 'ApprovalRequested'
  readonly terms: Terms
  readonly digest: string
  readonly figures: TermsFigures
  readonly decision: DecisionRecord
  readonly band: Band | null
  /** Wall time. */
  readonly offerExpiresMs: number
  readonly sentence: string
  readonly orders: readonly Order[]
}
export interface OrderDeclined extends OfTicket {
  readonly type: 'OrderDeclined'
  readonly by: 'person' | 'device' | 'desk'
  readonly reason: string
}
export interface OrderExpired extends OfTicket {
  readonly type: 'OrderExpired'
  readonly reason: string
}
export interface OrderApproved extends OfAttempt {
  readonly type: 'OrderApproved'
  readonly digest: string
  readonly nonce: number
  readonly expiresAfterMs: number
  readonly decision: DecisionRecord
}
export interface ActionPreparedEvent extends OfAttempt {
  readonly type: 'ActionPrepared'
  readonly connectionId: string
  readonly actionHex: string
}
/** No signature; the same terms can be approved again. */
export interface SigningInterrupted extends OfAttempt {
  readonly type: 'SigningInterrupted'
  readonly code: SigningFailureCode
  readonly message: string
}
export interface OrderSigned extends OfAttempt {
  readonly type: 'OrderSigned'
  readonly connectionId: string
  readonly signature: Signature
  readonly recoveredAddress: string
}
/** A good signature that came too late or after the price had left the band: it is thrown away. */
export interface SignatureDiscarded extends OfAttempt {
  readonly type: 'SignatureDiscarded'
  readonly reason: string
}
/** A signature that came when nobody waited for it any more; it changes nothing. */
export interface LateSignatureDropped extends OfAttempt {
  readonly type: 'LateSignatureDropped'
  /** Of what the device signed. */
  readonly connectionId: string
  readonly reason: string
}
/** Written before the one send. The store refuses it without the rows it needs. */
export interface OrderSubmitted extends OfAttempt {
  readonly type: 'OrderSubmitted'
  readonly addsRisk: boolean
  readonly worstCaseLoss: Money
}
export interface SubmissionSettled extends OfAttempt {
  readonly type: 'SubmissionSettled'
  readonly result:
    | 'accepted'
    | 'refused'
    | 'refusedUnverified'
    | 'notSent'
    | 'unknown'
    | 'provenExpired'
  readonly message: string
}
/** One step of one order in the status table. */
export interface OrderMoved {
  readonly type: 'OrderMoved'
  readonly clientOrderId: ClientOrderId
  readonly happening: OrderHappening
  readonly venueOrderId: VenueOrderId | null
  readonly reason: string | null
}
export interface OrderFilled {
  readonly type: 'OrderFilled'
  readonly fill: Fill
}
export interface PositionChanged {
  readonly type: 'PositionChanged'
  readonly coin: string
  readonly quantity: Quantity
  readonly entryPrice: Price
  readonly tsEventMs: number
}
export interface FundingPaid {
  readonly type: 'FundingPaid'
  readonly coin: string
  readonly amount: Money
  readonly tsEventMs: number
}
export interface LeverageChanged {
  readonly type: 'LeverageChanged'
  readonly coin: string
  readonly leverage: number
}
export interface StrategySet {
  readonly type: 'StrategySet'
  readonly strategyId: string
  readonly coin: string
  readonly timeframe: Timeframe
  readonly isOn: boolean
}
export interface InstrumentSet {
  readonly type: 'InstrumentSet'
  readonly coin: string
  readonly isOn: boolean
}
/** Other limits hold from here on; those of a new desk are the standard ones. */
export interface LimitsChanged {
  readonly type: 'LimitsChanged'
  readonly profile: ProfileName
  readonly limits: Limits
  /** As a file has the values. */
  readonly changes: readonly {
    readonly name: LimitName
    readonly from: string | number | null
    readonly to: string | number | null
    readonly direction: 'tightened' | 'loosened' | 'neutral'
  }[]
  /** Tightening needs no more than a press. */
  readonly confirmedBy: 'press' | 'typedWord'
}
/** Row R11: begins to hold, or holds no more. */
export interface PositionAlertChanged {
  readonly type: 'PositionAlertChanged'
  readonly coin: string
  readonly kind: PositionAlert['kind']
  readonly change: 'raised' | 'ended'
  readonly message: string
}
/** Row R1: more was lost than was reckoned with: by a trade than its worst case, by a day than its cap. */
export interface LossOvershot {
  readonly type: 'LossOvershot'
  readonly subject: 'trade' | 'day'
  readonly dayKey: string
  /** Null for a day. */
  readonly coin: string | null
  readonly lost: Money
  readonly reckoned: Money
  /** lost − reckoned. */
  readonly beyond: Money
  /** To the cent, with what took it. */
  readonly message: string
}
/** The owner signed CountersignResume on the device. */
export interface ResumeSigned {
  readonly type: 'ResumeSigned'
  readonly account: string
  readonly reason: string
  readonly tsMs: number
  readonly signature: Signature
  readonly recoveredAddress: string
}
export type RiskStateName = 'active' | 'reducing' | 'halted'
/** A cause was raised or ended; `state` is what holds after it. */
export interface RiskStateChanged {
  readonly type: 'RiskStateChanged'
  readonly state: RiskStateName
  readonly change: 'raised' | 'ended'
  readonly cause: RiskCause
  readonly reason: string
  /** The kill switch was pressed to close positions as well. */
  readonly shouldFlatten?: true
  /** Market time at which it ends by itself; null waits for a person, a new day or health. */
  readonly untilMs: number | null
}
/** The owner approved a session key on the device, and the venue took the approval. */
export interface SessionStarted {
  readonly type: 'SessionStarted'
  readonly agentAddress: string
  /** As it was signed, with its end. */
  readonly agentName: string
  readonly nonce: number
  readonly validUntilMs: number
  readonly signature: Signature
}
/** A kill: what it sends may still be signed by the key, then the session ends. */
export interface SessionEnding {
  readonly type: 'SessionEnding'
  readonly reason: string
}
/** The key is gone from memory; nothing can be signed with it any more. */
export interface SessionEnded {
  readonly type: 'SessionEnded'
  readonly reason: string
}
/** The venue and the log disagree; nothing is touched. */
export interface DifferenceFound {
  readonly type: 'DifferenceFound'
  readonly subject: 'cash' | 'position' | 'order'
  readonly coin: string | null
  readonly message: string
}
export interface EquityMarked {
  readonly type: 'EquityMarked'
  readonly equity: Money
  readonly tsEventMs: number
}

export type EventBody =
  | DeskCreated
  | AccountAdopted
  | DayOpened
  | SignalEmitted
  | OrderInitialized
  | OrderDenied
  | ApprovalRequested
  | OrderDeclined
  | OrderExpired
  | OrderApproved
  | ActionPreparedEvent
  | SigningInterrupted
  | OrderSigned
  | SignatureDiscarded
  | LateSignatureDropped
  | OrderSubmitted
  | SubmissionSettled
  | OrderMoved
  | OrderFilled
  | PositionChanged
  | FundingPaid
  | LeverageChanged
  | StrategySet
  | InstrumentSet
  | LimitsChanged
  | PositionAlertChanged
  | LossOvershot
  | ResumeSigned
  | RiskStateChanged
  | DifferenceFound
  | EquityMarked
  | SessionStarted
  | SessionEnding
  | SessionEnded

export type EventType = EventBody['type']
