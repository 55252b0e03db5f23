import { CostPool } from './cost-pool.ts'
import { atScale, parseExact, powerOfTen } from './exact-decimal.ts'
import { impliedStart } from './implied-start.ts'
import type { InputProblem } from './ledger-entry.ts'
import { orderFills } from './order-fills.ts'
import type {
  CloseLeg,
  ForcedClose,
  FundingPayment,
  PerpFill,
  PerpHistory,
  PerpLeg,
  PerpStart,
  Quotient,
} from './perp-event.ts'
import type { PerpScales } from './perp-scales.ts'
import { surveyPerps } from './perp-scales.ts'

/** The history does not connect here: the venue's position is not the one the fills add up to. */
export interface PerpGap {
  readonly coin: string
  readonly fill: PerpFill
  /** × 10^quantityScale. */
  readonly expectedPosition: bigint
  readonly reportedPosition: bigint
  /** True for a history that begins in the middle of a position. */
  readonly isStart: boolean
}

/** Our realised figure of a fill beside the venue's. × 10^valueScale. */
export interface PnlDifference {
  readonly fill: PerpFill
  readonly ours: bigint
  readonly venue: bigint
  /** True where it is no more than the venue's rounding can make of it. */
  readonly isRounding: boolean
}

/**
 * A venue keeps the cost of a position in whole units of its dollar, at worst millionths (USDC), and
 * rounds the share that a close takes away; we carry the exact share. Each fill since the position
 * was flat can put its figure off by one such unit; once the position is flat the sums agree again.
 */
export const VENUE_ROUNDING_PLACES = 6

export interface FundingRow {
  readonly payment: FundingPayment
  /** × 10^valueScale, negative was paid. */
  readonly amount: bigint
}

export interface PerpEnd {
  readonly coin: string
  readonly position: bigint
  readonly entry: Quotient | null
}

export interface PerpTotals {
  readonly realisedPnl: bigint
  /** In the history's currency only. */
  readonly fees: bigint
  readonly feesByToken: ReadonlyMap<string, bigint>
  readonly funding: bigint
  /** Realised − fees + funding, in the history's currency. */
  readonly net: bigint
}

export interface PerpReport extends PerpScales {
  readonly legs: readonly PerpLeg[]
  readonly funding: readonly FundingRow[]
  readonly totals: PerpTotals
  readonly ends: readonly PerpEnd[]
  readonly gaps: readonly PerpGap[]
  readonly differences: readonly PnlDifference[]
}

export type PerpResult =
  | { readonly ok: true; readonly report: PerpReport }
  | { readonly ok: false; readonly problems: readonly InputProblem[] }

function read(text: string, scale: number): bigint {
  const parsed = parseExact(text)
  if (parsed === null) throw new RangeError(`not a decimal: ${text}`)
  return atScale(parsed, scale)
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value)

function forcedClose(fill: PerpFill, owner: string | null): ForcedClose | null {
  const word = fill.direction.toLowerCase()
  if (word.includes('auto-deleverag') || word.includes('adl')) return 'auto-deleveraging'
  if (word.includes('settlement')) return 'settlement'
  if (fill.liquidatedUser !== null) {
    // The other side of a liquidation carries the same object: only the owner's own counts.
    if (owner !== null) return fill.liquidatedUser === owner ? 'liquidation' : null
    return 'liquidation'
  }
  return word.includes('liquidat') ? 'liquidation' : null
}

/** The book of one coin: average entry moves with opening fills only. */
class PerpBook {
  readonly legs: PerpLeg[] = []
  readonly gaps: PerpGap[] = []
  readonly differences: PnlDifference[] = []
  readonly #coin: string
  readonly #owner: string | null
  readonly #scales: PerpScales
  #position = 0n
  #cost = new CostPool()
  #openingFees = new CostPool()
  #isEntryKnown = true
  #openedMs: number | null = null
  /** Fills since the position was flat: as often the venue may have rounded. */
  #fillCount = 0

  constructor(coin: string, owner: string | null, scales: PerpScales, start: PerpStart | null) {
    this.#coin = coin
    this.#owner = owner
    this.#scales = scales
    if (start !== null) this.#begin(start)
  }

  get end(): PerpEnd {
    return { coin: this.#coin, position: this.#position, entry: this.#entry() }
  }

  add(fill: PerpFill, isFirst: boolean): void {
    const { quantityScale, priceScale, valueScale } = this.#scales
    const size = read(fill.size, quantityScale)
    const reported =
      fill.startPosition === null
        ? impliedStart(fill.direction, this.#position, size)
        : read(fill.startPosition, quantityScale)
    if (reported !== this.#position) this.#noteGap(fill, reported, isFirst)
    const value =
      size * read(fill.price, priceScale) * powerOfTen(valueScale - quantityScale - priceScale)
    const fee = read(fill.fee, valueScale)
    const isBuy = fill.side === 'buy'
    const isAgainst = this.#position !== 0n && this.#position > 0n !== isBuy
    const held = magnitude(this.#position)
    const closing = isAgainst ? (held < size ? held : size) : 0n
    // A flip is one fill: fee and value go to its two legs by share, the rest to the opening leg.
    const closingFee = closing === size ? fee : (fee * closing) / size
    const unit = value / size
    if (closing > 0n) this.#close(fill, closing, unit * closing, closingFee)
    if (closing < size) {
      this.#open(fill, size - closing, unit * (size - closing), fee - closingFee, isBuy)
    }
  }

  #begin({ position, entry }: PerpStart): void {
    const { quantityScale, priceScale, valueScale } = this.#scales
    this.#position = read(position, quantityScale)
    const held = magnitude(this.#position)
    this.#isEntryKnown = entry !== null || held === 0n
    if (entry === null || held === 0n) return
    const unit = read(entry, priceScale) * powerOfTen(valueScale - quantityScale - priceScale)
    this.#cost.add(held, unit * held)
    this.#openingFees.add(held, 0n)
  }

  #noteGap(fill: PerpFill, reported: bigint, isStart: boolean): void {
    const gap = {
      coin: this.#coin,
      fill,
      expectedPosition: this.#position,
      reportedPosition: reported,
    }
    this.gaps.push({ ...gap, isStart })
    this.#position = reported
    this.#cost = new CostPool()
    this.#openingFees = new CostPool()
    this.#isEntryKnown = reported === 0n
    this.#openedMs = null
    this.#fillCount = 0
  }

  #entry(): Quotient | null {
    if (this.#position === 0n) return { cost: 0n, quantity: 1n }
    return this.#isEntryKnown ? this.#cost.average : null
  }

  #close(fill: PerpFill, quantity: bigint, exitValue: bigint, fee: bigint): void {
    this.#fillCount += 1
    const isLong = this.#position > 0n
    const known = this.#isEntryKnown
    const entry = known ? this.#cost.average : null
    const entryValue = known ? this.#cost.take(quantity) : null
    const openingFee = known ? this.#openingFees.take(quantity) : 0n
    const venue = fill.closedPnl === null ? null : read(fill.closedPnl, this.#scales.valueScale)
    const pnl =
      entryValue === null ? (venue ?? 0n) : isLong ? exitValue - entryValue : entryValue - exitValue
    if (entryValue !== null && venue !== null && venue !== pnl) {
      const isRounding = magnitude(pnl - venue) <= this.#roundingMax()
      this.differences.push({ fill, ours: pnl, venue, isRounding })
    }
    const openedMs = this.#openedMs
    this.#position += isLong ? -quantity : quantity
    if (this.#position === 0n) this.#clear()
    const leg: CloseLeg = {
      leg: 'close',
      fill,
      side: isLong ? 'long' : 'short',
      quantity,
      fee,
      entry,
      entryValue,
      exitValue,
      pnl,
      openingFee,
      openedMs,
      forced: forcedClose(fill, this.#owner),
      isVenueFigure: entryValue === null,
      positionAfter: this.#position,
      entryAfter: this.#entry(),
    }
    this.legs.push(leg)
  }

  #roundingMax(): bigint {
    return BigInt(this.#fillCount) * powerOfTen(this.#scales.valueScale - VENUE_ROUNDING_PLACES)
  }

  #clear(): void {
    this.#cost = new CostPool()
    this.#openingFees = new CostPool()
    this.#isEntryKnown = true
    this.#openedMs = null
    this.#fillCount = 0
  }

  #open(fill: PerpFill, quantity: bigint, value: bigint, fee: bigint, isBuy: boolean): void {
    this.#fillCount += 1
    if (this.#position === 0n) this.#openedMs = fill.tsMs
    if (this.#isEntryKnown) {
      this.#cost.add(quantity, value)
      this.#openingFees.add(quantity, fee)
    }
    this.#position += isBuy ? quantity : -quantity
    const after = { positionAfter: this.#position, entryAfter: this.#entry() }
    this.legs.push({ leg: 'open', fill, quantity, fee, ...after })
  }
}

/** Each account has a position of its own in each coin. */
function groupByBook(fills: readonly PerpFill[]): PerpFill[][] {
  const books = new Map<string, PerpFill[]>()
  for (const fill of fills) {
    const key = fill.account === undefined ? fill.coin : `${fill.coin} ${fill.account}`
    const same = books.get(key)
    if (same === undefined) books.set(key, [fill])
    else same.push(fill)
  }
  return [...books].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, same]) => same)
}

function sumTotals(
  legs: readonly PerpLeg[],
  funding: readonly FundingRow[],
  currency: string,
): PerpTotals {
  let realisedPnl = 0n
  let funded = 0n
  const feesByToken = new Map<string, bigint>()
  for (const leg of legs) {
    if (leg.leg === 'close') realisedPnl += leg.pnl
    const { feeToken } = leg.fill
    feesByToken.set(feeToken, (feesByToken.get(feeToken) ?? 0n) + leg.fee)
  }
  for (const { amount } of funding) funded += amount
  const fees = feesByToken.get(currency) ?? 0n
  return { realisedPnl, fees, feesByToken, funding: funded, net: realisedPnl - fees + funded }
}

/**
 * Realised figures of perpetuals by average entry: opening fills move the entry, closing fills
 * realise sign × (exit − entry) × quantity, a flip does both, fees and funding stay apart. Where
 * the entry is not known the venue's own figure stands and the row is marked.
 */
export function realisePerps(history: PerpHistory): PerpResult {
  const survey = surveyPerps(history)
  if (!survey.ok) return survey
  const { scales } = survey
  const legs: PerpLeg[] = []
  const ends: PerpEnd[] = []
  const gaps: PerpGap[] = []
  const differences: PnlDifference[] = []
  for (const fills of groupByBook(history.fills)) {
    const { coin = '', account = null } = fills[0] ?? {}
    const start = history.starts.get(coin) ?? null
    const book = new PerpBook(coin, account ?? history.owner, scales, start)
    orderFills(fills, start?.position ?? null).forEach((fill, index) => {
      book.add(fill, index === 0 && start === null)
    })
    for (const leg of book.legs) legs.push(leg)
    for (const gap of book.gaps) gaps.push(gap)
    for (const difference of book.differences) differences.push(difference)
    ends.push(book.end)
  }
  // Within one coin the order of the book stands: the sort is stable.
  legs.sort((a, b) => a.fill.tsMs - b.fill.tsMs)
  const funding = [...history.funding]
    .sort((a, b) => a.tsMs - b.tsMs)
    .map((payment) => ({ payment, amount: read(payment.amount, scales.valueScale) }))
  const totals = sumTotals(legs, funding, history.currency)
  return { ok: true, report: { ...scales, legs, funding, totals, ends, gaps, differences } }
}
