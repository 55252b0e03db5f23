import type { ClientOrderId, DeskId, TicketId } from '../model/ids.ts'
import type { Instrument } from '../model/instrument.ts'
import type { Fill, Order } from '../model/order.ts'
import type { Position } from '../model/position.ts'
import { unrealisedPnl } from '../model/position.ts'
import type { Side } from '../model/side.ts'
import type { Mode } from '../model/signature.ts'
import type { Timeframe } from '../model/timeframe.ts'
import type { Money, Price } from '../money/amount.ts'
import { ZERO_MONEY } from '../money/amount.ts'
import type { TradingRecord, VenueRecord } from '../risk/circuit-breaker.ts'
import { NEW_TRADING_RECORD, NEW_VENUE_RECORD } from '../risk/circuit-breaker.ts'
import type { DayAccount } from '../risk/day-account.ts'
import type { Limits } from '../risk/limits.ts'
import { PROFILES } from '../risk/limits.ts'
import type { PositionAlert } from '../risk/position-watch.ts'
import type { RiskCause, RiskState } from '../risk/risk-state.ts'
import { ACTIVE_STATE } from '../risk/risk-state.ts'
import type { DeviceQuestionAsked, DeviceState } from './device-inputs.ts'
import type { EquityCurve } from './equity-curve.ts'
import { emptyCurve } from './equity-curve.ts'
import type { DecisionRecord, DifferenceFound, LossOvershot, Origin } from './events.ts'
import type { VenueState } from './market-inputs.ts'
import type { StrategyRunner } from './strategy-runner.ts'
import type { Ticket } from './ticket.ts'
import { TradeIds } from './trade-ids.ts'
import type { TripReckoning } from './trip-reckoning.ts'

export interface LastSignal {
  readonly side: Side
  readonly reason: string
  readonly tsMarketMs: number
}

/** One word of the risk manager, for "why no trade?". */
export interface LoggedDecision {
  readonly ticketId: TicketId
  readonly tsMarketMs: number
  readonly coin: string
  readonly side: Side | null
  readonly origin: Origin
  readonly decision: DecisionRecord
}

/** An entry that was sent, for the quotas by timeframe. */
export interface EntryRecord {
  readonly ticketId: TicketId
  readonly timeframe: Timeframe | null
  readonly dayKey: string
}

/** What a person should know of an open position, for as long as it holds (R11). */
export interface ActiveAlert {
  readonly coin: string
  readonly kind: PositionAlert['kind']
  readonly message: string
  readonly sinceMarketMs: number
  readonly sinceWallMs: number
}

/** The device was asked to sign a resume, and what came of it. */
export interface AskedResume {
  readonly requestId: string
  readonly reason: string
  readonly tsMs: number
  readonly causes: readonly RiskCause[]
  readonly isAnswered: boolean
  /** Why there is no signature. */
  readonly problem: string | null
}

export interface StrategySetting {
  readonly strategyId: string
  readonly coin: string
  readonly timeframe: Timeframe
  readonly isOn: boolean
}

/** A key that the owner approved for a time; it signs only what judgeForSession allows. */
export interface Session {
  readonly agentAddress: string
  readonly agentName: string
  readonly startedWallMs: number
  readonly validUntilMs: number
  isEnding: boolean
}

/** The fold of the event log: what is known for good. Only apply-event.ts writes here. */
export interface Book {
  deskId: DeskId | null
  mode: Mode
  accountAddress: string | null
  derivationPath: string | null
  limits: Limits
  cash: Money | null
  /** Market time at which the account was taken over: what happened before is in it already. */
  adoptedMs: number
  realisedTotal: Money
  feesTotal: Money
  fundingTotal: Money
  day: DayAccount | null
  risk: RiskState
  /** The kill switch holds and was pressed to close positions as well. */
  isFlattening: boolean
  readonly tickets: Map<TicketId, Ticket>
  /** Those of `tickets` that have not ended or whose entry may still fill; in the same order. */
  readonly underWay: Map<TicketId, Ticket>
  /** The closes of reverses whose second half was not offered yet. */
  readonly reverses: Set<TicketId>
  readonly orders: Map<ClientOrderId, Order>
  /** Those of `orders` that have not ended; in the same order. */
  readonly openOrders: Map<ClientOrderId, Order>
  readonly positions: Map<string, Position>
  /** The newest of them, at least `FILLS_KEPT` where there were so many; the log has all. */
  readonly fills: Fill[]
  /** How many there ever were. */
  fillCount: number
  /** The venue's time of the newest fill and the newest funding; zero while there was none. */
  newestFillMs: number
  newestFundingMs: number
  readonly tradeIds: TradeIds
  readonly leverage: Map<string, number>
  readonly strategies: Map<string, StrategySetting>
  /** By signalKey: market time at which the same signal last became a ticket. */
  readonly recentSignals: Map<string, number>
  readonly lastSignals: Map<string, LastSignal>
  readonly entries: EntryRecord[]
  readonly fundingKeys: Set<string>
  /** Result so far of the trip that is open in each coin, scaled money. */
  readonly trips: Map<string, bigint>
  /** By coin: what the open trip may lose by its decisions. */
  readonly reckonings: Map<string, TripReckoning>
  /** The newest reports of losses beyond what was reckoned. */
  readonly overshoots: LossOvershot[]
  /** What the newest report of this day was written at; null while there is none. */
  dayOvershoot: { readonly beyond: Money; readonly booked: bigint } | null
  readonly equityCurve: EquityCurve
  readonly differences: (DifferenceFound & { readonly tsWallMs: number })[]
  readonly decisions: LoggedDecision[]
  session: Session | null
  /** Why the last session ended; null while there was none. */
  sessionEnding: string | null
  breaker: TradingRecord
  /** Coins that a person has switched off. */
  readonly instrumentsOff: Set<string>
  /** By coin and kind. */
  readonly alerts: Map<string, ActiveAlert>
  lastEquityMarkMs: number
  lastNonce: number
  nextTicketNumber: number
}

export interface Quote {
  readonly bid: Price
  readonly ask: Price
  readonly mark: Price
  readonly tsEventMs: number
  readonly tsReceivedMs: number
}

export type SignalsBecome = 'tickets' | 'news'

/** The fold of the inputs: gone at the end of the process and built again from the venue. */
export interface Market {
  nowWallMs: number
  nowMarketMs: number
  readonly quotes: Map<string, Quote>
  readonly instruments: Map<string, Instrument>
  readonly runners: Map<string, StrategyRunner>
  /** The same in order, for the loop that every candle goes through. */
  runnerList: readonly StrategyRunner[]
  /** Whether the input that is looked at led to a signal of any runner. */
  hasFreshSignal: boolean
  /**
   * `tickets`: every signal goes to the risk manager. `news`: it stands in its runner and leads to
   * nothing; for a backtest whose sizes are fixed beforehand.
   */
  readonly signalsBecome: SignalsBecome
  readonly liquidationPrices: Map<string, Price>
  venue: { state: VenueState; reason: string; sinceMarketMs: number }
  device: { state: DeviceState; reason: string }
  /** The last question of the device, with the request that it belongs to. */
  deviceQuestion: Pick<DeviceQuestionAsked, 'requestId' | 'question'> | null
  /** The venue was asked and its answer agrees, or its differences are listed. */
  isReconciled: boolean
  /** Why the next comparison is due: a new connection, or a machine that slept. */
  reconcileCause: 'reconnect' | 'wake'
  /** Wall time at which the comparison was last asked for. */
  reconcileAskedMs: number
  /** The heartbeat that is looked at asks for it again: there was no answer. */
  isReconcileDue: boolean
  /** What differed in the venue's answers, each since when: coins, and the cash. */
  readonly mismatches: Map<string, Mismatch>
  /** Coins that once differed, by the wall time at which the venue last agreed with the log. */
  readonly agreedMs: Map<string, number>
  /** Wall time of the last question about an order of unknown fate. */
  readonly askedMs: Map<ClientOrderId, number>
  /**
   * Orders that the venue has not seen although their action is over, by the wall time of the first
   * such answer since the clock was last known to go on as usual.
   */
  readonly neverSeenMs: Map<ClientOrderId, number>
  /** Resting orders that the venue was asked for in vain, by the wall time of the question. */
  readonly unanswered: Map<ClientOrderId, number>
  /** Those of them that the heartbeat that is looked at asks for again. */
  questionsDue: ClientOrderId[]
  /** Orders that the venue has called filled, by the wall time of the first report. */
  readonly filledReports: Map<ClientOrderId, number>
  breaker: VenueRecord
  /** Null while nobody waits for the device to resume. */
  askedResume: AskedResume | null
}

/** Something in which the venue's answers differ from the log, the same way time and again. */
export interface Mismatch {
  /** Theirs less ours. */
  readonly difference: bigint
  /** Market time of the first answer that showed it. */
  readonly firstMs: number
  readonly firstWallMs: number
  readonly answers: number
  /** Fills and funding up to now are known, and it is still there. */
  readonly isConfirmed: boolean
}

export interface DeskState {
  readonly book: Book
  readonly market: Market
}

export function createState(mode: Mode, signalsBecome: SignalsBecome = 'tickets'): DeskState {
  return {
    book: {
      deskId: null,
      mode,
      accountAddress: null,
      derivationPath: null,
      limits: PROFILES.standard,
      cash: null,
      adoptedMs: 0,
      realisedTotal: ZERO_MONEY,
      feesTotal: ZERO_MONEY,
      fundingTotal: ZERO_MONEY,
      day: null,
      risk: ACTIVE_STATE,
      isFlattening: false,
      tickets: new Map(),
      underWay: new Map(),
      reverses: new Set(),
      orders: new Map(),
      openOrders: new Map(),
      positions: new Map(),
      fills: [],
      fillCount: 0,
      newestFillMs: 0,
      newestFundingMs: 0,
      tradeIds: new TradeIds(),
      leverage: new Map(),
      strategies: new Map(),
      recentSignals: new Map(),
      lastSignals: new Map(),
      entries: [],
      fundingKeys: new Set(),
      trips: new Map(),
      reckonings: new Map(),
      overshoots: [],
      dayOvershoot: null,
      equityCurve: emptyCurve(),
      differences: [],
      decisions: [],
      session: null,
      sessionEnding: null,
      breaker: NEW_TRADING_RECORD,
      instrumentsOff: new Set(),
      alerts: new Map(),
      lastEquityMarkMs: 0,
      lastNonce: 0,
      nextTicketNumber: 1,
    },
    market: {
      nowWallMs: 0,
      nowMarketMs: 0,
      quotes: new Map(),
      instruments: new Map(),
      runners: new Map(),
      runnerList: [],
      hasFreshSignal: false,
      signalsBecome,
      liquidationPrices: new Map(),
      venue: { state: 'connecting', reason: 'The venue has not answered yet.', sinceMarketMs: 0 },
      device: { state: 'unknown', reason: 'The device has not been asked yet.' },
      deviceQuestion: null,
      isReconciled: false,
      reconcileCause: 'reconnect',
      reconcileAskedMs: 0,
      isReconcileDue: false,
      mismatches: new Map(),
      agreedMs: new Map(),
      askedMs: new Map(),
      neverSeenMs: new Map(),
      unanswered: new Map(),
      questionsDue: [],
      filledReports: new Map(),
      breaker: NEW_VENUE_RECORD,
      askedResume: null,
    },
  }
}

/** The account's value at the marks, or null while cash or a mark is unknown. */
export function equityOf(state: DeskState): Money | null {
  if (state.book.cash === null) return null
  const unrealised = unrealisedOf(state)
  return unrealised === null ? null : ((state.book.cash + unrealised) as Money)
}

/** Σ unrealised profit at the marks; null while a position has no mark. */
export function unrealisedOf(state: DeskState): Money | null {
  let sum = 0n
  for (const position of state.book.positions.values()) {
    if (position.quantity === 0n) continue
    const quote = state.market.quotes.get(position.coin)
    if (!quote) return null
    sum += unrealisedPnl(position, quote.mark)
  }
  return sum as Money
}
