import type {
  RatesImportView,
  RecordsImportRowView,
  RecordsImportView,
  RecordsView,
  TaxChoice,
  TaxPreviewView,
  TaxRowsView,
  TaxTraceView,
} from '#contract/records.ts'
import { formatInstant } from '#core/tax/calendar.ts'
import type { TaxOutcome } from '#core/tax/compute-tax.ts'
import { computeTax, describeShortage } from '#core/tax/compute-tax.ts'
import type { Disposal } from '#core/tax/disposal.ts'
import type { ReportInput } from '#core/tax/reports/report-input.ts'
import type { ReportKind } from '#core/tax/reports/report-kind.ts'
import { taxYearOf } from '#core/tax/tax-settings.ts'
import { findTimeZone } from '#core/tax/time-zone.ts'
import { readImport } from './imports/read-import.ts'
import { RatesStore } from './rates-store.ts'
import type {
  FillRecord,
  FundingRecord,
  ImportRecord,
  LogSource,
  Reach,
  RecordsStore,
} from './record-types.ts'
import type { TaxInputResult } from './tax-input.ts'
import { taxInput } from './tax-input.ts'
import { previewOf, problemPreview } from './tax-preview.ts'
import type { TaxReportResult } from './tax-reports/write-tax-report.ts'
import { writeTaxReport } from './tax-reports/write-tax-report.ts'
import type { TaxRow } from './tax-rows.ts'
import { rowsOfYear, rowView } from './tax-rows.ts'
import { traceRow } from './tax-trace.ts'

export interface ServiceOptions {
  readonly store: RecordsStore
  /** Opened anew with each question that needs it: the log may not exist yet. Null: there is none. */
  readonly openLog: () => LogSource | null
  /** Where files of daily rates are kept. */
  readonly ratesFolder: string
  readonly program: { readonly name: string; readonly version: string }
}

interface Computed {
  readonly key: string
  readonly input: ReportInput
  readonly notes: readonly string[]
  readonly outcome: TaxOutcome | null
  readonly rows: readonly TaxRow[]
}

type Computing =
  | { readonly ok: true; readonly computed: Computed }
  | { readonly ok: false; readonly problems: readonly string[]; readonly mayAcknowledge: boolean }

export interface ImportWish {
  readonly path: string
  readonly wallet: string | null
  readonly zone: string
  readonly currency: string
  readonly wallMs: number
}

const toImportView = (record: ImportRecord): RecordsImportRowView => ({
  importId: record.importId,
  layout: record.layout,
  name: record.name,
  addedMs: record.addedWallMs,
  added: record.added,
  known: record.known,
})

const reachSentence = ({ account, kind, oldestMs, throughMs, isCut }: Reach): string => {
  const what = kind === 'fills' ? 'Fills' : 'Funding'
  const from = oldestMs === null ? 'none found' : `from ${formatInstant(oldestMs)}`
  const cut = isCut ? '; older ones may exist that the venue no longer tells' : ''
  return `${what} of ${account}: asked through ${formatInstant(throughMs)}, ${from}${cut}.`
}

/** Records, tax figures, traces and files, over one store; made for a thread of its own. */
export class RecordsService {
  readonly #options: ServiceOptions
  readonly #rates: RatesStore
  #computed: Computed | null = null

  constructor(options: ServiceOptions) {
    this.#options = options
    this.#rates = new RatesStore(options.ratesFolder)
  }

  overview(): RecordsView {
    const { store } = this.#options
    const owner = this.#withLog((log) => {
      if (log !== null) store.takeLog(log)
      return log?.account() ?? null
    })
    return {
      wallets: store.wallets().map((wallet) => ({ ...wallet, isDesk: wallet.account === owner })),
      imports: store.imports().map(toImportView),
      standingOrders: store.standingOrders(),
      reaches: store.reaches().map(reachSentence),
    }
  }

  reaches(): readonly Reach[] {
    return this.#options.store.reaches()
  }

  addVenueRows(rows: {
    readonly fills: readonly FillRecord[]
    readonly funding: readonly FundingRecord[]
    readonly reach: Reach | null
  }): number {
    const { store } = this.#options
    const added = store.addVenueFills(rows.fills) + store.addVenueFunding(rows.funding)
    if (rows.reach !== null) store.noteReach(rows.reach)
    return added
  }

  preview(choice: TaxChoice): TaxPreviewView {
    const computing = this.#compute(choice)
    if (!computing.ok) return problemPreview(choice, computing.problems, computing.mayAcknowledge)
    const { input, outcome, notes, rows } = computing.computed
    return previewOf(input, outcome, rows.length, notes)
  }

  rows(choice: TaxChoice, offset: number, count: number): TaxRowsView {
    const computing = this.#compute(choice)
    if (!computing.ok) return { total: 0, rows: [] }
    const { input, rows } = computing.computed
    const shown = rows.slice(offset, offset + count)
    return {
      total: rows.length,
      rows: shown.map((row, place) => rowView(row, offset + place, input)),
    }
  }

  /** Throws with one sentence where there is no such row. */
  trace(choice: TaxChoice, index: number): TaxTraceView {
    const computing = this.#compute(choice)
    const row = computing.ok ? computing.computed.rows[index] : undefined
    if (!computing.ok || row === undefined) {
      throw new Error('The records have changed: look at the rows again.')
    }
    const { input } = computing.computed
    return this.#withLog((log) => traceRow(row, index, input, this.#options.store, log))
  }

  export(
    choice: TaxChoice,
    kind: ReportKind,
    file: string,
    watch: {
      readonly onProgress: (rows: number) => void
      readonly shouldStop: () => boolean
    },
  ): TaxReportResult {
    const { store, program } = this.#options
    const result = this.#withLog((log) => {
      if (log !== null) store.takeLog(log)
      return this.#input(log, choice)
    })
    if (!result.ok) return { kind: 'refused', messages: result.problems }
    const { input, notes } = result
    return writeTaxReport({ kind, input, file, program, notes, ...watch })
  }

  /** Takes all rows of a file or none; says of each wrong value where it is. */
  import(wish: ImportWish): RecordsImportView {
    const zone = findTimeZone(wish.zone)
    const owner = this.#withLog((log) => log?.account() ?? null)
    const wallet = wish.wallet ?? owner
    if (zone === null || wallet === null) {
      throw new Error('There is no account yet: name the wallet that the file belongs to.')
    }
    const reading = readImport(wish.path, { wallet, zone, currency: wish.currency })
    if (!reading.ok) return { taken: null, problems: reading.problems }
    const taken = this.#options.store.addImport(reading.rows, reading.file, wish.wallMs)
    return { taken: toImportView(taken), problems: [] }
  }

  /** Takes a file of daily rates whole or not at all. */
  importRates(path: string): RatesImportView {
    return this.#rates.importFile(path)
  }

  removeImport(importId: number): void {
    this.#options.store.removeImport(importId)
  }

  addStandingOrder(method: Parameters<RecordsStore['addStandingOrder']>[0], wallMs: number): void {
    this.#options.store.addStandingOrder(method, wallMs)
  }

  close(): void {
    this.#options.store.close()
  }

  #withLog<Result>(work: (log: LogSource | null) => Result): Result {
    const log = this.#options.openLog()
    try {
      return work(log)
    } finally {
      log?.close()
    }
  }

  #input(log: LogSource | null, choice: TaxChoice): TaxInputResult {
    const { store } = this.#options
    if (choice.ratesId === undefined) return taxInput(store, log, choice)
    const rates = this.#rates.load(choice.ratesId)
    if (rates !== null) return taxInput(store, log, choice, rates)
    return { ok: false, problems: ['The file of daily rates is not kept any more: take it again.'] }
  }

  /** Computes a choice once: pages and traces of the same figures share it. */
  #compute(choice: TaxChoice): Computing {
    const { store } = this.#options
    return this.#withLog((log) => {
      if (log !== null) store.takeLog(log)
      const key = `${store.version()} ${JSON.stringify(choice)}`
      if (this.#computed?.key === key) return { ok: true, computed: this.#computed }
      this.#computed = null
      const result = this.#input(log, choice)
      if (!result.ok) return { ok: false, problems: result.problems, mayAcknowledge: false }
      return this.#match(key, result.input, result.notes)
    })
  }

  #match(key: string, input: ReportInput, notes: readonly string[]): Computing {
    const { ledger, settings, year, isRetroactiveAcknowledged } = input
    const disposals: Disposal[] = []
    let outcome: TaxOutcome | null = null
    if (ledger !== null) {
      const result = computeTax(ledger, settings, { isRetroactiveAcknowledged }, (disposal) => {
        if (year !== null && taxYearOf(disposal.soldDay, settings.country) !== year) return
        disposals.push(disposal)
      })
      if (result.kind === 'oversold') {
        const problems = result.shortages.map((shortage) => describeShortage(shortage, ledger))
        return { ok: false, problems, mayAcknowledge: false }
      }
      if (result.kind === 'needsAcknowledgement') {
        return { ok: false, problems: [result.reason], mayAcknowledge: true }
      }
      if (result.kind === 'unknownZone') {
        const problems = [`"${result.zone}" is no time zone that this computer knows.`]
        return { ok: false, problems, mayAcknowledge: false }
      }
      outcome = result.outcome
    }
    const computed = { key, input, notes, outcome, rows: rowsOfYear(input, disposals) }
    this.#computed = computed
    return { ok: true, computed }
  }
}
