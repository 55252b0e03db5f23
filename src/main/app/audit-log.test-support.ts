import type { EventBody } from '#core/engine/events.ts'
import { centsText } from '#core/engine/money-text.ts'
import type { Terms } from '#core/model/terms.ts'
import { asMoney } from '#core/money/amount.ts'
import { parseMoney } from '#core/money/decimal.ts'
import type { Limits } from '#core/risk/limits.ts'
import type { QuotaKey } from '#core/risk/risk-inputs.ts'
import { quotaOf } from '#core/risk/trade-quota.ts'
import type { LoggedEvent } from '../runtime/ports.ts'

/** What a log says of the risk manager, reckoned again from the events alone. */
export interface Audit {
  /** Brackets whose entry filled. */
  trades: number
  signals: number
  /** Signals that were denied, each with its sentence. */
  readonly denials: { readonly code: string; readonly message: string }[]
  /** Losses beyond what was reckoned, to the cent. */
  readonly overshoots: string[]
  /** What must never be. */
  readonly violations: string[]
}

interface OpenTrip {
  result: bigint
  worst: bigint
}

type Body<Type extends EventBody['type']> = Extract<EventBody, { readonly type: Type }>

const cents = (amount: bigint): string => centsText(asMoney(amount))

/** Folds the log once, with books of its own. */
export class LogAudit {
  readonly audit: Audit = { trades: 0, signals: 0, denials: [], overshoots: [], violations: [] }
  #limits: Limits
  #dayKey = ''
  #lost = 0n
  #dayStart = 0n
  #equity = 0n
  #pendingSignals = 0
  readonly #terms = new Map<string, Terms>()
  readonly #quota = new Map<string, QuotaKey>()
  readonly #worst = new Map<string, bigint>()
  readonly #entryOf = new Map<string, string>()
  readonly #traded = new Set<string>()
  readonly #counts = new Map<string, number>()
  readonly #trips = new Map<string, OpenTrip>()
  readonly #sizes = new Map<string, bigint>()

  constructor(limits: Limits) {
    this.#limits = limits
  }

  take({ body }: LoggedEvent): void {
    switch (body.type) {
      case 'LimitsChanged':
        this.#limits = body.limits
        break
      case 'DayOpened':
        this.#closeDay(body.dayKey, body.startEquity)
        break
      case 'EquityMarked':
        this.#equity = body.equity
        break
      case 'SignalEmitted':
        this.audit.signals += 1
        this.#pendingSignals += 1
        break
      case 'OrderInitialized':
        this.#quota.set(
          body.ticketId,
          body.origin.from === 'strategy' ? body.origin.timeframe : 'manual',
        )
        if (body.origin.from === 'strategy') this.#pendingSignals -= 1
        break
      case 'OrderDenied':
        if (body.origin.from === 'strategy') this.#deny(body)
        break
      case 'ApprovalRequested':
        this.#terms.set(body.ticketId, body.terms)
        break
      case 'OrderApproved':
        this.#worst.set(body.ticketId, body.decision.worstCaseLoss)
        break
      case 'OrderSubmitted':
        this.#submit(body)
        break
      case 'OrderFilled':
        this.#fill(body)
        break
      case 'FundingPaid':
        this.#lost -= body.amount
        this.#trip(body.coin).result += body.amount
        break
      case 'RiskStateChanged':
        if (body.cause === 'invariantBroken') this.audit.violations.push(body.reason)
        break
      default:
        break
    }
  }

  end(): Audit {
    this.#closeDay('', this.#equity)
    if (this.#pendingSignals !== 0) this.audit.violations.push('a signal without an answer')
    return this.audit
  }

  #trip(coin: string): OpenTrip {
    const open = this.#trips.get(coin) ?? { result: 0n, worst: 0n }
    this.#trips.set(coin, open)
    return open
  }

  #deny({ decision }: Body<'OrderDenied'>): void {
    const { code, message, numbers } = decision
    if (message.length < 20 || Object.keys(numbers).length === 0) {
      this.audit.violations.push(`${code} was denied without words or numbers`)
    }
    this.audit.denials.push({ code, message })
  }

  #submit({ ticketId, addsRisk, worstCaseLoss }: Body<'OrderSubmitted'>): void {
    if (!addsRisk) return
    const terms = this.#terms.get(ticketId)
    if (terms?.kind === 'bracket') this.#entryOf.set(terms.entryId, ticketId)
    const cap = this.#limits.dayLossAmount ?? parseMoney('1000000')
    const lost = this.#lost > 0n ? this.#lost : 0n
    if (worstCaseLoss + lost > cap) {
      this.audit.violations.push(`${ticketId}: ${cents(worstCaseLoss + lost)} of ${cents(cap)}`)
    }
  }

  #countTrade(ticketId: string): void {
    if (this.#traded.has(ticketId)) return
    this.#traded.add(ticketId)
    this.audit.trades += 1
    const quota = this.#quota.get(ticketId) ?? 'manual'
    const key = `${this.#dayKey} ${quota}`
    const count = (this.#counts.get(key) ?? 0) + 1
    this.#counts.set(key, count)
    if (count > quotaOf(this.#limits, quota)) this.audit.violations.push(`${key}: ${count} trades`)
  }

  #fill({ fill }: Body<'OrderFilled'>): void {
    const { coin, closedPnl, fee } = fill
    this.#lost += fee - closedPnl
    const trip = this.#trip(coin)
    trip.result += closedPnl - fee
    const ticketId = fill.clientOrderId === null ? undefined : this.#entryOf.get(fill.clientOrderId)
    if (ticketId !== undefined) {
      if (!this.#traded.has(ticketId)) trip.worst += this.#worst.get(ticketId) ?? 0n
      this.#countTrade(ticketId)
    }
    const size = fill.startPosition + (fill.side === 'buy' ? fill.quantity : -fill.quantity)
    this.#sizes.set(coin, size)
    if (size !== 0n) return
    const beyond = -trip.result - trip.worst
    if (beyond > 0n) {
      this.audit.overshoots.push(
        `${this.#dayKey} ${coin}: lost ${cents(-trip.result)} where at most ${cents(trip.worst)} was reckoned, ${cents(beyond)} more`,
      )
    }
    this.#trips.delete(coin)
  }

  /** The loss of a day is what the account's value fell by: realised, unrealised, fees, funding. */
  #closeDay(next: string, equity: bigint): void {
    const cap = this.#limits.dayLossAmount
    const lost = this.#dayStart - equity
    if (this.#dayKey !== '' && cap !== null && lost > cap) {
      this.audit.overshoots.push(
        `${this.#dayKey}: the day lost ${cents(lost)}, ${cents(lost - cap)} beyond its cap`,
      )
    }
    this.#dayKey = next
    this.#dayStart = equity
    this.#lost = 0n
  }
}
