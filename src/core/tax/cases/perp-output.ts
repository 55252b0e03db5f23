import { formatInstant } from '../calendar.ts'
import { formatExact, formatQuotient, powerOfTen } from '../exact-decimal.ts'
import type { PerpLeg, Quotient } from '../perp-event.ts'
import type { PerpReport } from '../perps.ts'

const ENTRY_PLACES = 18

type Row = { readonly [key: string]: unknown }

/** The report of perpetuals in the words of the case files. */
export function perpOutput(report: PerpReport): Row {
  const { quantityScale, valueScale } = report
  const money = (value: bigint): string => formatExact(value, valueScale)
  const units = (value: bigint): string => formatExact(value, quantityScale)
  const toUnit = powerOfTen(valueScale - quantityScale)
  const price = (quotient: Quotient | null): string | null =>
    quotient && formatQuotient(quotient.cost, quotient.quantity * toUnit, ENTRY_PLACES)
  const legOf = (leg: PerpLeg): Row => {
    const common = {
      id: leg.fill.id,
      coin: leg.fill.coin,
      leg: leg.leg,
      quantity: units(leg.quantity),
    }
    const after = { positionAfter: units(leg.positionAfter), entryAfter: price(leg.entryAfter) }
    const fee = { fee: money(leg.fee), feeToken: leg.fill.feeToken }
    if (leg.leg === 'open') return { ...common, pnl: '0', ...fee, ...after }
    return {
      ...common,
      side: leg.side,
      entry: price(leg.entry),
      exit: leg.fill.price.replace(/\.0+$|(\.\d*?)0+$/, '$1'),
      pnl: money(leg.pnl),
      ...fee,
      ...after,
      liquidation: leg.forced === 'liquidation',
      ...(leg.forced === null ? {} : { forced: leg.forced }),
      ...(leg.isVenueFigure ? { pnlSource: 'closedPnl of the venue, entry unknown' } : {}),
    }
  }
  const closedPnl: Record<string, string> = {}
  for (const leg of report.legs) {
    if (leg.leg === 'close') closedPnl[leg.fill.id] = money(leg.pnl)
  }
  const { totals, ends } = report
  const endRows = ends.map((end) => ({ position: units(end.position), entry: price(end.entry) }))
  return {
    legs: report.legs.map(legOf),
    funding: report.funding.map(({ payment, amount }) => ({
      id: payment.id,
      time: formatInstant(payment.tsMs),
      coin: payment.coin,
      amount: money(amount),
    })),
    closedPnl,
    totals: {
      realisedPnl: money(totals.realisedPnl),
      fees: money(totals.fees),
      feesByToken: Object.fromEntries(
        [...totals.feesByToken].map(([token, fee]) => [token, money(fee)]),
      ),
      funding: money(totals.funding),
      net: money(totals.net),
    },
    end:
      endRows.length === 1
        ? endRows[0]
        : Object.fromEntries(ends.map((end, index) => [end.coin, endRows[index]])),
    reconciliation: {
      differences: report.differences.map(({ fill, ours, venue, isRounding }) => ({
        id: fill.id,
        ours: money(ours),
        venue: money(venue),
        withinRounding: isRounding,
      })),
    },
    warnings: report.gaps.map(
      (gap) =>
        `${gap.coin}, ${formatInstant(gap.fill.tsMs)}, fill ${gap.fill.id}: ${
          gap.isStart
            ? 'the history begins in the middle of a position'
            : 'fills are missing before it'
        } (position ${units(gap.reportedPosition)}, expected ${units(gap.expectedPosition)}); its entry is unknown until the position is flat`,
    ),
  }
}
