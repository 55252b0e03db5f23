import type { Holding, MatchOutcome, MatchRule, Shortage } from './disposal.ts'
import type { Lot } from './lot.ts'
import { createLot, emptyLot, splitLot } from './lot.ts'
import type { LotStore } from './lot-store.ts'
import { createLotStore } from './lot-store.ts'
import type { ChosenLot, Ledger, TaxEvent } from './tax-event.ts'
import type { LotMethod, Scope } from './tax-settings.ts'

/** From `fromMs` on this method chooses the lots. */
export interface MethodPeriod {
  readonly fromMs: number
  readonly method: LotMethod
}

export interface LotRules {
  /** Ascending; the first holds from the beginning whatever its time. */
  readonly methods: readonly MethodPeriod[]
  readonly scope: Scope
}

/** Told each match of (a part of) a disposal with (a part of) a lot, in order of time. */
export type LotMatchSink = (
  event: TaxEvent,
  origin: TaxEvent,
  rule: MatchRule,
  quantity: bigint,
  proceeds: bigint,
  basis: bigint,
) => void

interface Stock {
  readonly asset: string
  readonly wallet: string
  store: LotStore
}

interface TakenPart {
  readonly lot: Lot
  readonly part: bigint
  readonly cost: bigint
  readonly rule: MatchRule
}

const EVERYWHERE = ''

/** Matches disposals with lots, one stock per asset or per asset and wallet. */
class LotMatcher {
  readonly shortages: Shortage[] = []
  readonly #stocks = new Map<string, Map<string, Stock>>()
  /** By the name of the lot; filled only where some event names lots. */
  readonly #named = new Map<string, { readonly stock: Stock; readonly lot: Lot }[]>()
  readonly #rules: LotRules
  readonly #sink: LotMatchSink
  readonly #hasChoices: boolean
  readonly #needsUnitCost: boolean
  #method: LotMethod
  #nextPeriod = 1
  #nextPeriodMs: number
  #sequence = 0
  #lastStock: Stock | null = null

  constructor(ledger: Ledger, rules: LotRules, sink: LotMatchSink) {
    this.#rules = rules
    this.#sink = sink
    this.#method = rules.methods[0]?.method ?? 'fifo'
    this.#nextPeriodMs = rules.methods[1]?.fromMs ?? Number.POSITIVE_INFINITY
    this.#hasChoices = ledger.events.some((event) => event.lots !== null)
    this.#needsUnitCost = rules.methods.some(({ method }) => method === 'hifo' || method === 'lofo')
  }

  handle(event: TaxEvent): void {
    while (event.tsMs >= this.#nextPeriodMs) this.#switchMethod()
    switch (event.kind) {
      case 'acquire': {
        const { quantity, value } = event
        const lot = createLot(event, this.#sequence, quantity, value, this.#needsUnitCost)
        this.#sequence += 1
        this.#put(this.#stockOf(event.asset, event.wallet), lot)
        return
      }
      case 'withhold':
        this.#sink(event, event, 'withheld', event.quantity, event.value, event.value)
        return
      case 'transfer':
        if (this.#rules.scope === 'per-wallet') this.#move(event)
        return
      case 'dispose':
        if (event.lots === null) this.#disposeInOrder(event)
        else this.#disposeChosen(event)
        return
    }
  }

  holdings(): Holding[] {
    const holdings: Holding[] = []
    for (const wallets of this.#stocks.values()) {
      for (const { asset, wallet, store } of wallets.values()) {
        for (const lot of store.remaining().sort((a, b) => a.sequence - b.sequence)) {
          const { left, leftCost, origin } = lot
          holdings.push({ asset, wallet, quantity: left, cost: leftCost, origin })
        }
      }
    }
    return holdings
  }

  #stockOf(asset: string, wallet: string): Stock {
    const key = this.#rules.scope === 'per-wallet' ? wallet : EVERYWHERE
    const last = this.#lastStock
    if (last !== null && last.asset === asset && last.wallet === key) return last
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
    this.#lastStock = stock
    return stock
  }

  #put(stock: Stock, lot: Lot): void {
    stock.store.add(lot)
    if (!this.#hasChoices) return
    const named = this.#named.get(lot.origin.id)
    if (named === undefined) this.#named.set(lot.origin.id, [{ stock, lot }])
    else named.push({ stock, lot })
  }

  #switchMethod(): void {
    const { methods } = this.#rules
    const method = methods[this.#nextPeriod]?.method ?? this.#method
    this.#nextPeriod += 1
    this.#nextPeriodMs = methods[this.#nextPeriod]?.fromMs ?? Number.POSITIVE_INFINITY
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

  /** The common road: the store says which lot is next until the disposal is covered. */
  #disposeInOrder(event: TaxEvent): void {
    const { store, wallet } = this.#stockOf(event.asset, event.wallet)
    const { quantity, value } = event
    let need = quantity
    let openProceeds = value
    for (;;) {
      const lot = store.next()
      if (lot === undefined) {
        this.shortages.push({ event, wallet, missing: need, lotId: null })
        return
      }
      const { left } = lot
      if (left > need) {
        this.#sink(event, lot.origin, 'order', need, openProceeds, splitLot(lot, need))
        return
      }
      const basis = emptyLot(lot)
      if (left === need) {
        this.#sink(event, lot.origin, 'order', left, openProceeds, basis)
        return
      }
      // What is still open keeps its share of the proceeds; the last part gets the remainder.
      need -= left
      const stillOpen = (value * need) / quantity
      this.#sink(event, lot.origin, 'order', left, openProceeds - stillOpen, basis)
      openProceeds = stillOpen
    }
  }

  #disposeChosen(event: TaxEvent): void {
    let need = event.quantity
    let openProceeds = event.value
    for (const { lot, part, cost, rule } of this.#take(event)) {
      need -= part
      const stillOpen = need === 0n ? 0n : (event.value * need) / event.quantity
      this.#sink(event, lot.origin, rule, part, openProceeds - stillOpen, cost)
      openProceeds = stillOpen
    }
  }

  #move(event: TaxEvent): void {
    const target = this.#stockOf(event.asset, event.toWallet ?? '')
    for (const { lot, part, cost } of this.#take(event)) {
      this.#put(target, createLot(lot.origin, lot.sequence, part, cost, this.#needsUnitCost))
    }
  }

  /** The units of a transfer or of a disposal that names lots: named ones first, then in order. */
  #take(event: TaxEvent): TakenPart[] {
    const stock = this.#stockOf(event.asset, event.wallet)
    const parts: TakenPart[] = []
    let need = event.quantity
    for (const choice of event.lots ?? [])
      need = this.#takeChosen(event, stock, choice, need, parts)
    while (need > 0n) {
      const lot = stock.store.next()
      if (lot === undefined) {
        this.shortages.push({ event, wallet: stock.wallet, missing: need, lotId: null })
        return parts
      }
      need -= takePart(lot, need, 'order', parts)
    }
    return parts
  }

  /** Takes what one choice gives and returns what is still needed. */
  #takeChosen(
    event: TaxEvent,
    stock: Stock,
    choice: ChosenLot,
    need: bigint,
    parts: TakenPart[],
  ): bigint {
    const wanted = choice.quantity === null || choice.quantity > need ? need : choice.quantity
    let open = wanted
    for (const { stock: home, lot } of this.#named.get(choice.lotId) ?? []) {
      if (home === stock && open > 0n) open -= takePart(lot, open, 'specific', parts)
    }
    if (open === 0n) return need - wanted
    // A lot named without a quantity gives what it has, and the order decides over the rest.
    const gaveNothing = open === wanted && wanted > 0n
    if (choice.quantity === null && !gaveNothing) return need - (wanted - open)
    const { lotId } = choice
    this.shortages.push({ event, wallet: stock.wallet, missing: open, lotId })
    return need - wanted
  }
}

/** Takes at most `wanted` units of the lot, notes them and returns how many they were. */
function takePart(lot: Lot, wanted: bigint, rule: MatchRule, parts: TakenPart[]): bigint {
  const { left } = lot
  if (left === 0n) return 0n
  const part = left < wanted ? left : wanted
  const cost = part === left ? emptyLot(lot) : splitLot(lot, part)
  parts.push({ lot, part, cost, rule })
  return part
}

/**
 * FIFO, LIFO, HIFO and LOFO with named lots, transfers that keep cost and date, and methods that
 * change with time. Units that are missing are listed, never invented.
 */
export function matchLots(ledger: Ledger, rules: LotRules, sink: LotMatchSink): MatchOutcome {
  const matcher = new LotMatcher(ledger, rules, sink)
  for (const event of ledger.events) matcher.handle(event)
  return { holdings: matcher.holdings(), shortages: matcher.shortages }
}
