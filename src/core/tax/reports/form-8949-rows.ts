import { formatUsDay } from '../calendar.ts'
import type { Disposal } from '../disposal.ts'
import { formatExact, formatFixedPlaces } from '../exact-decimal.ts'
import type { Box8949, FormAmounts } from '../form-8949.ts'
import { FormTotals, formAmounts, partOf, SCHEDULE_D_LINES } from '../form-8949.ts'
import type { Term } from '../holding-period.ts'
import { termOf } from '../holding-period.ts'
import type { EntryType } from '../ledger-entry.ts'
import type { PerpReport } from '../perps.ts'
import type { Ledger } from '../tax-event.ts'
import type { CapitalClose } from './capital-close.ts'
import { capitalCloses } from './capital-close.ts'
import type { TableShape } from './csv-row.ts'
import { columnsOf } from './csv-row.ts'
import type { ReportInput, RowSink } from './report-input.ts'

const HEADERS =
  'Part,Box,(a) Description,(b) Date acquired,(c) Date sold,(d) Proceeds,(e) Cost basis,(f) Code,(g) Adjustment,(h) Gain or loss'

export const FORM_8949_SHAPE: TableShape = {
  columns: columnsOf(HEADERS.split(','), ['(a) Description']),
  quoting: 'needed',
}

/** Gifts and donations are no sales; a loss of coins is no sale either (2018 to 2025 and on). */
const NOT_ON_THE_FORM: ReadonlySet<EntryType> = new Set<EntryType>(['gift', 'donate', 'lost'])

interface FormRow {
  readonly box: Box8949
  readonly description: string
  readonly acquired: string
  readonly sold: string
  readonly amounts: FormAmounts
}

/** Collects rows of the Form 8949 helper and the totals that go to Schedule D. */
export class Form8949Maker {
  readonly totals = new FormTotals()
  leftOut = 0
  readonly #input: ReportInput
  readonly #sink: RowSink
  readonly #places: number

  constructor(input: ReportInput, sink: RowSink) {
    this.#input = input
    this.#sink = sink
    this.#places = input.form.rounding === 'dollars' ? 0 : 2
  }

  addDisposal(disposal: Disposal, ledger: Ledger): void {
    const { event } = disposal
    if (NOT_ON_THE_FORM.has(event.type)) {
      this.leftOut += 1
      return
    }
    const hash = event.trace?.transactionHash
    const units = formatExact(disposal.quantity, ledger.quantityScale)
    const amounts = formAmounts(
      disposal.proceeds,
      disposal.basis,
      0n,
      ledger.valueScale,
      this.#places,
    )
    this.#add({
      box: this.#boxOf(disposal.term),
      description: `${units} ${disposal.asset}${hash === undefined ? '' : ` (${hash})`}`,
      acquired: disposal.acquiredDay === null ? 'VARIOUS' : formatUsDay(disposal.acquiredDay),
      sold: formatUsDay(disposal.soldDay),
      amounts,
    })
  }

  /** A closed perpetual where its gain is treated as capital; other treatments stay off the form. */
  addPerps(report: PerpReport): void {
    for (const close of capitalCloses(report, this.#input)) this.#addClose(close, report)
  }

  #addClose(close: CapitalClose, report: PerpReport): void {
    const { leg, openedDay, soldDay, proceeds, basis, scale } = close
    const units = formatExact(leg.quantity, report.quantityScale)
    this.#add({
      box: this.#boxOf(this.#perpTerm(openedDay, soldDay)),
      description: `${units} ${leg.fill.coin} perpetual, ${leg.side} (fill ${leg.fill.id})`,
      acquired: openedDay === null ? 'VARIOUS' : formatUsDay(openedDay),
      sold: formatUsDay(soldDay),
      amounts: formAmounts(proceeds, basis, 0n, scale, this.#places),
    })
  }

  #perpTerm(acquiredDay: number | null, soldDay: number): Term {
    if (this.#input.settings.perpetuals.pnl === 'capital-short-term' || acquiredDay === null) {
      return 'short'
    }
    return termOf(acquiredDay, soldDay, 'usDayAfter') ?? 'short'
  }

  #boxOf(term: Term | null): Box8949 {
    const { form } = this.#input
    return term === 'long' ? form.longBox : form.shortBox
  }

  #add({ box, description, acquired, sold, amounts }: FormRow): void {
    this.totals.add(box, amounts)
    const places = this.#places
    const money = (value: bigint): string => formatFixedPlaces(value, places, places)
    this.#sink([
      partOf(box),
      box,
      description,
      acquired,
      sold,
      money(amounts.proceeds),
      money(amounts.basis),
      '',
      amounts.adjustment === 0n ? '' : money(amounts.adjustment),
      money(amounts.gain),
    ])
  }

  /** Totals by box and the lines of Schedule D they belong to. */
  summary(): { readonly [key: string]: unknown } {
    const places = this.#places
    const money = (value: bigint): string => formatFixedPlaces(value, places, places)
    const columns = (amounts: FormAmounts) => ({
      proceeds: money(amounts.proceeds),
      basis: money(amounts.basis),
      adjustment: money(amounts.adjustment),
      gain: money(amounts.gain),
    })
    const boxes = [...this.totals.boxes].map(([box, amounts]) => [box, columns(amounts)])
    const lines = SCHEDULE_D_LINES.map((line) => [line, columns(this.totals.line(line))])
    return {
      boxes: Object.fromEntries(boxes),
      scheduleD: {
        ...Object.fromEntries(lines),
        '7': money(this.totals.netShortTerm),
        '15': money(this.totals.netLongTerm),
        '16': money(this.totals.net),
      },
      notOnTheForm: this.leftOut,
    }
  }
}
