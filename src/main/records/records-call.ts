import type { TaxChoice } from '#contract/records.ts'
import type { ReportKind } from '#core/tax/reports/report-kind.ts'
import type { LotMethod } from '#core/tax/tax-settings.ts'
import type { FillRecord, FundingRecord, Reach } from './record-types.ts'
import type { ImportWish } from './records-service.ts'

/** What the desk asks of the records' thread. */
export type RecordsCall =
  | { readonly name: 'overview' }
  | { readonly name: 'reaches' }
  | {
      readonly name: 'addVenueRows'
      readonly fills: readonly FillRecord[]
      readonly funding: readonly FundingRecord[]
      readonly reach: Reach | null
    }
  | { readonly name: 'preview'; readonly choice: TaxChoice }
  | {
      readonly name: 'rows'
      readonly choice: TaxChoice
      readonly offset: number
      readonly rows: number
    }
  | { readonly name: 'trace'; readonly choice: TaxChoice; readonly index: number }
  | {
      readonly name: 'export'
      readonly choice: TaxChoice
      readonly kind: ReportKind
      readonly path: string
    }
  | { readonly name: 'import'; readonly wish: ImportWish }
  | { readonly name: 'importRates'; readonly path: string }
  | { readonly name: 'removeImport'; readonly importId: number }
  | { readonly name: 'standingOrder'; readonly method: LotMethod; readonly wallMs: number }

/** Answers carry the number of their question. */
export type RecordsReply =
  | { readonly id: number; readonly kind: 'done'; readonly value: unknown }
  | { readonly id: number; readonly kind: 'progress'; readonly rows: number }
  | { readonly id: number; readonly kind: 'failed'; readonly message: string }
