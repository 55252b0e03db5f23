import type { TracedRoadView } from '#contract/records.ts'
import type { LedgerEntry } from '#core/tax/ledger-entry.ts'
import type { LotMethod, StandingOrder } from '#core/tax/tax-settings.ts'

/** One fill as the venue or a file tells it; amounts are exact decimal texts. */
export interface FillRecord {
  /** The account's address in lower case, or the name of a wallet that a file gives. */
  readonly account: string
  /** The venue's number of the fill; `csv-…` where a file tells none. */
  readonly tradeId: string
  /** "BTC" of a perpetual, "HYPE/USDC" of a spot market. */
  readonly coin: string
  readonly market: 'perp' | 'spot'
  readonly side: 'buy' | 'sell'
  readonly price: string
  readonly size: string
  /** Signed: negative is a rebate. */
  readonly fee: string
  readonly feeToken: string
  readonly startPosition: string | null
  /** The venue's own word ("Close Long"). */
  readonly direction: string
  /** Without fees; null where the source does not tell it. */
  readonly closedPnl: string | null
  readonly liquidatedUser: string | null
  readonly venueOrderId: string | null
  readonly clientOrderId: string | null
  readonly hash: string | null
  readonly tsMs: number
}

/** Where a fill is known from. The log is what the desk traded by, the venue knows more words. */
export type FillSource = 'log' | 'venue' | 'file'

export interface KnownFill extends FillRecord {
  readonly source: FillSource
  /** What the venue tells otherwise of a fill of the log, in words; null where they agree. */
  readonly disagreement: string | null
}

export interface FundingRecord {
  readonly account: string
  readonly coin: string
  readonly tsMs: number
  /** Signed: negative was paid. */
  readonly amount: string
  readonly size: string | null
  readonly rate: string | null
  readonly hash: string | null
}

/** A spot movement that only a file tells. */
export interface EntryRecord {
  readonly account: string
  /** Of the entry's prices and worths. */
  readonly currency: string
  readonly entry: LedgerEntry
}

/** How far the venue was asked; `isCut` where it may keep no older rows than the oldest. */
export interface Reach {
  readonly account: string
  readonly kind: 'fills' | 'funding'
  readonly oldestMs: number | null
  readonly throughMs: number
  readonly isCut: boolean
}

export type ImportLayout = 'own' | 'hyperliquid' | 'generic'

export interface ImportRecord {
  readonly importId: number
  readonly layout: ImportLayout
  readonly name: string
  readonly addedWallMs: number
  /** Rows that were new, and rows that were there already. */
  readonly added: number
  readonly known: number
}

/** Rows of one file, checked and ready to be kept. */
export interface ImportRows {
  readonly layout: ImportLayout
  readonly fills: readonly FillRecord[]
  readonly funding: readonly FundingRecord[]
  readonly entries: readonly EntryRecord[]
}

/** What leads from a fill of the desk's own log to who approved it. */
export interface FillTrace {
  readonly ticketId: string
  /** Place of the approval receipt in its chain; null where no signature stands behind it. */
  readonly receiptSeq: number | null
  /** Place of the risk decision in the log. */
  readonly decisionSeq: number | null
}

/** Everything of one account's or file's records, in counts. */
export interface WalletCount {
  readonly account: string
  readonly fills: number
  readonly funding: number
  readonly entries: number
  readonly firstMs: number | null
  readonly lastMs: number | null
}

/** What the desk's own log says; read beside the desk, never written. Calls throw StoreError. */
export interface LogSource {
  /** Null before the desk has an account. */
  account(): string | null
  fillsAfter(seq: number, account: string): Iterable<{ readonly seq: number } & FillRecord>
  fundingAfter(seq: number, account: string): Iterable<{ readonly seq: number } & FundingRecord>
  /** By the venue's number of the fill. */
  traces(): ReadonlyMap<string, FillTrace>
  /** Null where the log has no such fill of an order of this desk. */
  trace(tradeId: string): TracedRoadView | null
  close(): void
}

/** The records of a data folder, in a file of their own. Every call throws StoreError. */
export interface RecordsStore {
  /** Changes whenever anything that a history is made of changes. */
  version(): string
  wallets(): readonly WalletCount[]
  /** Every fill once, whatever says so, by account and time. */
  fills(): Iterable<KnownFill>
  fill(account: string, tradeId: string): KnownFill | null
  funding(): Iterable<FundingRecord>
  entries(): Iterable<EntryRecord>
  reaches(): readonly Reach[]
  imports(): readonly ImportRecord[]
  standingOrders(): readonly StandingOrder[]
  /** Takes what the log has grown by. Returns how many rows were new. */
  takeLog(log: LogSource): number
  /** Rows of the venue replace what files said of the same fills. Returns how many were new. */
  addVenueFills(rows: readonly FillRecord[]): number
  addVenueFunding(rows: readonly FundingRecord[]): number
  noteReach(reach: Reach): void
  /** Throws StoreError E207 with one sentence where the file is in the records already. */
  addImport(
    rows: ImportRows,
    file: { readonly name: string; readonly digest: string },
    wallMs: number,
  ): ImportRecord
  removeImport(importId: number): void
  addStandingOrder(method: LotMethod, wallMs: number): void
  close(): void
}
