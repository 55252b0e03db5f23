import { z } from 'zod'
import { LONG_BOXES, SHORT_BOXES } from '#core/tax/form-8949.ts'
import { REPORT_KINDS } from '#core/tax/reports/report-kind.ts'
import {
  COUNTRIES,
  FUNDING_TREATMENTS,
  LOT_METHODS,
  PERP_FEE_TREATMENTS,
  PERP_PNL_TREATMENTS,
  SCOPES,
  SPOT_METHODS,
} from '#core/tax/tax-settings.ts'
import { positiveDecimalText } from './decimal-text.ts'
import { TAX_ROWS_MAX } from './tax-presets.ts'

const zoneText = z.string().regex(/^[A-Za-z][A-Za-z0-9_+\-/]{0,60}$/, 'a time zone')
const walletText = z.string().min(1).max(120)

const ratesIdText = z.string().regex(/^rates-[0-9a-f]{16}$/, 'daily rates')

/** Everything that a tax figure depends on, besides the records themselves. */
export const taxChoice = z.strictObject({
  /** First calendar year of the tax year; null: the whole history. */
  year: z.int().min(1990).max(2200).nullable(),
  country: z.enum(COUNTRIES),
  method: z.enum(SPOT_METHODS),
  scope: z.enum(SCOPES),
  zone: zoneText,
  /** Null: all of them. */
  wallets: z.array(walletText).max(200).nullable(),
  pnl: z.enum(PERP_PNL_TREATMENTS),
  funding: z.enum(FUNDING_TREATMENTS),
  fees: z.enum(PERP_FEE_TREATMENTS),
  superficialLoss: z.boolean(),
  shortBox: z.enum(SHORT_BOXES),
  longBox: z.enum(LONG_BOXES),
  rounding: z.enum(['cents', 'dollars']),
  /** Home currency for one unit of the venue's dollar. */
  rate: positiveDecimalText,
  /** Daily rates from a file in the place of the one rate. */
  ratesId: ratesIdText.optional(),
  /** The owner has seen the warning against choosing lots after the fact. */
  isRetroactiveAcknowledged: z.boolean(),
})
export type TaxChoice = z.infer<typeof taxChoice>

export type TaxCountry = TaxChoice['country']
export type TaxReportKind = (typeof REPORT_KINDS)[number]

const importId = z.int().min(1)

export const recordsRequests = {
  /** RecordsView: what there is, from whom and how far back. */
  getRecords: z.strictObject({}),
  /** Asks the venue for what it has more; answered with how many rows were new. */
  completeRecords: z.strictObject({}),
  /** TaxPreviewView. */
  previewTax: z.strictObject({ choice: taxChoice }),
  /** A window on the rows of the year: TaxRowsView. */
  getTaxRows: z.strictObject({
    choice: taxChoice,
    offset: z.int().min(0).max(100_000_000),
    rows: z.int().min(1).max(TAX_ROWS_MAX),
  }),
  /** Who is behind a row: TaxTraceView. */
  traceTaxRow: z.strictObject({ choice: taxChoice, index: z.int().min(0).max(100_000_000) }),
  /** Asks where to; answered with a TaxExportView, or null. */
  exportTax: z.strictObject({ choice: taxChoice, kind: z.enum(REPORT_KINDS) }),
  /** Of the export under way: TaxProgressView, or null. */
  getTaxProgress: z.strictObject({}),
  cancelTaxExport: z.strictObject({}),
  /** Asks for a CSV file; answered with a RecordsImportView, or null. */
  importRecords: z.strictObject({
    /** To whom rows belong that name nobody; null: the account of this desk. */
    wallet: walletText.nullable(),
    zone: zoneText,
    currency: z.string().regex(/^[A-Z]{3,5}$/, 'a currency'),
  }),
  /** Asks for a CSV file of daily rates of exchange; answered with a RatesImportView, or null. */
  importRates: z.strictObject({}),
  removeRecordsImport: z.strictObject({ importId }),
  /** From now on these units go first; its date cannot be changed. */
  recordStandingOrder: z.strictObject({ method: z.enum(LOT_METHODS) }),
} as const

export interface WalletView {
  readonly account: string
  readonly isDesk: boolean
  readonly fills: number
  readonly funding: number
  readonly entries: number
  readonly firstMs: number | null
  readonly lastMs: number | null
}

export interface RecordsImportRowView {
  readonly importId: number
  readonly layout: 'own' | 'hyperliquid' | 'generic'
  readonly name: string
  readonly addedMs: number
  readonly added: number
  readonly known: number
}

export interface StandingOrderView {
  readonly method: (typeof LOT_METHODS)[number]
  readonly recordedMs: number
}

export interface RecordsView {
  readonly wallets: readonly WalletView[]
  readonly imports: readonly RecordsImportRowView[]
  readonly standingOrders: readonly StandingOrderView[]
  /** How far the venue was asked, one sentence each. */
  readonly reaches: readonly string[]
}

export interface RecordsProblemView {
  /** Counted as a spreadsheet does; 0 speaks of the whole file. */
  readonly row: number
  readonly field: string
  readonly value: string
  readonly expected: string
}

export interface RatesImportView {
  /** Null where nothing was taken. */
  readonly ratesId: string | null
  readonly problems: readonly { readonly line: number; readonly message: string }[]
  readonly problemCount: number
}

export interface RecordsImportView {
  /** Null where nothing was taken. */
  readonly taken: RecordsImportRowView | null
  readonly problems: readonly RecordsProblemView[]
}

/** Exact decimals in the home currency. */
export interface TaxSumsView {
  readonly disposals: number
  readonly proceeds: string
  readonly basis: string
  readonly gain: string
  readonly shortTermGain: string
  readonly longTermGain: string
  readonly denied: string
  readonly income: string
}

/** Exact decimals in the venue's currency. */
export interface PerpSumsView {
  readonly closes: number
  readonly forcedCloses: number
  readonly realisedPnl: string
  readonly venuePnl: string
  /** Closes on which ours and the venue's figure differ by more than the venue's rounding. */
  readonly differences: number
  /** Closes on which they differ by no more than that. */
  readonly roundings: number
  readonly venueFigures: number
  readonly fees: string
  readonly fundingPayments: number
  readonly funding: string
  readonly net: string
}

export interface OpenLotView {
  readonly lotId: string
  readonly asset: string
  readonly wallet: string
  /** Null for a pool. */
  readonly acquiredMs: number | null
  readonly quantity: string
  readonly cost: string
}

export interface OpenPositionView {
  readonly coin: string
  readonly quantity: string
  /** Null where the history does not tell it. */
  readonly entry: string | null
}

export interface MethodSumsView {
  readonly method: (typeof SPOT_METHODS)[number]
  readonly gain: string
  readonly shortTermGain: string
  readonly longTermGain: string
}

export interface TaxPreviewView {
  /** Tax years with something in them, newest first. */
  readonly years: readonly { readonly year: number; readonly label: string }[]
  readonly currency: string
  readonly perpCurrency: string
  /** How amounts in it become the home currency; null where there are no figures. */
  readonly conversion: string | null
  /** Why there are no figures; empty where there are. */
  readonly problems: readonly string[]
  /** Another lot method after the fact: may be shown once it is acknowledged. */
  readonly needsAcknowledgement: boolean
  readonly spot: TaxSumsView | null
  readonly perps: PerpSumsView | null
  readonly rowCount: number
  readonly warnings: readonly string[]
  /** Where the history is not whole. */
  readonly gaps: readonly string[]
  /** At most 500. */
  readonly openLots: readonly OpenLotView[]
  readonly openLotCount: number
  readonly openPositions: readonly OpenPositionView[]
  readonly methods: readonly MethodSumsView[]
}

export type TaxRowKind =
  | 'disposal'
  | 'close'
  | 'liquidation'
  | 'adl'
  | 'settlement'
  | 'fee'
  | 'funding'

export interface TaxRowView {
  readonly index: number
  readonly kind: TaxRowKind
  readonly tsMs: number
  /** In the chosen zone. */
  readonly local: string
  readonly asset: string
  /** "sell", "long", "paid". */
  readonly word: string
  readonly quantity: string
  readonly acquired: string
  readonly proceeds: string
  readonly basis: string
  /** Gain, realised result, or the amount of a fee or payment: what the row adds to the year. */
  readonly amount: string
  readonly currency: string
  readonly term: string
  readonly id: string
  /** Whether something of it was approved at this desk. */
  readonly isTraceable: boolean
}

export interface TaxRowsView {
  readonly total: number
  readonly rows: readonly TaxRowView[]
}

/** What leads from a fill to who approved it, out of the desk's own log. */
export interface TracedRoadView {
  readonly order: {
    readonly clientOrderId: string
    readonly venueOrderId: string | null
    readonly role: string
    readonly side: 'buy' | 'sell'
    readonly quantity: string
    readonly price: string
    readonly status: string
  }
  readonly ticket: {
    readonly ticketId: string
    readonly sentence: string
    readonly digest: string
    /** "person", "momentum 5m" or why the desk itself asked. */
    readonly origin: string
  }
  readonly receipt: {
    readonly seq: number
    readonly hash: string
    readonly connectionId: string
    readonly recoveredAddress: string
    /** Whether the session key signed instead of the device. */
    readonly isBySession: boolean
    readonly approvedWallMs: number
    readonly signedWallMs: number
  } | null
  readonly decision: {
    readonly seq: number
    readonly result: string
    readonly code: string
    readonly message: string
    readonly worstCaseLoss: string
  } | null
}

export interface TracedFillView {
  readonly fillId: string
  readonly part: 'disposal' | 'acquisition' | 'close' | 'opening'
  readonly tsMs: number
  readonly coin: string
  readonly side: 'buy' | 'sell'
  readonly price: string
  readonly size: string
  readonly fee: string
  readonly feeToken: string
  readonly direction: string
  /** "log", "venue" or "file". */
  readonly source: string
  readonly disagreement: string | null
  /** Null where no order of this desk stands behind it. */
  readonly road: TracedRoadView | null
}

export interface TaxTraceView {
  readonly title: string
  /** Fills that no order of this desk stands behind are listed too. */
  readonly fills: readonly TracedFillView[]
  readonly more: number
}

export interface TaxExportView {
  readonly file: string
  readonly sidecarFile: string
  readonly rows: number
  readonly warnings: readonly string[]
}

export interface TaxProgressView {
  readonly kind: TaxReportKind
  readonly rows: number
}

export interface RecordsAnswers {
  readonly getRecords: RecordsView
  readonly completeRecords: { readonly added: number }
  readonly previewTax: TaxPreviewView
  readonly getTaxRows: TaxRowsView
  readonly traceTaxRow: TaxTraceView
  readonly exportTax: TaxExportView | null
  readonly getTaxProgress: TaxProgressView | null
  readonly importRecords: RecordsImportView | null
  readonly importRates: RatesImportView | null
}
