import type { Day } from '../calendar.ts'
import type { Exchange } from '../exchange-fee.ts'
import type { LedgerEntry } from '../ledger-entry.ts'
import type { PerpHistory } from '../perp-event.ts'
import type { TaxSettings } from '../tax-settings.ts'

interface CaseBase {
  readonly name: string
  readonly settings: TaxSettings
}

/** Lots and pools. */
export interface LotCase extends CaseBase {
  readonly kind: 'lots'
  readonly entries: readonly LedgerEntry[]
  /** The times as the file wrote them, by id. */
  readonly timeTexts: ReadonlyMap<string, string>
  /** Whether dates are printed as days or as instants: a rule that counts days prints days. */
  readonly datesAs: 'days' | 'instants'
  /** What the reader took from elsewhere in the file; printed as warnings. */
  readonly notes: readonly string[]
}

export interface PerpCase extends CaseBase {
  readonly kind: 'perp'
  readonly history: PerpHistory
}

export interface ExchangeCase extends CaseBase {
  readonly kind: 'exchange-fee'
  readonly exchanges: readonly Exchange[]
  readonly quantityScale: number
  readonly valueScale: number
}

export interface HoldingPair {
  readonly id: string
  readonly acquired: Day
  readonly sold: Day
}

export interface HoldingCase extends CaseBase {
  readonly kind: 'holding-period'
  readonly pairs: readonly HoldingPair[]
}

export interface FormLine {
  readonly id: string
  readonly description: string
  readonly acquired: string | null
  readonly sold: string | null
  readonly box: string | null
  readonly term: 'short' | 'long' | null
  readonly proceeds: string
  readonly basis: string
  readonly code: string
  readonly adjustment: string
}

export interface FormCase extends CaseBase {
  readonly kind: 'form8949-arithmetic'
  readonly lines: readonly FormLine[]
  readonly isWholeDollars: boolean
}

export type TaxCase = LotCase | PerpCase | ExchangeCase | HoldingCase | FormCase
