const FIRST_SLOTS = 61
/** An open table keeps its probes short while a fifth of it is free. */
const FULL = 0.8
/** The table grows to so much of its size: often, so that little of it is ever empty. */
const GROWTH = 1.3
/** Odd, and near 2^32 divided by the golden ratio: neighbours in number are none in the table. */
const SPREAD = 0x9e3779b1
/** Of the greatest whole number that is exact; the character of the digit 0. */
const DIGITS_MAX = 16
const ZERO = 48

/** The number that is written so and no other way; zero is none, as an empty slot is. */
function plainNumber(id: string): number | null {
  if (id.charCodeAt(0) === ZERO || id.length === 0 || id.length > DIGITS_MAX) return null
  let number = 0
  for (let place = 0; place < id.length; place += 1) {
    const digit = id.charCodeAt(place) - ZERO
    if (digit < 0 || digit > 9) return null
    number = number * 10 + digit
  }
  return number <= Number.MAX_SAFE_INTEGER ? number : null
}

const slotOf = (id: number, slots: number): number => {
  const [low, high] = [id >>> 0, Math.floor(id / 2 ** 32)]
  const mixed = Math.imul(low ^ Math.imul(high, SPREAD), SPREAD)
  return ((mixed ^ (mixed >>> 15)) >>> 0) % slots
}

/** The slot that holds `id`, or the empty one where it belongs. */
function findSlot(table: Float64Array, id: number): number {
  let slot = slotOf(id, table.length)
  while (table[slot] !== 0 && table[slot] !== id) slot = (slot + 1) % table.length
  return slot
}

/**
 * Every trade id that was ever counted, exactly: a fill that is told again a year later must not
 * count twice. The venue's ids are whole numbers and take 10 to 13 bytes each; others are kept as text.
 */
export class TradeIds {
  size = 0
  /** A hash table with open addressing; zero is an empty slot. */
  numbers = new Float64Array(FIRST_SLOTS)
  numbersHeld = 0
  readonly texts = new Set<string>()

  has(id: string): boolean {
    const number = plainNumber(id)
    if (number === null) return this.texts.has(id)
    return this.numbers[findSlot(this.numbers, number)] === number
  }

  add(id: string): void {
    const number = plainNumber(id)
    if (number === null) this.texts.add(id)
    else this.#addNumber(number)
    this.size = this.numbersHeld + this.texts.size
  }

  #addNumber(number: number): void {
    const slot = findSlot(this.numbers, number)
    if (this.numbers[slot] === number) return
    this.numbersHeld += 1
    if (this.numbersHeld > this.numbers.length * FULL) {
      this.#grow()
      this.numbers[findSlot(this.numbers, number)] = number
    } else this.numbers[slot] = number
  }

  clear(): void {
    this.size = 0
    this.numbers = new Float64Array(FIRST_SLOTS)
    this.numbersHeld = 0
    this.texts.clear()
  }

  #grow(): void {
    const larger = new Float64Array(Math.ceil(this.numbers.length * GROWTH))
    for (const id of this.numbers) if (id !== 0) larger[findSlot(larger, id)] = id
    this.numbers = larger
  }
}
