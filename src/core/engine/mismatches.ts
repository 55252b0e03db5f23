import type { Stamp } from './inputs.ts'
import type { DeskState, Mismatch } from './state.ts'
import type { AccountObserved } from './venue-inputs.ts'

/** The key of the account's cash among the coins. */
export const CASH = '$'
/** So many answers must show the same difference before it is believed. */
const ANSWERS_MIN = 3
/** And where nobody confirms fills and funding, it must last so long, wall time. */
const UNCONFIRMED_MS = 60_000
/** The venue may write a fill a little after its own time. */
const LATE_MS = 2_000

/** Whether what the desk was told reaches beyond the first sight of the difference. */
function isToldSince(
  confirmedMs: number | null | undefined,
  first: Pick<Mismatch, 'firstMs' | 'firstWallMs'>,
  stamp: Stamp,
): boolean {
  if (confirmedMs === undefined) return stamp.tsWallMs - first.firstWallMs >= UNCONFIRMED_MS
  return confirmedMs !== null && confirmedMs > first.firstMs + LATE_MS
}

function next(
  known: Mismatch | undefined,
  difference: bigint,
  observed: AccountObserved,
  stamp: Stamp,
  needsFunding: boolean,
): Mismatch {
  const isSame = known?.difference === difference
  const firstMs = isSame ? known.firstMs : (observed.tsEventMs ?? stamp.tsMarketMs)
  const firstWallMs = isSame ? known.firstWallMs : stamp.tsWallMs
  const answers = isSame ? known.answers + 1 : 1
  const first = { firstMs, firstWallMs }
  const isTold =
    isToldSince(observed.fillsConfirmedMs, first, stamp) &&
    (!needsFunding || isToldSince(observed.fundingConfirmedMs, first, stamp))
  const isConfirmed = (isSame && known.isConfirmed) || (answers >= ANSWERS_MIN && isTold)
  return { difference, ...first, answers, isConfirmed }
}

/**
 * Follows what differs between the venue's answers and the log. A fill that is on its way makes a
 * difference too, so one is believed only when it stays the same although everything that happened
 * before it is known.
 */
export function observeMismatches(
  { book, market }: DeskState,
  observed: AccountObserved,
  stamp: Stamp,
): void {
  if (book.cash === null) {
    market.mismatches.clear()
    return
  }
  const differences = new Map<string, bigint>()
  for (const { coin, quantity } of book.positions.values()) differences.set(coin, -quantity)
  for (const { coin, quantity } of observed.positions) {
    differences.set(coin, (differences.get(coin) ?? 0n) + quantity)
  }
  differences.set(CASH, observed.cash - book.cash)
  for (const key of market.mismatches.keys())
    if (!differences.has(key)) market.mismatches.delete(key)
  for (const [key, difference] of differences) {
    if (difference === 0n) market.mismatches.delete(key)
    else {
      const known = market.mismatches.get(key)
      market.mismatches.set(key, next(known, difference, observed, stamp, key === CASH))
    }
  }
  for (const { coin } of book.differences) {
    if (coin !== null && !market.mismatches.has(coin)) market.agreedMs.set(coin, stamp.tsWallMs)
  }
}
