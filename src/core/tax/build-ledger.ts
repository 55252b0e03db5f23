import { atScale, parseExact, placesNeeded, powerOfTen } from './exact-decimal.ts'
import type { EntryType, InputProblem, LedgerEntry } from './ledger-entry.ts'
import { sortEvents } from './sort-events.ts'
import type { ChosenLot, EventKind, Ledger, TaxEvent } from './tax-event.ts'

/** Money is carried to at least this many places, so that allocations stay far below a cent. */
export const VALUE_SCALE_MIN = 18

export type LedgerResult =
  | { readonly ok: true; readonly ledger: Ledger }
  | { readonly ok: false; readonly problems: readonly InputProblem[] }

const PROBLEMS_MAX = 100
const UNSIGNED = /^\d{1,80}(?:\.\d{1,80})?$/

/** Places after the point that a plain text needs; trailing zeros do not count. */
function placesOfText(text: string): number {
  const point = text.indexOf('.')
  if (point < 0) return 0
  let end = text.length
  while (end > point + 1 && text.charCodeAt(end - 1) === 48) end -= 1
  return end - point - 1
}

/** A checked, unsigned text at a scale that has room for it. */
function readAtScale(text: string, scale: number): bigint {
  const point = text.indexOf('.')
  if (point < 0) return BigInt(text) * powerOfTen(scale)
  const fraction = text.slice(point + 1, point + 1 + scale)
  return BigInt(text.slice(0, point) + fraction) * powerOfTen(scale - fraction.length)
}

interface Scales {
  quantity: number
  price: number
  money: number
}

function noteProblem(problems: InputProblem[], problem: InputProblem): void {
  if (problems.length < PROBLEMS_MAX) problems.push(problem)
}

/** Checks every amount of a row and widens the scales to hold it. */
function surveyEntry(
  entry: LedgerEntry,
  row: number,
  currency: string,
  scales: Scales,
): InputProblem[] {
  const problems: InputProblem[] = []
  const check = (field: keyof LedgerEntry & string, scale: keyof Scales): void => {
    const text = entry[field]
    if (text === undefined) return
    if (typeof text !== 'string' || !UNSIGNED.test(text)) {
      const value = typeof text === 'string' ? text : JSON.stringify(text)
      const expected = 'a decimal number that is not negative, such as 1234.5'
      problems.push({ row, field, value, expected })
      return
    }
    const places = placesOfText(text)
    if (places > scales[scale]) scales[scale] = places
  }
  check('quantity', 'quantity')
  check('price', 'price')
  check('fee', entry.feeAsset === currency ? 'money' : 'quantity')
  check('feeValue', 'money')
  check('totalCost', 'money')
  check('totalProceeds', 'money')
  for (const choice of entry.lots ?? []) {
    if (choice.quantity === null) continue
    const parsed = parseExact(choice.quantity)
    if (parsed === null || parsed.digits <= 0n) {
      const expected = 'a positive decimal number of units of that lot'
      problems.push({ row, field: 'lots', value: choice.quantity, expected })
    } else scales.quantity = Math.max(scales.quantity, placesNeeded(parsed))
  }
  return problems
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

  constructor(currency: string, scales: Scales) {
    this.#currency = currency
    this.#quantityScale = scales.quantity
    this.#priceScale = scales.price
    this.#valueScale = Math.max(VALUE_SCALE_MIN, scales.money, scales.quantity + scales.price)
    this.#toValue = powerOfTen(this.#valueScale - scales.quantity - scales.price)
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
      noteProblem(this.problems, { row, field: 'quantity', value: entry.quantity, expected })
      return
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
    noteProblem(this.problems, {
      row,
      field: 'feeValue',
      value: '',
      expected: `the worth in ${this.#currency} of the fee of ${entry.fee} ${entry.feeAsset}, because a fee paid in a third asset is a disposal of that asset`,
    })
    return 0n
  }

  #push(entry: LedgerEntry, row: number, part: EventPart): void {
    this.events.push({
      id: part.id ?? entry.id,
      row,
      tsMs: entry.tsMs,
      kind: part.kind,
      type: part.type ?? entry.type,
      label: part.label ?? labelOf(entry),
      asset: part.asset ?? entry.asset,
      wallet: entry.wallet ?? '',
      toWallet: part.kind === 'transfer' ? (entry.toWallet ?? '') : null,
      quantity: part.quantity,
      value: part.value,
      fee: part.fee ?? 0n,
      lots: part.lots ?? null,
      trace: entry.trace ?? null,
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
      noteProblem(this.problems, { row, field: 'fee', value: entry.fee, expected })
      return
    }
    // Units withheld as the fee were paid for like the rest; their worth is a cost of the rest.
    const value =
      entry.totalCost === undefined
        ? this.#worth(entry, quantity) + feeWorth
        : readAtScale(entry.totalCost, this.#valueScale)
    const withheld = this.#worth(entry, ownFee)
    this.#push(entry, row, {
      kind: 'acquire',
      quantity: quantity - ownFee,
      value,
      fee: feeWorth + withheld,
    })
    if (ownFee > 0n) {
      const part = { id: `${entry.id}#fee`, type: 'fee', label: 'fee' } as const
      this.#push(entry, row, { ...part, kind: 'withhold', quantity: ownFee, value: withheld })
    }
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
    this.#push(entry, row, {
      kind: 'dispose',
      quantity: quantity + ownFee,
      value,
      fee: feeWorth,
      lots,
    })
  }

  #transfer(
    entry: LedgerEntry,
    row: number,
    quantity: bigint,
    ownFee: bigint,
    feeWorth: bigint,
  ): void {
    const lots = this.#readLots(entry)
    if (quantity > 0n)
      this.#push(entry, row, { kind: 'transfer', quantity, value: 0n, fee: feeWorth, lots })
    if (ownFee === 0n) return
    const part = { id: `${entry.id}#fee`, type: 'transfer_fee', label: 'move' } as const
    this.#push(entry, row, {
      ...part,
      kind: 'dispose',
      quantity: ownFee,
      value: this.#worth(entry, ownFee),
    })
  }

  /** A fee paid in a third asset is a disposal of that asset for the service. */
  #disposeFeeAsset(entry: LedgerEntry, row: number, feeWorth: bigint): void {
    const part = {
      id: `${entry.id}#fee`,
      type: 'fee',
      label: 'fee',
      asset: entry.feeAsset,
    } as const
    const quantity = readAtScale(entry.fee, this.#quantityScale)
    this.#push(entry, row, { ...part, kind: 'dispose', quantity, value: feeWorth })
  }

  #readLots(entry: LedgerEntry): readonly ChosenLot[] | null {
    if (!entry.lots || entry.lots.length === 0) return null
    return entry.lots.map(({ lotId, quantity }) => {
      const parsed = quantity === null ? null : parseExact(quantity)
      return { lotId, quantity: parsed && atScale(parsed, this.#quantityScale) }
    })
  }
}

interface EventPart {
  readonly kind: EventKind
  readonly quantity: bigint
  readonly value: bigint
  readonly fee?: bigint
  readonly id?: string
  readonly type?: EntryType
  readonly label?: string
  readonly asset?: string
  readonly lots?: readonly ChosenLot[] | null
}

/**
 * Rows in any order as one ledger in order of time (ties: acquisitions, transfers, disposals, then
 * the id), on scales wide enough for every digit of them. Lists what is wrong, at most 100 values.
 */
export function buildLedger(entries: readonly LedgerEntry[], currency: string): LedgerResult {
  const scales: Scales = { quantity: 0, price: 0, money: 0 }
  const problems: InputProblem[] = []
  const rowOfId = new Map<string, number>()
  entries.forEach((entry, index) => {
    for (const problem of surveyEntry(entry, index + 1, currency, scales))
      noteProblem(problems, problem)
    const earlier = rowOfId.get(entry.id)
    if (earlier !== undefined) {
      const expected = `an id of its own, row ${earlier} has it already`
      noteProblem(problems, { row: index + 1, field: 'id', value: entry.id, expected })
    } else rowOfId.set(entry.id, index + 1)
  })
  if (problems.length > 0) return { ok: false, problems }
  const maker = new EventMaker(currency, scales)
  entries.forEach((entry, index) => {
    maker.add(entry, index + 1)
  })
  if (maker.problems.length > 0) return { ok: false, problems: maker.problems }
  return {
    ok: true,
    ledger: {
      events: sortEvents(maker.events),
      quantityScale: scales.quantity,
      valueScale: maker.valueScale,
      currency,
    },
  }
}
