/** One fill of a perpetual as the venue reports it. Amounts are plain decimal texts. */
export interface PerpFill {
  /** `address:tid` where it is known; never repeated. */
  readonly id: string
  /** Whose fill it is, in lower case, where a history holds several accounts. */
  readonly account?: string
  readonly coin: string
  readonly side: 'buy' | 'sell'
  readonly size: string
  readonly price: string
  /** Signed: a rebate is negative. Contains any builder fee. */
  readonly fee: string
  readonly feeToken: string
  readonly tsMs: number
  /** The signed position before the fill; null where the source does not tell. */
  readonly startPosition: string | null
  /** The venue's own word for it ("Close Long", "Long > Short"). */
  readonly direction: string
  /** The venue's own realised figure, without fees. */
  readonly closedPnl: string | null
  /** Whose position was liquidated by this fill, in lower case; null where none was. */
  readonly liquidatedUser: string | null
  readonly orderId?: string
  readonly ticketId?: string
  readonly receiptId?: string
  readonly decisionId?: string
  readonly transactionHash?: string
}

/** One funding payment. */
export interface FundingPayment {
  readonly id: string
  readonly coin: string
  readonly tsMs: number
  /** Signed: negative was paid, positive received. */
  readonly amount: string
  readonly positionSize?: string
  readonly rate?: string
  readonly transactionHash?: string
}

/** A position held before the first fill. An unknown entry is null. */
export interface PerpStart {
  readonly position: string
  readonly entry: string | null
}

export interface PerpHistory {
  readonly currency: string
  /** The account's address in lower case, or null; tells a liquidation from its counterparty. */
  readonly owner: string | null
  readonly fills: readonly PerpFill[]
  readonly funding: readonly FundingPayment[]
  /** By coin; a coin that is missing starts where its first fill says. */
  readonly starts: ReadonlyMap<string, PerpStart>
}

/** Why a position ended other than by an order of its owner. */
export type ForcedClose = 'liquidation' | 'auto-deleveraging' | 'settlement'

interface LegBase {
  readonly fill: PerpFill
  /** × 10^quantityScale, positive. */
  readonly quantity: bigint
  /** × 10^valueScale, in the fill's fee token. */
  readonly fee: bigint
  /** Signed, × 10^quantityScale. */
  readonly positionAfter: bigint
  /** Average entry as a quotient, or null where the history does not tell it. */
  readonly entryAfter: Quotient | null
}

/** cost ÷ quantity, × 10^(valueScale − quantityScale). */
export interface Quotient {
  readonly cost: bigint
  readonly quantity: bigint
}

export interface OpenLeg extends LegBase {
  readonly leg: 'open'
}

export interface CloseLeg extends LegBase {
  readonly leg: 'close'
  readonly side: 'long' | 'short'
  readonly entry: Quotient | null
  /** Cost of what was closed at its average entry; null where the entry is unknown. */
  readonly entryValue: bigint | null
  readonly exitValue: bigint
  /** × 10^valueScale, without fees and funding. */
  readonly pnl: bigint
  /** Fees paid when the closed units were opened, by share. */
  readonly openingFee: bigint
  /** When the position was opened from flat; null where that lies before the history. */
  readonly openedMs: number | null
  readonly forced: ForcedClose | null
  /** True where `pnl` is the venue's figure because the entry is unknown. */
  readonly isVenueFigure: boolean
}

export type PerpLeg = OpenLeg | CloseLeg
