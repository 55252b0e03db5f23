import type { LongBox, ShortBox } from '../form-8949.ts'
import type { PerpReport } from '../perps.ts'
import type { Ledger } from '../tax-event.ts'
import type { TaxSettings } from '../tax-settings.ts'
import type { TimeZone } from '../time-zone.ts'
import type { Cell } from './csv-row.ts'

/** What turns the venue's currency into the home currency. */
export interface FxRates {
  /** Home units for one unit of the venue's currency on a local day: a plain decimal. */
  rateOn(day: number): string
  readonly source: string
}

/** The venue's dollar counts as the home currency's unit. */
export const PARITY: FxRates = { rateOn: () => '1', source: 'taken as 1:1' }

export interface FormOptions {
  readonly shortBox: ShortBox
  readonly longBox: LongBox
  readonly rounding: 'cents' | 'dollars'
}

export const DEFAULT_FORM: FormOptions = { shortBox: 'I', longBox: 'L', rounding: 'cents' }

export interface ReportInput {
  /** Spot history; null where there is none. */
  readonly ledger: Ledger | null
  readonly perps: PerpReport | null
  readonly perpCurrency: string
  readonly settings: TaxSettings
  readonly zone: TimeZone
  /** First calendar year of the tax year reported; null for the whole history. */
  readonly year: number | null
  readonly venue: string
  readonly form: FormOptions
  readonly fx: FxRates
  readonly isRetroactiveAcknowledged: boolean
}

/** Takes one row. */
export type RowSink = (cells: readonly Cell[]) => void
