import type { Day } from '../calendar.ts'
import { formatDay } from '../calendar.ts'
import type { Disposal } from '../disposal.ts'
import { eventsOf, originsOf } from '../disposal.ts'
import { formatExact, formatFixedPlaces, roundToScale } from '../exact-decimal.ts'
import type { PerpReport } from '../perps.ts'
import type { Ledger } from '../tax-event.ts'
import { formatTaxYear, taxYearOf } from '../tax-settings.ts'
import type { CapitalClose } from './capital-close.ts'
import { capitalCloses } from './capital-close.ts'
import type { TableShape } from './csv-row.ts'
import { columnsOf } from './csv-row.ts'
import type { ReportInput, RowSink } from './report-input.ts'

const HEADERS =
  'tax_year,disposal_date,token,quantity,matched_by,acquisition_date,disposal_proceeds,allowable_cost,gain_or_loss,disposal_ids,acquisition_ids'

export const HMRC_SHAPE: TableShape = {
  columns: columnsOf(HEADERS.split(','), ['token', 'disposal_ids', 'acquisition_ids']),
  quoting: 'needed',
}

const RULE_WORDS: Record<string, string> = {
  'same-day': 'same day',
  '30-day': '30 days',
  s104: 'section 104 pool',
}

/** Wide enough for any history and rate; sums of the boxes are kept here. */
const SUM_SCALE = 40

interface HmrcRow {
  readonly token: string
  readonly soldDay: Day
  readonly quantity: string
  readonly matchedBy: string
  readonly acquired: string
  readonly proceeds: bigint
  readonly basis: bigint
  readonly gain: bigint
  readonly scale: number
  readonly disposals: string
  readonly acquisitions: string
}

const idsOf = (events: readonly { readonly id: string }[]): string =>
  events.map(({ id }) => id).join(' ')

/** Computation of each disposal and the boxes 13.1 to 13.5 of SA108 (2024/25 and on). */
export class HmrcMaker {
  readonly #input: ReportInput
  readonly #sink: RowSink
  #disposals = 0
  #proceeds = 0n
  #costs = 0n
  #gains = 0n
  #losses = 0n
  #openKey = ''
  #openGain = 0n

  constructor(input: ReportInput, sink: RowSink) {
    this.#input = input
    this.#sink = sink
  }

  add(disposal: Disposal, ledger: Ledger): void {
    const { asset, soldDay, acquiredDay, proceeds, basis, gain, rule } = disposal
    this.#write({
      token: asset,
      soldDay,
      quantity: formatExact(disposal.quantity, ledger.quantityScale),
      matchedBy: RULE_WORDS[rule] ?? rule,
      acquired: acquiredDay === null ? '' : formatDay(acquiredDay),
      proceeds,
      basis,
      gain,
      scale: ledger.valueScale,
      disposals: idsOf(eventsOf(disposal)),
      acquisitions: idsOf(originsOf(disposal)),
    })
  }

  /** Closed perpetuals where they are treated as capital, coin by coin. */
  addPerps(report: PerpReport): void {
    const coins = new Map<string, CapitalClose[]>()
    for (const close of capitalCloses(report, this.#input)) {
      const { coin } = close.leg.fill
      const same = coins.get(coin)
      if (same === undefined) coins.set(coin, [close])
      else same.push(close)
    }
    for (const closes of coins.values()) {
      for (const close of closes) this.#addClose(close, report)
    }
  }

  #addClose({ leg, openedDay, soldDay, proceeds, basis, scale }: CapitalClose, report: PerpReport) {
    this.#write({
      token: `${leg.fill.coin} perpetual`,
      soldDay,
      quantity: formatExact(leg.quantity, report.quantityScale),
      matchedBy: `${leg.side} closed at average entry`,
      acquired: openedDay === null ? '' : formatDay(openedDay),
      proceeds,
      basis,
      gain: proceeds - basis,
      scale,
      disposals: leg.fill.id,
      acquisitions: '',
    })
  }

  #write(row: HmrcRow): void {
    const { soldDay, proceeds, basis, gain, scale } = row
    // The disposals of a token on one day are one disposal, whatever they are matched with.
    const key = `${row.token} ${soldDay}`
    if (key !== this.#openKey) {
      this.#closeDisposal()
      this.#openKey = key
      this.#disposals += 1
    }
    this.#openGain += roundToScale(gain, scale, SUM_SCALE)
    this.#proceeds += roundToScale(proceeds, scale, SUM_SCALE)
    this.#costs += roundToScale(basis, scale, SUM_SCALE)
    const { country } = this.#input.settings
    this.#sink([
      formatTaxYear(taxYearOf(soldDay, country), country),
      formatDay(soldDay),
      row.token,
      row.quantity,
      row.matchedBy,
      row.acquired,
      formatExact(proceeds, scale),
      formatExact(basis, scale),
      formatExact(gain, scale),
      row.disposals,
      row.acquisitions,
    ])
  }

  #closeDisposal(): void {
    if (this.#openGain > 0n) this.#gains += this.#openGain
    else this.#losses -= this.#openGain
    this.#openGain = 0n
    this.#openKey = ''
  }

  /** Whole pounds for the form beside the exact figures. */
  summary(): { readonly [key: string]: unknown } {
    this.#closeDisposal()
    const box = (value: bigint) => ({
      exact: formatExact(value, SUM_SCALE),
      pounds: formatFixedPlaces(value, SUM_SCALE, 0),
    })
    return {
      sa108: {
        '13.1': String(this.#disposals),
        '13.2': box(this.#proceeds),
        '13.3': box(this.#costs),
        '13.4': box(this.#gains),
        '13.5': box(this.#losses),
      },
    }
  }
}
