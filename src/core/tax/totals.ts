import type { Disposal } from './disposal.ts'
import type { Country } from './tax-settings.ts'
import { taxYearOf } from './tax-settings.ts'

/** Sums × 10^valueScale. */
export interface Sums {
  readonly count: number
  readonly proceeds: bigint
  readonly basis: bigint
  readonly gain: bigint
  readonly shortTermGain: bigint
  readonly longTermGain: bigint
  /** Gains and losses apart, as some forms ask; losses are positive here. */
  readonly gains: bigint
  readonly losses: bigint
  readonly denied: bigint
}

/** Grows row by row with as few additions as the sums need: the gain follows from the others. */
class RunningSums {
  #count = 0
  #proceeds = 0n
  #basis = 0n
  #short = 0n
  #long = 0n
  #gains = 0n
  #denied = 0n

  add({ proceeds, basis, gain, denied, term }: Disposal): void {
    this.#count += 1
    this.#proceeds += proceeds
    this.#basis += basis
    if (denied !== 0n) this.#denied += denied
    if (term === 'short') this.#short += gain
    else if (term === 'long') this.#long += gain
    if (gain > 0n) this.#gains += gain
  }

  get sums(): Sums {
    const gain = this.#proceeds - this.#basis + this.#denied
    return {
      count: this.#count,
      proceeds: this.#proceeds,
      basis: this.#basis,
      gain,
      shortTermGain: this.#short,
      longTermGain: this.#long,
      gains: this.#gains,
      losses: this.#gains - gain,
      denied: this.#denied,
    }
  }
}

export const NO_SUMS: Sums = new RunningSums().sums

const plus = (a: Sums, b: Sums): Sums => ({
  count: a.count + b.count,
  proceeds: a.proceeds + b.proceeds,
  basis: a.basis + b.basis,
  gain: a.gain + b.gain,
  shortTermGain: a.shortTermGain + b.shortTermGain,
  longTermGain: a.longTermGain + b.longTermGain,
  gains: a.gains + b.gains,
  losses: a.losses + b.losses,
  denied: a.denied + b.denied,
})

interface YearSums {
  readonly sells: RunningSums
  readonly others: RunningSums
}

/** Running totals of a report: everything, sales alone, and by tax year. */
export class TotalsBook {
  readonly #years = new Map<number, YearSums>()
  readonly #country: Country
  #lastDay = Number.NaN
  #lastYear: YearSums = { sells: new RunningSums(), others: new RunningSums() }

  constructor(country: Country) {
    this.#country = country
  }

  add(disposal: Disposal): void {
    if (disposal.soldDay !== this.#lastDay) {
      this.#lastDay = disposal.soldDay
      this.#lastYear = this.#sumsOfYear(taxYearOf(disposal.soldDay, this.#country))
    }
    const { sells, others } = this.#lastYear
    if (disposal.event.type === 'sell') sells.add(disposal)
    else others.add(disposal)
  }

  /** By the first calendar year of the tax year, ascending. */
  get byYear(): ReadonlyMap<number, Sums> {
    const years = [...this.#years].sort(([a], [b]) => a - b)
    return new Map(years.map(([year, { sells, others }]) => [year, plus(sells.sums, others.sums)]))
  }

  get all(): Sums {
    return [...this.byYear.values()].reduce(plus, NO_SUMS)
  }

  get sellsOnly(): Sums {
    return [...this.#years.values()].reduce((sum, { sells }) => plus(sum, sells.sums), NO_SUMS)
  }

  #sumsOfYear(year: number): YearSums {
    const known = this.#years.get(year)
    if (known !== undefined) return known
    const sums = { sells: new RunningSums(), others: new RunningSums() }
    this.#years.set(year, sums)
    return sums
  }
}
