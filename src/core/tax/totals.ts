import type { Disposal } from './disposal.ts'
import type { Country } from './tax-settings.ts'
import { taxYearOf } from './tax-settings.ts'

/** Sums × 10^valueScale. */
export interface Sums {
  count: number
  proceeds: bigint
  basis: bigint
  gain: bigint
  shortTermGain: bigint
  longTermGain: bigint
  /** Gains and losses apart, as some forms ask; losses are positive here. */
  gains: bigint
  losses: bigint
  denied: bigint
}

export const emptySums = (): Sums => ({
  count: 0,
  proceeds: 0n,
  basis: 0n,
  gain: 0n,
  shortTermGain: 0n,
  longTermGain: 0n,
  gains: 0n,
  losses: 0n,
  denied: 0n,
})

function addTo(sums: Sums, disposal: Disposal): void {
  const { gain } = disposal
  sums.count += 1
  sums.proceeds += disposal.proceeds
  sums.basis += disposal.basis
  sums.gain += gain
  sums.denied += disposal.denied
  if (disposal.term === 'short') sums.shortTermGain += gain
  else if (disposal.term === 'long') sums.longTermGain += gain
  if (gain > 0n) sums.gains += gain
  else sums.losses -= gain
}

/** Running totals of a report: everything, sales alone, and by tax year. */
export class TotalsBook {
  readonly all = emptySums()
  readonly sellsOnly = emptySums()
  readonly byYear = new Map<number, Sums>()
  readonly #country: Country
  #lastDay = Number.NaN
  #lastYear = emptySums()

  constructor(country: Country) {
    this.#country = country
  }

  add(disposal: Disposal): void {
    addTo(this.all, disposal)
    if (disposal.event.type === 'sell') addTo(this.sellsOnly, disposal)
    if (disposal.soldDay !== this.#lastDay) {
      this.#lastDay = disposal.soldDay
      this.#lastYear = this.#sumsOfYear(taxYearOf(disposal.soldDay, this.#country))
    }
    addTo(this.#lastYear, disposal)
  }

  #sumsOfYear(year: number): Sums {
    let sums = this.byYear.get(year)
    if (sums === undefined) {
      sums = emptySums()
      this.byYear.set(year, sums)
    }
    return sums
  }
}
