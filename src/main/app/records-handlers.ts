import type { TaxExportView } from '#contract/records.ts'
import type { RequestOf } from '#contract/requests.ts'
import type { DeskHandlers } from '../ipc/register-handlers.ts'
import type { RecordsDesk } from '../records/records-desk.ts'
import { answering } from './answering.ts'

/** What the records screen can have done. */
export interface RecordsControls {
  readonly records: RecordsDesk
  /** Asks the venue for what is missing; rejects when it does not answer. */
  complete(): Promise<number>
  wallNowMs(): number
  /** Ask for a CSV file; null when the person changed their mind. */
  chooseImportFile(): Promise<string | null>
  chooseRatesFile(): Promise<string | null>
  /** Asks where an export goes. */
  chooseExportFile(name: string): Promise<string | null>
}

type RecordsRequest =
  | 'getRecords'
  | 'completeRecords'
  | 'previewTax'
  | 'getTaxRows'
  | 'traceTaxRow'
  | 'exportTax'
  | 'getTaxProgress'
  | 'cancelTaxExport'
  | 'importRecords'
  | 'importRates'
  | 'removeRecordsImport'
  | 'recordStandingOrder'

async function exportTax(
  { records, chooseExportFile }: RecordsControls,
  { choice, kind }: RequestOf<'exportTax'>,
): Promise<TaxExportView | null> {
  const year = choice.year === null ? 'all' : String(choice.year)
  const path = await chooseExportFile(`countersign-${kind}-${year}.csv`)
  if (path === null) return null
  const result = await records.export(choice, kind, path)
  if (result.kind === 'cancelled') return null
  if (result.kind === 'refused') throw new Error(result.messages.slice(0, 5).join(' '))
  const { file, sidecarFile, rows, sidecar } = result
  const { warnings } = sidecar
  return {
    file,
    sidecarFile,
    rows,
    warnings: Array.isArray(warnings) ? warnings.map(String) : [],
  }
}

export function createRecordsHandlers(
  controls: RecordsControls | null,
): Pick<DeskHandlers, RecordsRequest> {
  const attempt = answering(
    controls,
    'Records exist in the window of the desk only.',
    'notPossible',
  )
  return {
    getRecords: () => attempt(({ records }) => records.overview()),
    completeRecords: () => attempt(async ({ complete }) => ({ added: await complete() })),
    previewTax: ({ choice }) => attempt(({ records }) => records.preview(choice)),
    getTaxRows: ({ choice, offset, rows }) =>
      attempt(({ records }) => records.rows(choice, offset, rows)),
    traceTaxRow: ({ choice, index }) => attempt(({ records }) => records.trace(choice, index)),
    exportTax: (request) => attempt((own) => exportTax(own, request)),
    getTaxProgress: () => attempt(({ records }) => records.progress()),
    cancelTaxExport: () =>
      attempt(({ records }) => {
        records.cancelExport()
        return null
      }),
    importRecords: (wish) =>
      attempt(async ({ records, chooseImportFile, wallNowMs }) => {
        const path = await chooseImportFile()
        return path === null ? null : records.import({ ...wish, path, wallMs: wallNowMs() })
      }),
    importRates: () =>
      attempt(async ({ records, chooseRatesFile }) => {
        const path = await chooseRatesFile()
        return path === null ? null : records.importRates(path)
      }),
    removeRecordsImport: ({ importId }) => attempt(({ records }) => records.removeImport(importId)),
    recordStandingOrder: ({ method }) =>
      attempt(({ records, wallNowMs }) => records.recordStandingOrder(method, wallNowMs())),
  }
}
