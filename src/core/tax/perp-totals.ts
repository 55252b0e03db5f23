import type { PerpLeg } from './perp-event.ts'
import type { PerpReport, PnlDifference } from './perps.ts'
import type { Country } from './tax-settings.ts'
import { taxYearOf } from './tax-settings.ts'
import type { TimeZone } from './time-zone.ts'

/** Sums of perpetuals × 10^valueScale, in the venue's currency unless said otherwise. */
export interface PerpSums {
  readonly closes: number
  /** Closes that were no order of the owner: liquidations, auto-deleveraging, settlements. */
  readonly forcedCloses: number
  readonly fundingPayments: number
  readonly realisedPnl: bigint
  /** In the venue's currency only; the others stand in `feesByToken`. */
  readonly fees: bigint
  readonly feesByToken: ReadonlyMap<string, bigint>
  readonly funding: bigint
  /** Realised − fees + funding. */
  readonly net: bigint
  /** What the venue itself says was realised by the same fills. */
  readonly venuePnl: bigint
  /** Closes that count with the venue's figure because their entry is unknown. */
  readonly venueFigures: number
  /** Closes whose figure differs from the venue's by more than its rounding, and by less. */
  readonly differences: number
  readonly roundings: number
}

class RunningPerpSums {
  #closes = 0
  #forced = 0
  #payments = 0
  #venueFigures = 0
  #differences = 0
  #roundings = 0
  #realised = 0n
  #difference = 0n
  #funding = 0n
  readonly #fees = new Map<string, bigint>()

  addLeg(leg: PerpLeg): void {
    const { feeToken } = leg.fill
    this.#fees.set(feeToken, (this.#fees.get(feeToken) ?? 0n) + leg.fee)
    if (leg.leg !== 'close') return
    this.#closes += 1
    if (leg.forced !== null) this.#forced += 1
    if (leg.isVenueFigure) this.#venueFigures += 1
    this.#realised += leg.pnl
  }

  addDifference({ ours, venue, isRounding }: PnlDifference): void {
    this.#difference += venue - ours
    if (isRounding) this.#roundings += 1
    else this.#differences += 1
  }

  addFunding(amount: bigint): void {
    this.#payments += 1
    this.#funding += amount
  }

  sums(currency: string): PerpSums {
    const fees = this.#fees.get(currency) ?? 0n
    return {
      closes: this.#closes,
      forcedCloses: this.#forced,
      fundingPayments: this.#payments,
      realisedPnl: this.#realised,
      fees,
      feesByToken: this.#fees,
      funding: this.#funding,
      net: this.#realised - fees + this.#funding,
      venuePnl: this.#realised + this.#difference,
      venueFigures: this.#venueFigures,
      differences: this.#differences,
      roundings: this.#roundings,
    }
  }
}

export const NO_PERP_SUMS: PerpSums = new RunningPerpSums().sums('')

/** Sums of perpetuals by tax year, ascending by its first calendar year. */
export function perpSumsByYear(
  report: PerpReport,
  zone: TimeZone,
  country: Country,
  currency: string,
): ReadonlyMap<number, PerpSums> {
  const years = new Map<number, RunningPerpSums>()
  const at = (tsMs: number): RunningPerpSums => {
    const year = taxYearOf(zone.dayOf(tsMs), country)
    const known = years.get(year)
    if (known !== undefined) return known
    const made = new RunningPerpSums()
    years.set(year, made)
    return made
  }
  for (const leg of report.legs) at(leg.fill.tsMs).addLeg(leg)
  for (const difference of report.differences) {
    at(difference.fill.tsMs).addDifference(difference)
  }
  for (const { payment, amount } of report.funding) at(payment.tsMs).addFunding(amount)
  const sorted = [...years].sort(([a], [b]) => a - b)
  return new Map(sorted.map(([year, running]) => [year, running.sums(currency)]))
}

/** The sums of everything, or of what happened in the time that `isIncluded` says. */
export function perpSums(
  report: PerpReport,
  currency: string,
  isIncluded: (tsMs: number) => boolean = () => true,
): PerpSums {
  const running = new RunningPerpSums()
  for (const leg of report.legs) if (isIncluded(leg.fill.tsMs)) running.addLeg(leg)
  for (const difference of report.differences) {
    if (isIncluded(difference.fill.tsMs)) running.addDifference(difference)
  }
  for (const { payment, amount } of report.funding) {
    if (isIncluded(payment.tsMs)) running.addFunding(amount)
  }
  return running.sums(currency)
}
