import { powerOfTen } from './exact-decimal.ts'
import { IdTable } from './id-table.ts'
import type { EntryType, InputProblem, LedgerEntry } from './ledger-entry.ts'
import { sortEvents } from './sort-events.ts'
import type { ChosenLot, EventKind, Ledger, TaxEvent } from './tax-event.ts'

/** Money is carried to at least this many places, so that allocations stay far below a cent. */
export const VALUE_SCALE_MIN = 18

export type LedgerResult =
  | { readonly ok: true; readonly ledger: Ledger }
  | { readonly ok: false; readonly problems: readonly InputProblem[] }

const PROBLEMS_MAX = 100
const DIGITS_MAX = 160

/**
 * Places after the point that an unsigned plain decimal needs, trailing zeros not counted; −1 where
 * the text is none. One pass and no garbage, because every amount of a history comes by here.
 */
function placesOf(text: unknown): number {
  if (typeof text !== 'string' || text.length === 0 || text.length > DIGITS_MAX) return -1
  let point = -1
  let places = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === 46 && point < 0 && index > 0 && index < text.length - 1) point = index
    else if (code < 48 || code > 57) return -1
    else if (point >= 0 && code !== 48) places = index - point
  }
  return places
}

/** A checked, unsigned text at a scale that has room for it. */
function readAtScale(text: string, scale: number): bigint {
  const point = text.indexOf('.')
  if (point < 0) return scale === 0 ? BigInt(text) : BigInt(text) * powerOfTen(scale)
  const fraction = text.slice(point + 1, point + 1 + scale)
  const digits = BigInt(text.slice(0, point) + fraction)
  return fraction.length === scale ? digits : digits * powerOfTen(scale - fraction.length)
}

interface Scales {
  quantity: number
  price: number
  money: number
}

const AMOUNT = 'a decimal number that is not negative, such as 1234.5'

/** Checks every amount of the rows and widens the scales to hold it. */
class Survey {
  readonly scales: Scales = { quantity: 0, price: 0, money: 0 }
  readonly problems: InputProblem[] = []
  readonly #currency: string
  #row = 0

  constructor(currency: string) {
    this.#currency = currency
  }

  add(entry: LedgerEntry, row: number): void {
    this.#row = row
    this.#check('quantity', entry.quantity, 'quantity')
    this.#check('price', entry.price, 'price')
    this.#check('fee', entry.fee, entry.feeAsset === this.#currency ? 'money' : 'quantity')
    if (entry.feeValue !== undefined) this.#check('feeValue', entry.feeValue, 'money')
    if (entry.totalCost !== undefined) this.#check('totalCost', entry.totalCost, 'money')
    if (entry.totalProceeds !== undefined) {
      this.#check('totalProceeds', entry.totalProceeds, 'money')
    }
    for (const { quantity } of entry.lots ?? []) {
      if (quantity !== null) this.#check('lots', quantity, 'quantity')
    }
  }

  note(problem: InputProblem): void {
    if (this.problems.length < PROBLEMS_MAX) this.problems.push(problem)
  }

  #check(field: string, text: unknown, kind: keyof Scales): void {
    const places = placesOf(text)
    if (places > this.scales[kind]) this.scales[kind] = places
    if (places >= 0) return
    const value = typeof text === 'string' ? text : (JSON.stringify(text) ?? 'nothing')
    this.note({ row: this.#row, field, value, expected: AMOUNT })
  }
}

const ACQUIRING: ReadonlySet<EntryType> = new Set<EntryType>(['buy', 'income'])

const labelOf = (entry: LedgerEntry): string =>
  entry.subType ?? (entry.type === 'transfer_fee' ? 'move' : entry.type)

/** Turns rows into events on fixed scales; made once for a history. */
class EventMaker {
  readonly events: TaxEvent[] = []
  readonly problems: InputProblem[] = []
  readonly #currency: string
  readonly #quantityScale: number
  readonly #valueScale: number
  readonly #priceScale: number
  readonly #toValue: bigint
  readonly #ids = new IdTable(this.events)

  constructor(currency: string, scales: Scales) {
    this.#currency = currency
    this.#quantityScale = scales.quantity
    this.#priceScale = scales.price
    this.#valueScale = Math.max(VALUE_SCALE_MIN, scales.money, scales.quantity + scales.price)
    this.#toValue = powerOfTen(this.#valueScale - scales.quantity - scales.price)
  }

  #note(problem: InputProblem): void {
    if (this.problems.length < PROBLEMS_MAX) this.problems.push(problem)
  }

  get valueScale(): number {
    return this.#valueScale
  }

  add(entry: LedgerEntry, row: number): void {
    const quantity = readAtScale(entry.quantity, this.#quantityScale)
    const hasFee = entry.fee !== '0' && /[1-9]/.test(entry.fee)
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
    return quantity * readAtScale(entry.price, this.#priceScale) * this.#toValue
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
  const survey = new Survey(currency)
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
