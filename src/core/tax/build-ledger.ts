import type { Scales } from './amount-survey.ts'
import { AmountSurvey, PROBLEMS_MAX, readAtScale } from './amount-survey.ts'
import { IdTable } from './id-table.ts'
import type { EntryType, InputProblem, LedgerEntry } from './ledger-entry.ts'
import { sortEvents } from './sort-events.ts'
import type { ChosenLot, EventKind, Ledger, TaxEvent } from './tax-event.ts'

/** Money is carried to at least this many places, so that allocations stay far below a cent. */
export const VALUE_SCALE_MIN = 18

export type LedgerResult =
  | { readonly ok: true; readonly ledger: Ledger }
  | { readonly ok: false; readonly problems: readonly InputProblem[] }

/** Character code; that of the point is below it. */
const ZERO = 48

const ACQUIRING: ReadonlySet<EntryType> = new Set<EntryType>(['buy', 'income'])

const labelOf = (entry: LedgerEntry): string =>
  entry.subType ?? (entry.type === 'transfer_fee' ? 'move' : entry.type)

/** Of a checked decimal text. */
function isMoreThanZero(text: string): boolean {
  for (let index = 0; index < text.length; index += 1)
    if (text.charCodeAt(index) > ZERO) return true
  return false
}

/** Turns rows into events on fixed scales; made once for a history. */
class EventMaker {
  readonly events: TaxEvent[] = []
  readonly problems: InputProblem[] = []
  readonly #currency: string
  readonly #quantityScale: number
  readonly #valueScale: number
  /** So wide that quantity × price comes out at the scale of money. */
  readonly #priceScale: number
  readonly #ids = new IdTable(this.events)

  constructor(currency: string, scales: Scales) {
    this.#currency = currency
    this.#quantityScale = scales.quantity
    this.#valueScale = Math.max(VALUE_SCALE_MIN, scales.money, scales.quantity + scales.price)
    this.#priceScale = this.#valueScale - scales.quantity
  }

  #note(problem: InputProblem): void {
    if (this.problems.length < PROBLEMS_MAX) this.problems.push(problem)
  }

  get valueScale(): number {
    return this.#valueScale
  }

  add(entry: LedgerEntry, row: number): void {
    const quantity = readAtScale(entry.quantity, this.#quantityScale)
    const hasFee = entry.fee !== '0' && isMoreThanZero(entry.fee)
    const isOwnFee = hasFee && entry.feeAsset === entry.asset && entry.asset !== this.#currency
    const ownFee = isOwnFee ? readAtScale(entry.fee, this.#quantityScale) : 0n
    if (quantity + ownFee === 0n) {
      const expected = 'more than zero units'
      this.#note({ row, field: 'quantity', value: entry.quantity, expected })
      return
    }
    const earlier = this.#ids.add(entry.id, this.events.length)
    if (earlier !== null) {
      const expected = `an id of its own, row ${earlier.row} has it already`
      this.#note({ row, field: 'id', value: entry.id, expected })
    }
    const feeWorth = hasFee && !isOwnFee ? this.#feeWorth(entry, row) : 0n
    if (ACQUIRING.has(entry.type)) this.#acquire(entry, row, quantity, ownFee, feeWorth)
    else if (entry.type === 'transfer') this.#transfer(entry, row, quantity, ownFee, feeWorth)
    else this.#dispose(entry, row, quantity, ownFee, feeWorth)
    if (hasFee && !isOwnFee && entry.feeAsset !== this.#currency) {
      this.#disposeFeeAsset(entry, row, feeWorth)
    }
  }

  /** Home currency worth of `quantity` units at the row's price. */
  #worth(entry: LedgerEntry, quantity: bigint): bigint {
    return quantity === 0n ? 0n : quantity * readAtScale(entry.price, this.#priceScale)
  }

  #feeWorth(entry: LedgerEntry, row: number): bigint {
    if (entry.feeAsset === this.#currency) return readAtScale(entry.fee, this.#valueScale)
    if (entry.feeValue !== undefined) return readAtScale(entry.feeValue, this.#valueScale)
    this.#note({
      row,
      field: 'feeValue',
      value: '',
      expected: `the worth in ${this.#currency} of the fee of ${entry.fee} ${entry.feeAsset}, because a fee paid in a third asset is a disposal of that asset`,
    })
    return 0n
  }

  #push(entry: LedgerEntry, row: number, kind: EventKind, amounts: EventAmounts): void {
    const { id, tsMs, type, asset, wallet, toWallet, trace } = entry
    const { quantity, value, fee, lots } = amounts
    this.events.push({
      id,
      row,
      tsMs,
      kind,
      type,
      label: labelOf(entry),
      asset,
      wallet: wallet ?? '',
      toWallet: kind === 'transfer' ? (toWallet ?? '') : null,
      quantity,
      value,
      fee,
      lots,
      trace: trace ?? null,
    })
  }

  /** Fee units that a row spends besides what it is about. */
  #pushFee(entry: LedgerEntry, row: number, part: FeePart): void {
    const { tsMs, wallet, trace } = entry
    this.events.push({
      id: `${entry.id}#fee`,
      row,
      tsMs,
      wallet: wallet ?? '',
      toWallet: null,
      fee: 0n,
      lots: null,
      trace: trace ?? null,
      ...part,
    })
  }

  #acquire(
    entry: LedgerEntry,
    row: number,
    quantity: bigint,
    ownFee: bigint,
    feeWorth: bigint,
  ): void {
    if (ownFee >= quantity && ownFee > 0n) {
      const expected = `a fee below the ${entry.quantity} ${entry.asset} that it was withheld from`
      this.#note({ row, field: 'fee', value: entry.fee, expected })
      return
    }
    // Units withheld as the fee were paid for like the rest; their worth is a cost of the rest.
    const value =
      entry.totalCost === undefined
        ? this.#worth(entry, quantity) + feeWorth
        : readAtScale(entry.totalCost, this.#valueScale)
    const withheld = this.#worth(entry, ownFee)
    const fee = feeWorth + withheld
    this.#push(entry, row, 'acquire', { quantity: quantity - ownFee, value, fee, lots: null })
    if (ownFee === 0n) return
    const { asset } = entry
    const part = { kind: 'withhold', type: 'fee', label: 'fee' } as const
    this.#pushFee(entry, row, { ...part, asset, quantity: ownFee, value: withheld })
  }

  #dispose(
    entry: LedgerEntry,
    row: number,
    quantity: bigint,
    ownFee: bigint,
    feeWorth: bigint,
  ): void {
    // A row that is nothing but a fee brings the worth of the fee units.
    const priced = quantity === 0n ? ownFee : quantity
    const value =
      entry.totalProceeds === undefined
        ? this.#worth(entry, priced) - feeWorth
        : readAtScale(entry.totalProceeds, this.#valueScale)
    const lots = this.#readLots(entry)
    const amounts = { quantity: quantity + ownFee, value, fee: feeWorth, lots }
    this.#push(entry, row, 'dispose', amounts)
  }

  #transfer(
    entry: LedgerEntry,
    row: number,
    quantity: bigint,
    ownFee: bigint,
    feeWorth: bigint,
  ): void {
    const lots = this.#readLots(entry)
    if (quantity > 0n) {
      this.#push(entry, row, 'transfer', { quantity, value: 0n, fee: feeWorth, lots })
    }
    if (ownFee === 0n) return
    const { asset } = entry
    const part = { kind: 'dispose', type: 'transfer_fee', label: 'move' } as const
    const value = this.#worth(entry, ownFee)
    this.#pushFee(entry, row, { ...part, asset, quantity: ownFee, value })
  }

  /** A fee paid in a third asset is a disposal of that asset for the service. */
  #disposeFeeAsset(entry: LedgerEntry, row: number, feeWorth: bigint): void {
    const part = { kind: 'dispose', type: 'fee', label: 'fee', asset: entry.feeAsset } as const
    const quantity = readAtScale(entry.fee, this.#quantityScale)
    this.#pushFee(entry, row, { ...part, quantity, value: feeWorth })
  }

  #readLots(entry: LedgerEntry): readonly ChosenLot[] | null {
    if (!entry.lots || entry.lots.length === 0) return null
    return entry.lots.map(({ lotId, quantity }) => ({
      lotId,
      quantity: quantity === null ? null : readAtScale(quantity, this.#quantityScale),
    }))
  }
}

interface EventAmounts {
  readonly quantity: bigint
  readonly value: bigint
  readonly fee: bigint
  readonly lots: readonly ChosenLot[] | null
}

type FeePart = Pick<TaxEvent, 'kind' | 'type' | 'label' | 'asset' | 'quantity' | 'value'>

/** What nearly every history fits into, so that it is gone through only once. */
const USUAL: Scales = { quantity: 8, price: 8, money: VALUE_SCALE_MIN }

const fits = (needed: Scales, offered: Scales): boolean =>
  needed.quantity <= offered.quantity &&
  needed.price <= offered.price &&
  needed.money <= offered.money

/**
 * Rows in any order as one ledger in order of time (ties: acquisitions, transfers, disposals, then
 * the id), on scales wide enough for every digit of them. Rows with unusually many digits are gone
 * through a second time, so a history that does not fit into memory may be an iterable that reads
 * it anew. Lists what is wrong, at most 100 values.
 */
export function buildLedger(entries: Iterable<LedgerEntry>, currency: string): LedgerResult {
  const survey = new AmountSurvey(currency)
  let scales = USUAL
  let maker = new EventMaker(currency, scales)
  let row = 0
  for (const entry of entries) {
    row += 1
    survey.add(entry, row)
    if (survey.problems.length === 0 && fits(survey.scales, scales)) maker.add(entry, row)
  }
  if (survey.problems.length > 0) return { ok: false, problems: survey.problems }
  if (!fits(survey.scales, scales)) {
    scales = survey.scales
    maker = new EventMaker(currency, scales)
    row = 0
    for (const entry of entries) {
      row += 1
      maker.add(entry, row)
    }
  }
  if (maker.problems.length > 0) return { ok: false, problems: maker.problems }
  const events = sortEvents(maker.events)
  return {
    ok: true,
    ledger: { events, quantityScale: scales.quantity, valueScale: maker.valueScale, currency },
  }
}
