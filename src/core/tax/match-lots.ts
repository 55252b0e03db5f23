import type {
  Disposal,
  DisposalSink,
  Holding,
  MatchOutcome,
  MatchRule,
  Shortage,
} from './disposal.ts'
import type { TermRule } from './holding-period.ts'
import { termOf } from './holding-period.ts'
import type { Lot } from './lot.ts'
import { createLot, takeFromLot } from './lot.ts'
import type { LotStore } from './lot-store.ts'
import { createLotStore } from './lot-store.ts'
import type { ChosenLot, Ledger, TaxEvent } from './tax-event.ts'
import type { LotMethod, Scope } from './tax-settings.ts'
import type { TimeZone } from './time-zone.ts'

/** From `fromMs` on this method chooses the lots. */
export interface MethodPeriod {
  readonly fromMs: number
  readonly method: LotMethod
}

export interface LotRules {
  /** Ascending; the first holds from the beginning whatever its time. */
  readonly methods: readonly MethodPeriod[]
  readonly scope: Scope
  readonly termRule: TermRule
  readonly zone: TimeZone
}

interface Stock {
  readonly asset: string
  readonly wallet: string
  store: LotStore
}

const EVERYWHERE = ''

/** Matches disposals with lots, one stock per asset or per asset and wallet. */
class LotMatcher {
  readonly shortages: Shortage[] = []
  readonly #stocks = new Map<string, Map<string, Stock>>()
  /** By the name of the lot; filled only where some event names lots. */
  readonly #named = new Map<string, { readonly stock: Stock; readonly lot: Lot }[]>()
  readonly #rules: LotRules
  readonly #sink: DisposalSink
  readonly #hasChoices: boolean
  readonly #needsUnitCost: boolean
  #method: LotMethod
  #nextPeriod = 1
  #sequence = 0

  constructor(ledger: Ledger, rules: LotRules, sink: DisposalSink) {
    this.#rules = rules
    this.#sink = sink
    this.#method = rules.methods[0]?.method ?? 'fifo'
    this.#hasChoices = ledger.events.some((event) => event.lots !== null)
    this.#needsUnitCost = rules.methods.some(({ method }) => method === 'hifo' || method === 'lofo')
  }

  handle(event: TaxEvent): void {
    const period = this.#rules.methods[this.#nextPeriod]
    if (period !== undefined && event.tsMs >= period.fromMs) this.#switchMethod(period.method)
    switch (event.kind) {
      case 'acquire': {
        const lot = createLot(
          event,
          this.#sequence,
          event.quantity,
          event.value,
          this.#needsUnitCost,
        )
        this.#sequence += 1
        this.#put(this.#stockOf(event.asset, event.wallet), lot)
        return
      }
      case 'withhold':
        this.#emit(event, event, 'withheld', event.quantity, event.value, event.value)
        return
      case 'transfer':
        if (this.#rules.scope === 'per-wallet') this.#move(event)
        return
      case 'dispose':
        this.#dispose(event)
        return
    }
  }

  holdings(): Holding[] {
    const holdings: Holding[] = []
    for (const wallets of this.#stocks.values()) {
      for (const { asset, wallet, store } of wallets.values()) {
        for (const lot of store.remaining().sort((a, b) => a.sequence - b.sequence)) {
          const quantity = lot.quantity - lot.taken
          holdings.push({
            asset,
            wallet,
            quantity,
            cost: lot.cost - lot.takenCost,
            origin: lot.origin,
          })
        }
      }
    }
    return holdings
  }

  #stockOf(asset: string, wallet: string): Stock {
    const key = this.#rules.scope === 'per-wallet' ? wallet : EVERYWHERE
    let wallets = this.#stocks.get(asset)
    if (wallets === undefined) {
      wallets = new Map()
      this.#stocks.set(asset, wallets)
    }
    let stock = wallets.get(key)
    if (stock === undefined) {
      stock = { asset, wallet: key, store: createLotStore(this.#method) }
      wallets.set(key, stock)
    }
    return stock
  }

  #put(stock: Stock, lot: Lot): void {
    stock.store.add(lot)
    if (!this.#hasChoices) return
    const named = this.#named.get(lot.origin.id)
    if (named === undefined) this.#named.set(lot.origin.id, [{ stock, lot }])
    else named.push({ stock, lot })
  }

  #switchMethod(method: LotMethod): void {
    this.#nextPeriod += 1
    if (method === this.#method) return
    this.#method = method
    for (const wallets of this.#stocks.values()) {
      for (const stock of wallets.values()) {
        const lots = stock.store.remaining().sort((a, b) => a.sequence - b.sequence)
        stock.store = createLotStore(method)
        for (const lot of lots) stock.store.add(lot)
      }
    }
  }

  /** Hands out `event.quantity` units, first from the lots the owner named. */
  #take(
    event: TaxEvent,
    give: (lot: Lot, part: bigint, cost: bigint, rule: MatchRule) => void,
  ): void {
    const stock = this.#stockOf(event.asset, event.wallet)
    let need = event.quantity
    for (const choice of event.lots ?? []) need = this.#takeChosen(event, stock, choice, need, give)
    while (need > 0n) {
      const lot = stock.store.next()
      if (lot === undefined) {
        this.shortages.push({ event, wallet: stock.wallet, missing: need, lotId: null })
        return
      }
      const left = lot.quantity - lot.taken
      const part = left < need ? left : need
      need -= part
      give(lot, part, takeFromLot(lot, part), 'order')
    }
  }

  #takeChosen(
    event: TaxEvent,
    stock: Stock,
    choice: ChosenLot,
    need: bigint,
    give: (lot: Lot, part: bigint, cost: bigint, rule: MatchRule) => void,
  ): bigint {
    let wanted = choice.quantity === null || choice.quantity > need ? need : choice.quantity
    let rest = need
    for (const { stock: home, lot } of this.#named.get(choice.lotId) ?? []) {
      if (home !== stock) continue
      const left = lot.quantity - lot.taken
      const part = left < wanted ? left : wanted
      if (part === 0n) continue
      wanted -= part
      rest -= part
      give(lot, part, takeFromLot(lot, part), 'specific')
    }
    // A lot named without a quantity gives what it has; the order decides over the rest.
    const isShort = wanted > 0n && (choice.quantity !== null || rest === need)
    if (isShort) {
      const { lotId } = choice
      this.shortages.push({ event, wallet: stock.wallet, missing: wanted, lotId })
      return rest - wanted
    }
    return rest
  }

  #move(event: TaxEvent): void {
    const target = this.#stockOf(event.asset, event.toWallet ?? '')
    const moved: { readonly lot: Lot; readonly part: bigint; readonly cost: bigint }[] = []
    this.#take(event, (lot, part, cost) => moved.push({ lot, part, cost }))
    for (const { lot, part, cost } of moved) {
      this.#put(target, createLot(lot.origin, lot.sequence, part, cost, this.#needsUnitCost))
    }
  }

  #dispose(event: TaxEvent): void {
    let given = 0n
    let allotted = 0n
    this.#take(event, (lot, part, cost, rule) => {
      given += part
      const upTo = given === event.quantity ? event.value : (event.value * given) / event.quantity
      this.#emit(event, lot.origin, rule, part, upTo - allotted, cost)
      allotted = upTo
    })
  }

  #emit(
    event: TaxEvent,
    origin: TaxEvent,
    rule: MatchRule,
    quantity: bigint,
    proceeds: bigint,
    basis: bigint,
  ): void {
    const { zone, termRule } = this.#rules
    const acquiredDay = zone.dayOf(origin.tsMs)
    const soldDay = zone.dayOf(event.tsMs)
    const disposal: Disposal = {
      events: [event],
      origins: [origin],
      asset: event.asset,
      rule,
      acquiredMs: origin.tsMs,
      acquiredDay,
      soldMs: event.tsMs,
      soldDay,
      quantity,
      proceeds,
      basis,
      gain: proceeds - basis,
      denied: 0n,
      term: termOf(acquiredDay, soldDay, termRule),
    }
    this.#sink(disposal)
  }
}

/**
 * FIFO, LIFO, HIFO and LOFO with named lots, transfers that keep cost and date, and methods that
 * change with time. Disposals go to the sink in order of time; units that are missing are listed,
 * never invented.
 */
export function matchLots(ledger: Ledger, rules: LotRules, sink: DisposalSink): MatchOutcome {
  const matcher = new LotMatcher(ledger, rules, sink)
  for (const event of ledger.events) matcher.handle(event)
  return { holdings: matcher.holdings(), shortages: matcher.shortages }
}
