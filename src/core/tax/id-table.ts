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
  /** Place in the list of events plus one; 0 is free. */
  #slots = new Int32Array(FIRST_SLOTS)
  #hashes = new Int32Array(FIRST_SLOTS)
  #count = 0

  constructor(events: readonly TaxEvent[]) {
    this.#events = events
  }

  /** Adds the id of the event at `place`; returns the earlier event that has it, if any. */
  add(id: string, place: number): TaxEvent | null {
    const hash = hashOf(id) | 0
    const mask = this.#slots.length - 1
    let slot = hash & mask
    while (this.#slots[slot] !== 0) {
      if (this.#hashes[slot] === hash) {
        const other = this.#events[(this.#slots[slot] as number) - 1]
        if (other?.id === id) return other
      }
      slot = (slot + 1) & mask
    }
    this.#slots[slot] = place + 1
    this.#hashes[slot] = hash
    this.#count += 1
    if (this.#count * 3 > this.#slots.length * 2) this.#grow()
    return null
  }

  #grow(): void {
    const [slots, hashes] = [this.#slots, this.#hashes]
    this.#slots = new Int32Array(slots.length * 2)
    this.#hashes = new Int32Array(slots.length * 2)
    const mask = this.#slots.length - 1
    for (let index = 0; index < slots.length; index += 1) {
      const place = slots[index] as number
      if (place === 0) continue
      const hash = hashes[index] as number
      let slot = hash & mask
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
      this.#slots[slot] = place
      this.#hashes[slot] = hash
    }
  }
}
