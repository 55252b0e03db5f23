import { assertNever } from '../model/assert-never.ts'
import type { Lot } from './lot.ts'
import { compareUnitCost } from './lot.ts'
import type { LotMethod } from './tax-settings.ts'

/** Negative where `a` goes before `b`. */
export type LotOrder = (a: Lot, b: Lot) => number

const byTime: LotOrder = (a, b) => a.sequence - b.sequence
const byTimeReversed: LotOrder = (a, b) => b.sequence - a.sequence
const byCostHighestFirst: LotOrder = (a, b) => compareUnitCost(b, a) || a.sequence - b.sequence
const byCostLowestFirst: LotOrder = (a, b) => compareUnitCost(a, b) || a.sequence - b.sequence

/** The lots of one stock, next one first. `next` never looks at more than the lots it drops. */
export interface LotStore {
  add(lot: Lot): void
  /** The lot whose units go next, or undefined when none is left. */
  next(): Lot | undefined
  /** Every lot that still has units, in no particular order. */
  remaining(): Lot[]
}

const hasUnits = (lot: Lot): boolean => lot.left > 0n

/** A binary heap; emptied lots are dropped when they reach the top. */
export class LotHeap implements LotStore {
  readonly #lots: Lot[] = []
  readonly #order: LotOrder

  constructor(order: LotOrder) {
    this.#order = order
  }

  add(lot: Lot): void {
    const lots = this.#lots
    const order = this.#order
    let index = lots.length
    lots.push(lot)
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = lots[parent] as Lot
      if (order(lot, above) >= 0) break
      lots[index] = above
      index = parent
    }
    lots[index] = lot
  }

  next(): Lot | undefined {
    let top = this.#lots[0]
    while (top !== undefined && top.left === 0n) {
      this.#dropTop()
      top = this.#lots[0]
    }
    return top
  }

  remaining(): Lot[] {
    return this.#lots.filter(hasUnits)
  }

  #dropTop(): void {
    const lots = this.#lots
    const order = this.#order
    const last = lots.pop() as Lot
    const { length } = lots
    if (length === 0) return
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= length) break
      if (child + 1 < length && order(lots[child + 1] as Lot, lots[child] as Lot) < 0) child += 1
      const below = lots[child] as Lot
      if (order(last, below) <= 0) break
      lots[index] = below
      index = child
    }
    lots[index] = last
  }
}

const COMPACT_FROM = 65_536

/** First in, first out: an array with a head; a lot that arrives out of turn makes it a heap. */
export class LotQueue implements LotStore {
  #lots: Lot[] = []
  #head = 0
  #heap: LotHeap | null = null

  add(lot: Lot): void {
    if (this.#heap) {
      this.#heap.add(lot)
      return
    }
    const last = this.#lots[this.#lots.length - 1]
    if (last === undefined || last.sequence <= lot.sequence) {
      this.#lots.push(lot)
      return
    }
    const heap = new LotHeap(byTime)
    for (const held of this.remaining()) heap.add(held)
    heap.add(lot)
    this.#heap = heap
    this.#lots = []
  }

  next(): Lot | undefined {
    if (this.#heap) return this.#heap.next()
    let lot = this.#lots[this.#head]
    while (lot !== undefined && lot.left === 0n) {
      this.#head += 1
      lot = this.#lots[this.#head]
    }
    if (this.#head > COMPACT_FROM && this.#head * 2 > this.#lots.length) {
      this.#lots = this.#lots.slice(this.#head)
      this.#head = 0
    }
    return lot
  }

  remaining(): Lot[] {
    return this.#heap ? this.#heap.remaining() : this.#lots.slice(this.#head).filter(hasUnits)
  }
}

/** Last in, first out: a stack; a lot that arrives out of turn makes it a heap. */
export class LotStack implements LotStore {
  #lots: Lot[] = []
  #heap: LotHeap | null = null

  add(lot: Lot): void {
    if (this.#heap) {
      this.#heap.add(lot)
      return
    }
    const top = this.next()
    if (top === undefined || top.sequence <= lot.sequence) {
      this.#lots.push(lot)
      return
    }
    const heap = new LotHeap(byTimeReversed)
    for (const held of this.remaining()) heap.add(held)
    heap.add(lot)
    this.#heap = heap
    this.#lots = []
  }

  next(): Lot | undefined {
    if (this.#heap) return this.#heap.next()
    const lots = this.#lots
    let top = lots[lots.length - 1]
    while (top !== undefined && top.left === 0n) {
      lots.pop()
      top = lots[lots.length - 1]
    }
    return top
  }

  remaining(): Lot[] {
    return this.#heap ? this.#heap.remaining() : this.#lots.filter(hasUnits)
  }
}

/** Keys: FIFO time; LIFO time reversed; HIFO unit cost with fee, highest first; LOFO lowest. */
export function createLotStore(method: LotMethod): LotStore {
  switch (method) {
    case 'fifo':
      return new LotQueue()
    case 'lifo':
      return new LotStack()
    case 'hifo':
      return new LotHeap(byCostHighestFirst)
    case 'lofo':
      return new LotHeap(byCostLowestFirst)
    default:
      return assertNever(method)
  }
}
