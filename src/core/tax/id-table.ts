import type { TaxEvent } from './tax-event.ts'

/** Slots a row, at most two thirds full. */
const FIRST_SLOTS = 1 << 10

/** FNV-1a over the UTF-16 units, in 32 bits. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193)
  }
  return hash
}

/**
 * Finds ids that come twice among the first events of rows. A Set of a million ids would cost more
 * time and memory than all other checks together; this keeps two integers an id.
 */
export class IdTable {
  readonly #events: readonly TaxEvent[]
  /**
   * Pairs of a hash and a place in the list of events plus one; a place of 0 is free. Side by side,
   * because a large table costs a fetch from far memory wherever it is looked into.
   */
  #slots = new Int32Array(2 * FIRST_SLOTS)
  #count = 0

  constructor(events: readonly TaxEvent[]) {
    this.#events = events
  }

  /** Adds the id of the event at `place`; returns the earlier event that has it, if any. */
  add(id: string, place: number): TaxEvent | null {
    const hash = hashOf(id) | 0
    const slots = this.#slots
    const mask = slots.length - 2
    let slot = (2 * hash) & mask
    while (slots[slot + 1] !== 0) {
      if (slots[slot] === hash) {
        const other = this.#events[(slots[slot + 1] as number) - 1]
        if (other?.id === id) return other
      }
      slot = (slot + 2) & mask
    }
    slots[slot] = hash
    slots[slot + 1] = place + 1
    this.#count += 1
    if (this.#count * 3 > slots.length) this.#grow()
    return null
  }

  #grow(): void {
    const slots = this.#slots
    const wider = new Int32Array(slots.length * 2)
    const mask = wider.length - 2
    for (let from = 0; from < slots.length; from += 2) {
      const place = slots[from + 1] as number
      if (place === 0) continue
      const hash = slots[from] as number
      let slot = (2 * hash) & mask
      while (wider[slot + 1] !== 0) slot = (slot + 2) & mask
      wider[slot] = hash
      wider[slot + 1] = place
    }
    this.#slots = wider
  }
}
