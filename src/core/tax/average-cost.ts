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
        this.#dispose(event, stock)
        break
    }
    this.#rules.onCost?.(event, stock.pool.cost)
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

  #dispose(event: TaxEvent, stock: Stock): void {
    const basis = this.#take(event, stock)
    if (basis === null) return
    const denied = event.value < basis ? this.#denied(event, basis - event.value) : 0n
    if (denied > 0n) {
      // The denied loss belongs to the replacement units: those still held, or the next to come.
      if (stock.pool.quantity > 0n) stock.pool.add(0n, denied)
      else stock.deniedWaiting += denied
    }
    this.#emit(event, 'average', event.value, basis, denied)
  }

  #denied(event: TaxEvent, loss: bigint): bigint {
    const window = this.#windows.get(event.asset)
    return window ? window.denied(loss, event.quantity, this.#rules.zone.dayOf(event.tsMs)) : 0n
  }

  #emit(event: TaxEvent, rule: MatchRule, proceeds: bigint, basis: bigint, denied: bigint): void {
    this.#sink({
      events: [event],
      origins: [],
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
  for (const event of ledger.events) matcher.handle(event)
  return { holdings: matcher.holdings(), shortages: matcher.shortages }
}
