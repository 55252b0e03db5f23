import { formatExact, parseExact } from '../exact-decimal.ts'
import type { LedgerEntry } from '../ledger-entry.ts'

export interface ValuedEntries {
  readonly entries: readonly LedgerEntry[]
  /** One sentence for each worth that the file does not tell itself. */
  readonly notes: readonly string[]
}

/** Exactly fee × price. */
export function worthOf(fee: string, price: string): string {
  const [left, right] = [parseExact(fee), parseExact(price)]
  if (left === null || right === null) return '0'
  return formatExact(left.digits * right.digits, left.scale + right.scale)
}

const isSome = (amount: string): boolean => /[1-9]/.test(amount)

interface Quote {
  readonly tsMs: number
  readonly price: string
}

/** The newest price at or before a time; quotes ascend. */
function priceAt(quotes: readonly Quote[], tsMs: number): Quote | null {
  let [low, high] = [0, quotes.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((quotes[middle] as Quote).tsMs <= tsMs) low = middle + 1
    else high = middle
  }
  return low === 0 ? null : (quotes[low - 1] as Quote)
}

function quotesByAsset(entries: readonly LedgerEntry[]): Map<string, Quote[]> {
  const byAsset = new Map<string, Quote[]>()
  for (const { asset, tsMs, price } of [...entries].sort((a, b) => a.tsMs - b.tsMs)) {
    if (!isSome(price)) continue
    const quotes = byAsset.get(asset)
    if (quotes === undefined) byAsset.set(asset, [{ tsMs, price }])
    else quotes.push({ tsMs, price })
  }
  return byAsset
}

/**
 * A fee paid in a third asset needs its worth. Where a row does not tell it, the newest price that
 * the file itself gives for that asset counts, and a note says so; with no such price the worth
 * stays missing, which is an error further on.
 */
export function valueFees(entries: readonly LedgerEntry[], currency: string): ValuedEntries {
  const lacksWorth = ({ asset, fee, feeAsset, feeValue }: LedgerEntry): boolean =>
    isSome(fee) && feeAsset !== currency && feeAsset !== asset && feeValue === undefined
  if (!entries.some(lacksWorth)) return { entries, notes: [] }
  const quotes = quotesByAsset(entries)
  const notes: string[] = []
  const valued = entries.map((entry) => {
    if (!lacksWorth(entry)) return entry
    const { id, fee, feeAsset, tsMs } = entry
    const quote = priceAt(quotes.get(feeAsset) ?? [], tsMs)
    if (quote === null) return entry
    notes.push(
      `The fee of ${fee} ${feeAsset} of ${id} counts with ${quote.price} ${currency} a unit, the newest price of ${feeAsset} in the file.`,
    )
    return { ...entry, feeValue: worthOf(fee, quote.price) }
  })
  return { entries: valued, notes }
}
