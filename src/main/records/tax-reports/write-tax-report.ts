import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { assertNever } from '#core/model/assert-never.ts'
import { faultText } from '#core/model/fault-text.ts'
import { describeShortage } from '#core/tax/compute-tax.ts'
import type { ReportResult } from '#core/tax/reports/produce-report.ts'
import { produceReport, REPORT_SHAPES } from '#core/tax/reports/produce-report.ts'
import type { ReportInput } from '#core/tax/reports/report-input.ts'
import type { ReportKind } from '#core/tax/reports/report-kind.ts'
import type { Sidecar } from '#core/tax/reports/sidecar.ts'
import { buildSidecar } from '#core/tax/reports/sidecar.ts'
import { CsvFile } from './csv-file.ts'

export interface TaxReportRequest {
  readonly kind: ReportKind
  readonly input: ReportInput
  /** Where the CSV goes; its sidecar stands beside it with ".sidecar.json" added. */
  readonly file: string
  readonly program: { readonly name: string; readonly version: string }
  /** What the records lack or what was left out of them; stands in the sidecar's warnings. */
  readonly notes?: readonly string[]
  /** Told the rows written so far, about every two thousand. */
  readonly onProgress?: (rows: number) => void
  /** Asked at the same moments; true ends the report and leaves nothing on the disk. */
  readonly shouldStop?: () => boolean
}

export type TaxReportResult =
  | {
      readonly kind: 'written'
      readonly file: string
      readonly sidecarFile: string
      readonly rows: number
      readonly sidecar: Sidecar
    }
  | { readonly kind: 'cancelled' }
  /** Nothing was written; each message says what to mend. */
  | { readonly kind: 'refused'; readonly messages: readonly string[] }

class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

export const sidecarPath = (file: string): string => `${file}.sidecar.json`

function refusal(
  result: Exclude<ReportResult, { readonly kind: 'done' }>,
  input: ReportInput,
): string[] {
  switch (result.kind) {
    case 'oversold':
      return result.shortages.map((shortage) =>
        input.ledger === null ? '' : describeShortage(shortage, input.ledger),
      )
    case 'needsAcknowledgement':
    case 'notApplicable':
      return [result.reason]
    case 'unknownZone':
      return [`"${result.zone}" is no time zone that this computer knows.`]
    default:
      return assertNever(result)
  }
}

/**
 * Writes one report and its sidecar, streaming: rows go to disk as they are made and nothing stays
 * under the final names unless all of it is there. Throws an Error with its cause where the disk
 * fails.
 */
export function writeTaxReport(request: TaxReportRequest): TaxReportResult {
  const { kind, input, file, program } = request
  const { ledger, zone } = input
  const format = {
    quantityScale: ledger?.quantityScale ?? 0,
    valueScale: ledger?.valueScale ?? 0,
    zone,
  }
  const csv = new CsvFile(file, REPORT_SHAPES[kind], format, (rows) => {
    request.onProgress?.(rows)
    if (request.shouldStop?.() === true) throw new Cancelled()
  })
  const sidecarFile = sidecarPath(file)
  const partialSidecar = `${sidecarFile}.partial`
  try {
    const result = produceReport(kind, input, (cells) => csv.write(cells))
    if (result.kind !== 'done') return { kind: 'refused', messages: refusal(result, input) }
    const { outcome, summary, warnings } = result
    const sidecar = buildSidecar({
      kind,
      input,
      outcome,
      rows: csv.rows,
      summary,
      program,
      warnings: [...(request.notes ?? []), ...warnings],
    })
    writeFileSync(partialSidecar, `${JSON.stringify(sidecar, null, 2)}\n`, { mode: 0o600 })
    csv.commit()
    renameSync(partialSidecar, sidecarFile)
    return { kind: 'written', file, sidecarFile, rows: csv.rows, sidecar }
  } catch (cause) {
    if (cause instanceof Cancelled) return { kind: 'cancelled' }
    throw new Error(`The report could not be written. ${faultText(cause)}`, { cause })
  } finally {
    csv.discard()
    rmSync(partialSidecar, { force: true })
  }
}
