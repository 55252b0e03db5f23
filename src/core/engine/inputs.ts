import type { SigningFailureCode } from '../model/device-error.ts'
import type { ClientOrderId, DeskId, TicketId, TradeId, VenueOrderId } from '../model/ids.ts'
import type { Instrument } from '../model/instrument.ts'
import type { Side } from '../model/side.ts'
import type { Signature } from '../model/signature.ts'
import type { Timeframe } from '../model/timeframe.ts'
import type { Money, Price, Quantity } from '../money/amount.ts'
import type { Limits } from '../risk/limits.ts'
import type { CandleColumns } from '../strategies/candle-view.ts'
import type { SignalDetail, StrategyParameters } from '../strategies/strategy.ts'

/** Stamped by the loop: the machine's clock and the venue's, epoch ms. */
export interface Stamp {
  readonly tsWallMs: number
  readonly tsMarketMs: number
}

export interface QuoteTick {
  readonly kind: 'quoteTick'
  readonly coin: string
  readonly bid: Price
  readonly ask: Price
  readonly mark: Price
  /** The venue's time. */
  readonly tsEventMs: number
}

/** Prices as doubles: candles feed research and strategies only, never an order's price. */
export interface CandleBar {
  readonly openTimeMs: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

export interface CandleClosed {
  readonly kind: 'candleClosed'
  readonly coin: string
  readonly timeframe: Timeframe
  readonly bar: CandleBar
}

/** How the strategies of an instrument run; for a backtest. */
export interface StrategyRun {
  readonly parameters: StrategyParameters
  /** Candles before a first signal counts; null: what the strategy itself asks for. */
  readonly warmUpCandles: number | null
  /** What the signals must say. */
  readonly detail: SignalDetail
  /**
   * The candles that are going to close, one with each `candleClosed`: they are read where they
   * stand instead of copied. Null: each comes with its input.
   */
  readonly columns: CandleColumns | null
}

/** History for warm-up: oldest first, all closed. Replaces what was there for coin and timeframe. */
export interface CandlesLoaded {
  readonly kind: 'candlesLoaded'
  readonly coin: string
  readonly timeframe: Timeframe
  readonly bars: readonly CandleBar[]
  /** Left out: everything as the strategies themselves have it. */
  readonly run?: StrategyRun
}

export interface InstrumentsLoaded {
  readonly kind: 'instrumentsLoaded'
  readonly instruments: readonly Instrument[]
}

export type VenueState = 'connecting' | 'live' | 'stale' | 'down'
export interface VenueStateChanged {
  readonly kind: 'venueStateChanged'
  readonly state: VenueState
  /** One sentence for the status bar. */
  readonly reason: string
}

export type DeviceState = 'ready' | 'absent' | 'locked' | 'busy' | 'unknown'
export interface DeviceStateChanged {
  readonly kind: 'deviceStateChanged'
  readonly state: DeviceState
  readonly reason: string
}

/** How a request to the signer is called, in questions and when it is called off. */
export const signingRequestId = (ticketId: string, attempt: number): string =>
  `${ticketId}#${attempt}`

/**
 * What the device asks its owner at this moment, for the screen alone. `transactionCheck` comes once
 * in the life of a device, before its first signature.
 */
export interface DeviceQuestionAsked {
  readonly kind: 'deviceQuestionAsked'
  readonly requestId: string
  readonly question: 'transactionCheck' | 'review'
}

/** A resting order as the venue lists it. */
export interface VenueOrder {
  readonly clientOrderId: ClientOrderId | null
  readonly venueOrderId: VenueOrderId
  readonly coin: string
  readonly side: Side
  readonly price: Price
  readonly quantity: Quantity
  readonly isTrigger: boolean
  readonly isReduceOnly: boolean
}

export interface VenuePosition {
  readonly coin: string
  readonly quantity: Quantity
  readonly entryPrice: Price
  readonly leverage: number
  readonly liquidationPrice: Price | null
}

/** Everything the venue says of the account at one moment. */
export interface AccountObserved {
  readonly kind: 'accountObserved'
  readonly cause: 'start' | 'reconnect' | 'wake' | 'periodic' | 'asked'
  /** The venue's time of this answer; absent where it names none. */
  readonly tsEventMs?: number
  /**
   * Venue times up to which a question has confirmed all fills and all funding, and the desk was
   * told of them before this answer; null before the first, absent where nobody asks.
   */
  readonly fillsConfirmedMs?: number | null
  readonly fundingConfirmedMs?: number | null
  /** Collateral without unrealised profit. */
  readonly cash: Money
  readonly positions: readonly VenuePosition[]
  readonly openOrders: readonly VenueOrder[]
}

/** What a person asks for on the manual ticket. */
export interface OrderProposed {
  readonly kind: 'orderProposed'
  readonly coin: string
  readonly side: Side
  readonly entry: { readonly type: 'market' } | { readonly type: 'limit'; readonly price: Price }
  readonly sizing:
    | { readonly by: 'risk' }
    | { readonly by: 'quantity'; readonly quantity: Quantity }
  /** Null takes the default distance of the limits. */
  readonly stopPrice: Price | null
  readonly targetPrice: Price | null
}

/** The press of Approve, with the digest of the very terms that were on the screen. */
export interface ApprovalGranted {
  readonly kind: 'approvalGranted'
  readonly ticketId: TicketId
  readonly digest: string
}
export interface ApprovalDeclined {
  readonly kind: 'approvalDeclined'
  readonly ticketId: TicketId
  readonly reason: string
}
/** A new price for the same wish, after the old offer ended. */
export interface RequoteRequested {
  readonly kind: 'requoteRequested'
  readonly ticketId: TicketId
}
export interface CloseRequested {
  readonly kind: 'closeRequested'
  readonly coin: string
  /** Null closes all of it. */
  readonly quantity: Quantity | null
}
/** Closes all of a position and then offers the opposite bracket: two tickets, two signatures. */
export interface ReverseRequested {
  readonly kind: 'reverseRequested'
  readonly coin: string
}
export interface MoveRequested {
  readonly kind: 'moveRequested'
  readonly clientOrderId: ClientOrderId
  readonly triggerPrice: Price
}
export interface ProtectRequested {
  readonly kind: 'protectRequested'
  readonly coin: string
  readonly triggerPrice: Price
}
export interface CancelRequested {
  readonly kind: 'cancelRequested'
  readonly clientOrderIds: readonly ClientOrderId[]
}
export interface LeverageRequested {
  readonly kind: 'leverageRequested'
  readonly coin: string
  readonly leverage: number
}
export interface StrategySwitched {
  readonly kind: 'strategySwitched'
  readonly strategyId: string
  readonly coin: string
  readonly timeframe: Timeframe
  readonly isOn: boolean
}
export interface InstrumentSwitched {
  readonly kind: 'instrumentSwitched'
  readonly coin: string
  readonly isOn: boolean
}
/** Limits that were read and found valid; what they loosen needs the typed word. */
export interface LimitsEdited {
  readonly kind: 'limitsEdited'
  readonly limits: Limits
  readonly typedWord: string
}
export interface KillPressed {
  readonly kind: 'killPressed'
  readonly reason: string
  readonly shouldFlatten: boolean
}
export interface ResumeRequested {
  readonly kind: 'resumeRequested'
  /** The word that was typed; paper mode only. Elsewhere the device is asked. */
  readonly typedWord: string
}
/** The device's answer to a resume. */
export interface ResumeAnswered {
  readonly kind: 'resumeAnswered'
  readonly requestId: string
  readonly outcome:
    | { readonly ok: true; readonly signature: Signature; readonly recoveredAddress: string }
    | { readonly ok: false; readonly message: string }
}

/** Step 9: the venue adapter built the action; nothing is signed yet. */
export interface ActionPrepared {
  readonly kind: 'actionPrepared'
  readonly ticketId: TicketId
  readonly attempt: number
  /** 0x and 64 hex digits. */
  readonly connectionId: string
  /** MessagePack of the action, hex without 0x. */
  readonly actionHex: string
}
export interface SignatureReturned {
  readonly kind: 'signatureReturned'
  readonly ticketId: TicketId
  readonly attempt: number
  readonly signature: Signature
  readonly recoveredAddress: string
  readonly connectionId: string
}
export interface SigningFailed {
  readonly kind: 'signingFailed'
  readonly ticketId: TicketId
  readonly attempt: number
  readonly code: SigningFailureCode
  readonly message: string
}

/** What the venue said of one order in its answer to an action. */
export type OrderAnswer =
  | { readonly result: 'resting'; readonly venueOrderId: VenueOrderId }
  | { readonly result: 'waiting' }
  | { readonly result: 'filled'; readonly venueOrderId: VenueOrderId }
  | { readonly result: 'canceled' }
  | { readonly result: 'error'; readonly message: string }

export interface SubmissionAnswered {
  readonly kind: 'submissionAnswered'
  readonly ticketId: TicketId
  readonly attempt: number
  readonly outcome:
    | { readonly result: 'answered'; readonly answers: readonly OrderAnswer[] }
    | { readonly result: 'refused'; readonly message: string }
    | { readonly result: 'notSent'; readonly message: string }
    | { readonly result: 'unknown'; readonly message: string }
}

/** From the private stream or from a question by client order id. */
export interface OrderReported {
  readonly kind: 'orderReported'
  readonly clientOrderId: ClientOrderId | null
  readonly venueOrderId: VenueOrderId
  readonly status: 'open' | 'triggered' | 'filled' | 'canceled' | 'rejected'
  /** The venue's own word for it, e.g. "siblingFilledCanceled". */
  readonly venueStatus: string
  readonly tsEventMs: number
}

export interface OrderLookedUp {
  readonly kind: 'orderLookedUp'
  readonly clientOrderId: ClientOrderId
  readonly answer:
    | { readonly result: 'found'; readonly report: OrderReported }
    | { readonly result: 'neverSeen' }
    | { readonly result: 'failed'; readonly message: string }
}

export interface FillReported {
  readonly kind: 'fillReported'
  readonly tradeId: TradeId
  readonly clientOrderId: ClientOrderId | null
  readonly venueOrderId: VenueOrderId
  readonly coin: string
  readonly side: Side
  readonly price: Price
  readonly quantity: Quantity
  readonly startPosition: Quantity
  readonly closedPnl: Money
  readonly fee: Money
  readonly isTaker: boolean
  readonly isLiquidation: boolean
  readonly tsEventMs: number
}

export interface FundingReported {
  readonly kind: 'fundingReported'
  readonly coin: string
  /** Positive was received. */
  readonly amount: Money
  readonly tsEventMs: number
}

/** What the venue reckons the margin of a coin's positions with, also while there is none. */
export interface LeverageReported {
  readonly kind: 'leverageReported'
  readonly coin: string
  readonly leverage: number
}

/** Something happened on the account outside the desk's markets: named, and nothing else. */
export interface ForeignActivityReported {
  readonly kind: 'foreignActivityReported'
  readonly coin: string | null
  /** One plain sentence; the same thing has the same sentence. */
  readonly message: string
  /** The venue's time; null where it holds now. */
  readonly tsEventMs: number | null
}

/** The machine slept, or its clock leapt: what was known of the venue is of another time. */
export interface DeskWoke {
  readonly kind: 'deskWoke'
}

/** Once a second of wall time: expiries, staleness, day change, questions that are due. */
export interface HeartbeatTicked {
  readonly kind: 'heartbeatTicked'
}

/** The first input of a data folder: who it belongs to. */
export interface DeskFounded {
  readonly kind: 'deskFounded'
  /** Drawn at random once. */
  readonly deskId: DeskId
  readonly accountAddress: string
  readonly derivationPath: string
}

/** The venue took the device's approval of a session key. */
export interface SessionApproved {
  readonly kind: 'sessionApproved'
  readonly agentAddress: string
  readonly agentName: string
  readonly nonce: number
  readonly validUntilMs: number
  readonly signature: Signature
  readonly recoveredAddress: string
}

/** The key was wiped: by the owner, the screen lock, sleep, or the end of the program. */
export interface SessionDropped {
  readonly kind: 'sessionDropped'
  readonly reason: string
}

/** The first input of a process, after the log was folded. */
export interface DeskStarted {
  readonly kind: 'deskStarted'
}

export type InputBody =
  | QuoteTick
  | CandleClosed
  | CandlesLoaded
  | InstrumentsLoaded
  | VenueStateChanged
  | DeviceStateChanged
  | DeviceQuestionAsked
  | AccountObserved
  | OrderProposed
  | ApprovalGranted
  | ApprovalDeclined
  | RequoteRequested
  | CloseRequested
  | ReverseRequested
  | MoveRequested
  | ProtectRequested
  | CancelRequested
  | LeverageRequested
  | StrategySwitched
  | InstrumentSwitched
  | LimitsEdited
  | KillPressed
  | ResumeRequested
  | ResumeAnswered
  | ActionPrepared
  | SignatureReturned
  | SigningFailed
  | SubmissionAnswered
  | OrderReported
  | OrderLookedUp
  | FillReported
  | FundingReported
  | ForeignActivityReported
  | LeverageReported
  | DeskWoke
  | HeartbeatTicked
  | DeskFounded
  | SessionApproved
  | SessionDropped
  | DeskStarted

export interface Input {
  readonly stamp: Stamp
  readonly body: InputBody
}
