import { assertNever } from '../model/assert-never.ts'
import { CostPool } from './cost-pool.ts'
import type { DisposalSink, Holding, MatchOutcome, MatchRule, Shortage } from './disposal.ts'
import { SuperficialWindow } from './superficial-window.ts'
import type { Ledger, TaxEvent } from './tax-event.ts'
import type { Scope } from './tax-settings.ts'
import type { TimeZone } from './time-zone.ts'

export interface AverageRules {
  readonly scope: Scope
  readonly zone: TimeZone
  /** Canada: losses with a replacement inside the window are denied and added to the cost. */
  readonly superficialLoss: boolean
  /** Told the cost of the stock after each event, where a report wants it. */
  readonly onCost?: (event: TaxEvent, cost: bigint) => void
}

interface Stock {
  readonly asset: string
  readonly wallet: string
  readonly pool: CostPool
  /** Denied losses whose replacement units have not come yet. */
  deniedWaiting: bigint
}

class AverageMatcher {
  readonly shortages: Shortage[] = []
  readonly #stocks = new Map<string, Map<string, Stock>>()
  readonly #windows = new Map<string, SuperficialWindow>()
  readonly #rules: AverageRules
  readonly #sink: DisposalSink

  constructor(ledger: Ledger, rules: AverageRules, sink: DisposalSink) {
    this.#rules = rules
    this.#sink = sink
    if (!rules.superficialLoss) return
    for (const event of ledger.events) {
      let window = this.#windows.get(event.asset)
      if (window === undefined) {
        window = new SuperficialWindow()
        this.#windows.set(event.asset, window)
      }
      window.add(event, rules.zone.dayOf(event.tsMs))
    }
  }

  handle(event: TaxEvent): void {
    const stock = this.#stockOf(event.asset, event.wallet)
    switch (event.kind) {
      case 'acquire':
        stock.pool.add(event.quantity, event.value + stock.deniedWaiting)
        stock.deniedWaiting = 0n
        break
      case 'withhold':
        this.#emit(event, 'withheld', event.value, event.value, 0n)
        break
      case 'transfer':
        if (this.#rules.scope === 'per-wallet') this.#move(event, stock)
        break
      case 'dispose':
        this.#disposeTogether([event])
        return
      default:
        assertNever(event.kind)
    }
    this.#rules.onCost?.(event, stock.pool.cost)
  }

  /** Disposals of one instant: dividing a sale must not change what is denied of its loss. */
  disposeAll(events: readonly TaxEvent[]): void {
    if (!this.#rules.superficialLoss || events.length === 1) {
      for (const event of events) this.#disposeTogether([event])
      return
    }
    const byStock = new Map<Stock, TaxEvent[]>()
    for (const event of events) {
      const stock = this.#stockOf(event.asset, event.wallet)
      const same = byStock.get(stock)
      if (same === undefined) byStock.set(stock, [event])
      else same.push(event)
    }
    for (const same of byStock.values()) this.#disposeTogether(same)
  }

  holdings(): Holding[] {
    const holdings: Holding[] = []
    for (const wallets of this.#stocks.values()) {
      for (const { asset, wallet, pool } of wallets.values()) {
        holdings.push({ asset, wallet, quantity: pool.quantity, cost: pool.cost, origin: null })
      }
    }
    return holdings
  }

  #stockOf(asset: string, wallet: string): Stock {
    const key = this.#rules.scope === 'per-wallet' ? wallet : ''
    let wallets = this.#stocks.get(asset)
    if (wallets === undefined) {
      wallets = new Map()
      this.#stocks.set(asset, wallets)
    }
    let stock = wallets.get(key)
    if (stock === undefined) {
      stock = { asset, wallet: key, pool: new CostPool(), deniedWaiting: 0n }
      wallets.set(key, stock)
    }
    return stock
  }

  /** The cost of the units, or null after noting that they are not there. */
  #take(event: TaxEvent, stock: Stock): bigint | null {
    const held = stock.pool.quantity
    if (event.quantity <= held) return stock.pool.take(event.quantity)
    const missing = event.quantity - held
    this.shortages.push({ event, wallet: stock.wallet, missing, lotId: null })
    stock.pool.take(held)
    return null
  }

  #move(event: TaxEvent, stock: Stock): void {
    const cost = this.#take(event, stock)
    if (cost !== null)
      this.#stockOf(event.asset, event.toWallet ?? '').pool.add(event.quantity, cost)
  }

  /** Disposals of one stock at one instant. */
  #disposeTogether(events: readonly TaxEvent[]): void {
    const [first] = events
    if (first === undefined) return
    const stock = this.#stockOf(first.asset, first.wallet)
    const taken = events.map((event) => {
      const basis = this.#take(event, stock)
      return { event, basis: basis ?? 0n, isCovered: basis !== null, costAfter: stock.pool.cost }
    })
    const isLoss = ({ event, basis, isCovered }: (typeof taken)[number]): boolean =>
      isCovered && event.value < basis
    let [sold, loss] = [0n, 0n]
    for (const part of taken.filter(isLoss)) {
      sold += part.event.quantity
      loss += part.basis - part.event.value
    }
    const denied = loss > 0n ? this.#denied(first, sold, loss) : 0n
    // The denied loss belongs to the replacement units: those still held, or the next to come.
    if (denied > 0n && stock.pool.quantity > 0n) stock.pool.add(0n, denied)
    else stock.deniedWaiting += denied
    let [lossSoFar, deniedSoFar] = [0n, 0n]
    taken.forEach((part, index) => {
      const { event, basis, isCovered, costAfter } = part
      if (!isCovered) return
      let share = 0n
      if (isLoss(part)) {
        lossSoFar += basis - event.value
        share = (denied * lossSoFar) / loss - deniedSoFar
        deniedSoFar += share
      }
      this.#emit(event, 'average', event.value, basis, share)
      const isLast = index === taken.length - 1
      this.#rules.onCost?.(event, isLast ? stock.pool.cost : costAfter)
    })
  }

  #denied(event: TaxEvent, sold: bigint, loss: bigint): bigint {
    const window = this.#windows.get(event.asset)
    return window ? window.denied(loss, sold, this.#rules.zone.dayOf(event.tsMs)) : 0n
  }

  #emit(event: TaxEvent, rule: MatchRule, proceeds: bigint, basis: bigint, denied: bigint): void {
    this.#sink({
      event,
      origin: null,
      sameDay: null,
      asset: event.asset,
      rule,
      acquiredMs: null,
      acquiredDay: null,
      soldMs: event.tsMs,
      soldDay: this.#rules.zone.dayOf(event.tsMs),
      quantity: event.quantity,
      proceeds,
      basis,
      gain: proceeds - basis + denied,
      denied,
      term: null,
    })
  }
}

const isSameInstant = (event: TaxEvent, next: TaxEvent | undefined): boolean =>
  next !== undefined && next.kind === 'dispose' && next.tsMs === event.tsMs

/**
 * One average cost per asset (Canada's adjusted cost base), or per asset and wallet, with the
 * superficial loss rule where the rules ask for it.
 */
export function matchAverageCost(
  ledger: Ledger,
  rules: AverageRules,
  sink: DisposalSink,
): MatchOutcome {
  const matcher = new AverageMatcher(ledger, rules, sink)
  const { events } = ledger
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index] as TaxEvent
    const from = index
    while (event.kind === 'dispose' && isSameInstant(event, events[index + 1])) index += 1
    if (index === from) matcher.handle(event)
    else matcher.disposeAll(events.slice(from, index + 1))
  }
  return { holdings: matcher.holdings(), shortages: matcher.shortages }
}
