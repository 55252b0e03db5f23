import type { Effect, SignAction, SubmitAction } from '#core/engine/effects.ts'
import type { EventBody } from '#core/engine/events.ts'
import type { Input, InputBody } from '#core/engine/inputs.ts'
import type { CandleBar } from '#core/engine/market-inputs.ts'
import type {
  AccountObserved,
  OrderLookedUp,
  SubmissionAnswered,
} from '#core/engine/venue-inputs.ts'
import type { SigningFailureCode } from '#core/model/device-error.ts'
import type { ClientOrderId } from '#core/model/ids.ts'
import type { Instrument } from '#core/model/instrument.ts'
import type { Mode, Signature } from '#core/model/signature.ts'
import type { Terms } from '#core/model/terms.ts'
import type { Timeframe } from '#core/model/timeframe.ts'
import type { Price, Quantity } from '#core/money/amount.ts'
import type { FillRecord, FundingRecord } from '../records/record-types.ts'

/** Where adapters put what they learn. Bounded; refuses (and says so) when it is full. */
export type Emit = (input: InputBody) => void

/** What the venue shows of one market's book, the best price of a side first. */
export interface BookLevels {
  readonly coin: string
  readonly tsEventMs: number
  readonly bids: readonly { readonly price: Price; readonly size: Quantity }[]
  readonly asks: readonly { readonly price: Price; readonly size: Quantity }[]
}

/** What the venue adapter built out of terms: what will be signed and sent, to the byte. */
export interface PreparedAction {
  /** MessagePack of the action. */
  readonly actionBytes: Uint8Array
  /** 0x and 64 hex digits: keccak256 over bytes, nonce, vault mark and expiry. */
  readonly connectionId: string
}

/** A venue: reads may be repeated by the adapter, `submit` never is. */
export interface VenuePort {
  readonly mode: Mode
  /**
   * Loads instruments, subscribes, and from then on emits quotes, candles, reports and its state.
   * Fills and funding from `historySinceMs` (the venue's time) on are told, all of them; without it
   * those that the venue tells by itself.
   */
  start(emit: Emit, historySinceMs?: number): Promise<void>
  /** Pure apart from the instrument list; throws when a coin is unknown. */
  prepare(terms: Terms, nonce: number, expiresAfterMs: number): PreparedAction
  /** Sends once, never again; resolves to `unknown` when no answer came. Never rejects. */
  submit(effect: SubmitAction): Promise<SubmissionAnswered>
  /** Asks by client order id. Never rejects: failures come back as an answer. */
  lookUpOrder(clientOrderId: ClientOrderId): Promise<OrderLookedUp>
  /** Cash, positions and open orders of the account. Rejects when the venue does not answer. */
  observeAccount(cause: AccountObserved['cause']): Promise<AccountObserved>
  /** Closed candles, oldest first. Timeframes that the venue lacks are built from 1h. */
  loadCandles(coin: string, timeframe: Timeframe, count: number): Promise<readonly CandleBar[]>
  /**
   * The account's own history from a venue time on, oldest first, one page of it, to the letter.
   * Rejects when the venue does not answer.
   */
  readFills?(fromMs: number): Promise<readonly FillRecord[]>
  readFunding?(fromMs: number): Promise<readonly FundingRecord[]>
  /** Closed candles of this coin and timeframe are emitted from now on. */
  watchCandles(coin: string, timeframe: Timeframe): void
  /** The whole book of this one market is shown from now on, of no other; null shows none. */
  watchBook?(coin: string | null, show: (book: BookLevels) => void): void
  instruments(): readonly Instrument[]
  /** The venue's clock now, epoch ms: measured, then carried on by the monotonic clock. */
  marketNowMs(): number
  /** Venue's clock less the machine's, ms; null where it is not known or not the world's. */
  clockOffsetMs?(): number | null
  /** The machine slept: what is connected is of another time, so it connects anew, and at once. */
  wake?(reason: string): void
  stop(): Promise<void>
}

/** What a signature was made over and by whom; the log and the receipts keep it. */
export type SignOutcome =
  | {
      readonly ok: true
      readonly signature: Signature
      readonly recoveredAddress: string
      readonly connectionId: string
    }
  | { readonly ok: false; readonly code: SigningFailureCode; readonly message: string }

/** A hardware wallet behind one queue. */
export interface SignerPort {
  /**
   * Decodes the bytes by a second path, compares them with the terms, asks the device, recovers.
   * Never rejects. One request at a time; a second waits in a bounded queue.
   */
  sign(request: SignAction): Promise<SignOutcome>
  /** Asks the device for a signature over CountersignResume. Never rejects. */
  signStatement(
    requestId: string,
    statement: {
      readonly kind: 'resume'
      readonly account: string
      readonly reason: string
      readonly tsMs: number
    },
  ): Promise<
    | { readonly ok: true; readonly signature: Signature; readonly recoveredAddress: string }
    | { readonly ok: false; readonly code: SigningFailureCode; readonly message: string }
  >
  /** Calls off a request that waits or is on the device, as far as the device allows. */
  cancel(ticketId: string, attempt: number): void
  /** The account on the derivation path; asks the person to compare it on the device when `verify`. */
  getAddress(
    derivationPath: string,
    verify: boolean,
  ): Promise<
    { ok: true; address: string } | { ok: false; code: SigningFailureCode; message: string }
  >
  /** Emits deviceStateChanged. */
  start(emit: Emit): Promise<void>
  stop(): Promise<void>
}

export interface LoggedEvent {
  readonly seq: number
  readonly tsWallMs: number
  readonly tsMarketMs: number
  readonly body: EventBody
}

export interface OutboxRow {
  readonly id: number
  readonly effect: Effect
}

/** The event log, its projections and the outbox: one transaction for one input. */
export interface StorePort {
  /** Every event in order, for the fold at start. Throws when the hash chain is broken. */
  readAll(): Iterable<LoggedEvent>
  /**
   * Commits events, projections, recorded inputs and outbox rows together; returns the ids of the
   * outbox rows in the order of `effects`. Throws when a rule of the database refuses: then nothing
   * was written.
   */
  commit(
    input: Input,
    recordedBefore: readonly Input[],
    events: readonly EventBody[],
    effects: readonly Effect[],
  ): readonly number[]
  /**
   * The effect has run and its result is an input of its own. Waits for no disk: it is on it with
   * the next commit or a moment later, and a crash before that changes nothing.
   */
  settle(outboxId: number): void
  openOutbox(): readonly OutboxRow[]
  readonly health: () => { state: 'healthy' | 'degraded' | 'down'; reason: string }
  close(): void
}
