import type { TaxTraceView, TracedFillView, TracedRoadView } from '#contract/records.ts'
import { assertNever } from '#core/model/assert-never.ts'
import { eventsOf, originsOf } from '#core/tax/disposal.ts'
import { openingsOf } from '#core/tax/perp-openings.ts'
import type { ReportInput } from '#core/tax/reports/report-input.ts'
import type { TaxEvent } from '#core/tax/tax-event.ts'
import type { KnownFill, LogSource, RecordsStore } from './record-types.ts'
import { fillIdOf } from './tax-input.ts'
import type { TaxRow } from './tax-rows.ts'
import { rowView } from './tax-rows.ts'

/** Fills that one trace spells out; a pool may have been filled by thousands. */
const FILLS_MAX = 60

interface Part {
  readonly fillId: string
  readonly part: TracedFillView['part']
}

const idsOf = (events: readonly TaxEvent[], part: Part['part']): Part[] =>
  events.flatMap(({ trace }) =>
    trace?.fillId === undefined ? [] : [{ fillId: trace.fillId, part }],
  )

/** The fills that a row is made of: what closed or sold first, then what opened or bought. */
function partsOf(row: TaxRow, input: ReportInput): Part[] {
  switch (row.kind) {
    case 'disposal':
      return [
        ...idsOf(eventsOf(row.disposal), 'disposal'),
        ...idsOf(originsOf(row.disposal), 'acquisition'),
      ]
    case 'close':
    case 'fee': {
      const legs = input.perps?.legs ?? []
      const leg = legs[row.legIndex]
      if (leg === undefined) return []
      const own: Part = { fillId: leg.fill.id, part: leg.leg === 'close' ? 'close' : 'opening' }
      if (row.kind === 'fee') return [own]
      const openings = openingsOf(legs, row.legIndex)
      return [own, ...openings.map(({ fill }): Part => ({ fillId: fill.id, part: 'opening' }))]
    }
    case 'funding':
      return []
    default:
      return assertNever(row)
  }
}

function findFill(store: RecordsStore, fillId: string): KnownFill | null {
  const colon = fillId.lastIndexOf(':')
  // The number of a dust conversion holds a colon of its own: the account is what stands first.
  return (
    store.fill(fillId.slice(0, colon), fillId.slice(colon + 1)) ??
    store.fill(fillId.slice(0, fillId.indexOf(':')), fillId.slice(fillId.indexOf(':') + 1))
  )
}

function tracedFill(
  fill: KnownFill,
  part: Part['part'],
  road: TracedRoadView | null,
): TracedFillView {
  return {
    fillId: fillIdOf(fill),
    part,
    tsMs: fill.tsMs,
    coin: fill.coin,
    side: fill.side,
    price: fill.price,
    size: fill.size,
    fee: fill.fee,
    feeToken: fill.feeToken,
    direction: fill.direction,
    source: fill.source,
    disagreement: fill.disagreement,
    road,
  }
}

/** The road of a row: its fills, and behind each its order, ticket, receipt and risk decision. */
export function traceRow(
  row: TaxRow,
  index: number,
  input: ReportInput,
  store: RecordsStore,
  log: LogSource | null,
): TaxTraceView {
  const view = rowView(row, index, input)
  const parts = partsOf(row, input)
  const owner = log?.account() ?? null
  const fills = parts.slice(0, FILLS_MAX).flatMap(({ fillId, part }) => {
    const fill = findFill(store, fillId)
    if (fill === null) return []
    const road = fill.account === owner ? (log?.trace(fill.tradeId) ?? null) : null
    return [tracedFill(fill, part, road)]
  })
  return {
    title: `${view.asset} ${view.kind}, ${view.local}`,
    fills,
    more: Math.max(0, parts.length - FILLS_MAX),
  }
}
