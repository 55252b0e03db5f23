import type { CustodyView, PracticeLedgerView } from './custody-views.ts'
import type { AskedView, PreferencesView } from './preferences.ts'
import type { DecisionView, RiskView } from './risk-views.ts'

/**
 * What the screens show. Amounts are exact decimal texts, times epoch milliseconds; a null is
 * "not known", never zero.
 */
export type Mode = 'paper' | 'testnet' | 'mainnet'
export type Light = 'healthy' | 'degraded' | 'down'
export type SideView = 'buy' | 'sell'

export interface HealthView {
  readonly light: Light
  /** One sentence. */
  readonly reason: string
}

/** One check of the machine or the data folder; `countersign doctor` shows the same ones. */
export interface HealthCheckView {
  readonly id: string
  readonly title: string
  readonly light: Light
  readonly sentence: string
  /** Leads to a page of docs/errors; null where all is well. */
  readonly code: string | null
}

export interface StatusView {
  readonly mode: Mode
  readonly accountAddress: string | null
  readonly venue: HealthView & {
    readonly state: 'connecting' | 'live' | 'stale' | 'down'
    readonly priceAgeMs: number | null
  }
  readonly device: HealthView & { readonly name: string }
  readonly store: HealthView
  /** False: neither device nor session key can sign; the status bar says "cannot act". */
  readonly canAct: boolean
  /** Why not, in one sentence; null while it can. */
  readonly whyCannotAct: string | null
  readonly risk: {
    readonly state: 'active' | 'reducing' | 'halted'
    readonly cause: string | null
    readonly reason: string | null
    readonly untilMs: number | null
  }
  /** The venue's clock. In a replay it runs at `speed` times the wall clock. */
  readonly marketNowMs: number
  readonly wallNowMs: number
  readonly feed: {
    readonly kind: 'synthetic' | 'replay' | 'live'
    readonly speed: number | null
    readonly isFinished: boolean
    readonly label: string
    /** Why these are not the prices that were asked for; absent where they are. */
    readonly problem?: string | null
  }
  readonly isAutopilotOn: boolean
  /** True while the autopilot may be switched: paper mode. */
  readonly hasAutopilot: boolean
}

export interface InstrumentView {
  readonly coin: string
  readonly sizeDecimals: number
  readonly maxLeverage: number
  /** As the venue has it; above the cap it denies entries. */
  readonly leverage: number
  /** The most that limits and venue allow. */
  readonly leverageCap: number
}

export interface QuoteView {
  readonly coin: string
  readonly bid: string
  readonly ask: string
  readonly mid: string
  readonly mark: string
  readonly tsEventMs: number
  readonly ageMs: number
  readonly isStale: boolean
}

export interface CandleView {
  readonly openTimeMs: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

export interface AccountView {
  readonly cash: string
  readonly equity: string
  readonly unrealised: string
  readonly realisedToday: string
  readonly feesToday: string
  readonly fundingToday: string
  readonly dayStartEquity: string
  readonly dayKey: string
  /** What may still be lost today before entries stop; "0" when the cap is hit. */
  readonly dayBudgetLeft: string
  readonly dayLossCap: string
  /** Since the desk was created: the sums of the fills, exact. */
  readonly realisedTotal: string
  readonly feesTotal: string
  readonly fundingTotal: string
}

/** Where a ticket stands, in the order of its life. */
export type TicketStage =
  | 'pending'
  | 'preparing'
  | 'onDevice'
  | 'signed'
  | 'submitted'
  | 'unknown'
  | 'done'
  | 'declined'
  | 'expired'
  | 'denied'
  | 'rejected'

export interface TicketView {
  readonly ticketId: string
  readonly kind: 'bracket' | 'close' | 'move' | 'protect' | 'cancel' | 'leverage'
  readonly stage: TicketStage
  readonly origin: string
  readonly coin: string
  readonly side: SideView | null
  readonly quantity: string | null
  readonly entryType: 'market' | 'limit' | null
  readonly worstPrice: string | null
  readonly stopPrice: string | null
  readonly targetPrice: string | null
  readonly lossAtStop: string | null
  readonly gainAtTarget: string | null
  readonly fees: string | null
  readonly margin: string | null
  /** The one plain sentence. */
  readonly sentence: string
  readonly digest: string
  readonly bandLow: string | null
  readonly bandHigh: string | null
  readonly offerExpiresMs: number
  /** Wall time the signed action dies at; null before the press of Approve. */
  readonly expiresAfterMs: number | null
  readonly nonce: number | null
  /** 0x and 64 hex digits, what the device shows; null before it is known. */
  readonly connectionId: string | null
  /** Why signing did not go through, and what to do; the same ticket can be approved again. */
  readonly problem: { readonly code: string; readonly message: string } | null
  /** What the device asks its owner now; null while it asks nothing for this ticket. */
  readonly deviceQuestion: 'transactionCheck' | 'review' | null
  /** Why it ended. */
  readonly ending: string | null
  /** For an ended entry: the price now and what it would have made, unsized by fees; null if unknown. */
  readonly hindsight: string | null
  readonly confluence: readonly {
    readonly name: string
    readonly score: number
    readonly weight: number
  }[]
  readonly riskNumbers: Readonly<Record<string, string>>
  readonly bindingCap: string | null
  readonly openedWallMs: number
  /** Wall time of what is offered now. */
  readonly offeredWallMs: number
  readonly openedMarketMs: number
}

export interface PositionView {
  readonly coin: string
  readonly side: SideView
  /** Positive. */
  readonly quantity: string
  readonly entryPrice: string
  readonly markPrice: string | null
  readonly unrealised: string | null
  readonly notional: string | null
  readonly openedMs: number
  readonly stop: {
    readonly clientOrderId: string
    readonly price: string
    readonly isAtVenue: boolean
  } | null
  readonly target: {
    readonly clientOrderId: string
    readonly price: string
    readonly isAtVenue: boolean
  } | null
  readonly liquidationPrice: string | null
  /** Loss if the stop fills at its trigger, with fees; null without a stop. */
  readonly riskAtStop: string | null
}

export interface OrderView {
  readonly clientOrderId: string
  readonly venueOrderId: string | null
  readonly ticketId: string
  readonly role: 'entry' | 'stop' | 'target' | 'exit'
  readonly coin: string
  readonly side: SideView
  readonly quantity: string
  readonly filledQuantity: string
  readonly price: string
  readonly isTrigger: boolean
  readonly isReduceOnly: boolean
  readonly status: string
  readonly reason: string | null
}

export interface FillView {
  readonly tradeId: string
  readonly clientOrderId: string | null
  readonly coin: string
  readonly side: SideView
  readonly price: string
  readonly quantity: string
  readonly closedPnl: string
  readonly fee: string
  readonly role: 'entry' | 'stop' | 'target' | 'exit' | 'foreign'
  readonly isTaker: boolean
  readonly tsEventMs: number
}

export interface EquityPointView {
  readonly tsEventMs: number
  readonly equity: string
}

export interface StrategyView {
  readonly strategyId: string
  readonly name: string
  readonly idea: string
  readonly coin: string
  readonly timeframe: string
  readonly isOn: boolean
  /** Candles seen of those needed before the first signal. */
  readonly warmUpSeen: number
  readonly warmUpNeeded: number
  readonly lastSignal: {
    readonly side: SideView
    readonly reason: string
    readonly tsMarketMs: number
  } | null
}

export interface DifferenceView {
  readonly subject: 'cash' | 'position' | 'order'
  readonly coin: string | null
  readonly message: string
  readonly tsWallMs: number
}

export interface PreviewView {
  readonly result: 'passed' | 'denied'
  readonly code: string
  readonly message: string
  readonly quantity: string | null
  readonly worstPrice: string | null
  readonly stopPrice: string | null
  readonly targetPrice: string | null
  readonly lossAtStop: string | null
  readonly gainAtTarget: string | null
  readonly fees: string | null
  readonly margin: string | null
  readonly bindingCap: string | null
}

/** The slices of the screen; a patch replaces whole slices. */
export interface DeskSlices {
  readonly status: StatusView
  readonly instruments: readonly InstrumentView[]
  readonly quotes: readonly QuoteView[]
  /** Null until the venue has said what the account holds. */
  readonly account: AccountView | null
  readonly tickets: readonly TicketView[]
  readonly positions: readonly PositionView[]
  readonly orders: readonly OrderView[]
  /** Newest first, at most 500. */
  readonly fills: readonly FillView[]
  readonly equity: readonly EquityPointView[]
  readonly strategies: readonly StrategyView[]
  readonly decisions: readonly DecisionView[]
  readonly differences: readonly DifferenceView[]
  readonly risk: RiskView
  readonly practiceLedger: PracticeLedgerView | null
  readonly custody: CustodyView
  readonly theme: 'light' | 'dark' | 'system'
  readonly preferences: PreferencesView
  /** What the menu or the tray asked for last; null before they did. */
  readonly asked: AskedView | null
}

export interface DeskSnapshot {
  /** Patches with a lower or equal number are already in here. */
  readonly seq: number
  readonly slices: DeskSlices
}

export interface DeskPatch {
  readonly seq: number
  readonly slices: Partial<DeskSlices>
}
