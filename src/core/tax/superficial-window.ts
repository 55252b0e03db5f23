import type { Day } from './calendar.ts'
import type { TaxEvent } from './tax-event.ts'

export const WINDOW_DAYS = 30

/** Index of the first element greater than `day` in an ascending list. */
function firstAfter(days: readonly Day[], day: Day): number {
  let low = 0
  let high = days.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((days[middle] as Day) <= day) low = middle + 1
    else high = middle
  }
  return low
}

/** Running totals over days: how much there was at a day's end. */
class RunningTotal {
  readonly #days: Day[] = []
  readonly #totals: bigint[] = []
  #total = 0n

  add(day: Day, amount: bigint): void {
    this.#total += amount
    if (this.#days[this.#days.length - 1] === day)
      this.#totals[this.#totals.length - 1] = this.#total
    else {
      this.#days.push(day)
      this.#totals.push(this.#total)
    }
  }

  atEndOf(day: Day): bigint {
    const index = firstAfter(this.#days, day)
    return index === 0 ? 0n : (this.#totals[index - 1] as bigint)
  }
}

/**
 * Canada's superficial loss (Income Tax Act, section 54), asked per disposal: P are the units
 * bought from 30 days before to 30 days after, B the units held at the end of the 30th day after.
 * Income in units is no purchase, but counts as held.
 */
export class SuperficialWindow {
  readonly #bought = new RunningTotal()
  readonly #held = new RunningTotal()

  add(event: TaxEvent, day: Day): void {
    if (event.kind === 'acquire') {
      if (event.type === 'buy') this.#bought.add(day, event.quantity)
      this.#held.add(day, event.quantity)
    } else if (event.kind === 'dispose') this.#held.add(day, -event.quantity)
  }

  /** The part of `loss` (positive) that is denied: loss × min(S, P, B) ÷ S. */
  denied(loss: bigint, sold: bigint, day: Day): bigint {
    const bought =
      this.#bought.atEndOf(day + WINDOW_DAYS) - this.#bought.atEndOf(day - WINDOW_DAYS - 1)
    const held = this.#held.atEndOf(day + WINDOW_DAYS)
    let replaced = sold < bought ? sold : bought
    if (held < replaced) replaced = held
    return replaced <= 0n ? 0n : (loss * replaced) / sold
  }
}
