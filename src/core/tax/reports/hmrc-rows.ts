import { formatDay } from '../calendar.ts'
import type { Disposal } from '../disposal.ts'
import { eventsOf, originsOf } from '../disposal.ts'
import { formatExact, formatFixedPlaces } from '../exact-decimal.ts'
import type { Ledger } from '../tax-event.ts'
import { formatTaxYear, taxYearOf } from '../tax-settings.ts'
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

/** Computation of each disposal and the boxes 13.1 to 13.5 of SA108 (2024/25 and on). */
export class HmrcMaker {
  readonly #input: ReportInput
  readonly #ledger: Ledger
  readonly #sink: RowSink
  #disposals = 0
  #proceeds = 0n
  #costs = 0n
  #gains = 0n
  #losses = 0n
  #openKey = ''
  #openGain = 0n

  constructor(input: ReportInput, ledger: Ledger, sink: RowSink) {
    this.#input = input
    this.#ledger = ledger
    this.#sink = sink
  }

  add(disposal: Disposal): void {
    const { asset, soldDay, proceeds, basis, gain, rule } = disposal
    // The disposals of a token on one day are one disposal, whatever they are matched with.
    const key = `${asset} ${soldDay}`
    if (key !== this.#openKey) {
      this.#closeDisposal()
      this.#openKey = key
      this.#disposals += 1
    }
    this.#openGain += gain
    this.#proceeds += proceeds
    this.#costs += basis
    const { country } = this.#input.settings
    const money = (value: bigint): string => formatExact(value, this.#ledger.valueScale)
    this.#sink([
      formatTaxYear(taxYearOf(soldDay, country), country),
      formatDay(soldDay),
      asset,
      formatExact(disposal.quantity, this.#ledger.quantityScale),
      RULE_WORDS[rule] ?? rule,
      disposal.acquiredDay === null ? '' : formatDay(disposal.acquiredDay),
      money(proceeds),
      money(basis),
      money(gain),
      eventsOf(disposal)
        .map(({ id }) => id)
        .join(' '),
      originsOf(disposal)
        .map(({ id }) => id)
        .join(' '),
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
    const { valueScale } = this.#ledger
    const box = (value: bigint) => ({
      exact: formatExact(value, valueScale),
      pounds: formatFixedPlaces(value, valueScale, 0),
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
