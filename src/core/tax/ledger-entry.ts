export const ENTRY_TYPES = [
  'buy',
  'income',
  'sell',
  'gift',
  'donate',
  'fee',
  'lost',
  'transfer_fee',
  'transfer',
] as const
export type EntryType = (typeof ENTRY_TYPES)[number]

/** A part of a disposal that the owner assigned to one lot, named by its acquisition. */
export interface LotChoice {
  readonly lotId: string
  /** Null: as much of the lot as is needed. */
  readonly quantity: string | null
}

/** What leads from a tax row back to its cause. */
export interface TraceIds {
  readonly fillId?: string
  readonly orderId?: string
  readonly ticketId?: string
  readonly receiptId?: string
  readonly decisionId?: string
  readonly transactionHash?: string
  readonly venue?: string
}

/** One line of a spot history. Amounts are plain decimal texts of any scale, never negative. */
export interface LedgerEntry {
  readonly id: string
  /** Epoch milliseconds, UTC. */
  readonly tsMs: number
  readonly type: EntryType
  /** The finer word for the report ("interest" of an income). */
  readonly subType?: string
  readonly asset: string
  readonly quantity: string
  /** Home currency for one unit. */
  readonly price: string
  readonly fee: string
  readonly feeAsset: string
  /** Home currency worth of the whole fee; needed where a third asset paid it. */
  readonly feeValue?: string
  /** Overrides quantity × price and already contains the fee. */
  readonly totalCost?: string
  readonly totalProceeds?: string
  readonly wallet?: string
  readonly toWallet?: string
  readonly lots?: readonly LotChoice[]
  readonly trace?: TraceIds
}

/** What is wrong with one value of the input, so that a person can find and mend it. */
export interface InputProblem {
  /** Counted from 1; 0 speaks of the whole input. */
  readonly row: number
  readonly field: string
  readonly value: string
  readonly expected: string
}

/** "row 3, quantity: "abc", expected a positive decimal number". */
export function describeProblem(problem: InputProblem): string {
  const place = problem.row === 0 ? '' : `row ${problem.row}, `
  return `${place}${problem.field}: ${JSON.stringify(problem.value)}, expected ${problem.expected}`
}
