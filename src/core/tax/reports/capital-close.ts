import type { Day } from '../calendar.ts'
import { parseExact } from '../exact-decimal.ts'
import type { CloseLeg } from '../perp-event.ts'
import type { PerpReport } from '../perps.ts'
import { taxYearOf } from '../tax-settings.ts'
import type { ReportInput } from './report-input.ts'

/** A closed perpetual as the disposal of an asset, in the home currency. */
export interface CapitalClose {
  readonly leg: CloseLeg
  /** Null where the position was opened before the history begins. */
  readonly openedDay: Day | null
  readonly soldDay: Day
  /** × 10^scale. */
  readonly proceeds: bigint
  readonly basis: bigint
  readonly scale: number
}

function capitalClose(leg: CloseLeg, soldDay: Day, report: PerpReport, input: ReportInput) {
  const { zone, settings, perpCurrency, fx } = input
  const isInBasis = settings.perpetuals.fees === 'in-basis' && leg.fill.feeToken === perpCurrency
  const fees = isInBasis ? leg.fee + leg.openingFee : 0n
  // A short is sold first and bought last: its entry brings the proceeds.
  const entry =
    leg.entryValue ?? (leg.side === 'long' ? leg.exitValue - leg.pnl : leg.exitValue + leg.pnl)
  const [proceeds, basis] = leg.side === 'long' ? [leg.exitValue, entry] : [entry, leg.exitValue]
  const text = fx.rateOn(soldDay)
  const rate = parseExact(text)
  if (rate === null) throw new RangeError(`"${text}" is no exchange rate`)
  return {
    leg,
    openedDay: leg.openedMs === null ? null : zone.dayOf(leg.openedMs),
    soldDay,
    proceeds: proceeds * rate.digits,
    basis: (basis + fees) * rate.digits,
    scale: report.valueScale + rate.scale,
  } satisfies CapitalClose
}

/**
 * The closes of the year that is reported, where perpetuals are treated as capital; none under
 * another treatment. In order of time.
 */
export function* capitalCloses(report: PerpReport, input: ReportInput): Generator<CapitalClose> {
  const { settings, zone, year } = input
  if (settings.perpetuals.pnl === 'other-income') return
  for (const leg of report.legs) {
    if (leg.leg !== 'close') continue
    const soldDay = zone.dayOf(leg.fill.tsMs)
    if (year !== null && taxYearOf(soldDay, settings.country) !== year) continue
    yield capitalClose(leg, soldDay, report, input)
  }
}
