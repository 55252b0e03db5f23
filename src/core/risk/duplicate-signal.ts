import type { Side } from '../model/side.ts'
import type { Timeframe } from '../model/timeframe.ts'

/** What makes two signals the same (R5). */
export const signalKey = (
  strategyId: string,
  coin: string,
  side: Side,
  timeframe: Timeframe,
): string => `${strategyId}|${coin}|${side}|${timeframe}`

/**
 * Milliseconds since the same signal was let through, where that blocks this one; else null. Only
 * signals that became a ticket count, so that one that was itself blocked does not renew the block.
 * A clock that was set back makes no block longer than its length.
 */
export function blockingAgeMs(
  recentSignals: ReadonlyMap<string, number>,
  key: string,
  nowMs: number,
  blockMs: number,
): number | null {
  const lastMs = recentSignals.get(key)
  if (lastMs === undefined) return null
  const ageMs = Math.abs(nowMs - lastMs)
  return ageMs < blockMs ? ageMs : null
}

/** Without the signals that no longer block anything, so that the map stays small. */
export function withoutOldSignals(
  recentSignals: ReadonlyMap<string, number>,
  nowMs: number,
  blockMs: number,
): Map<string, number> {
  const kept = new Map<string, number>()
  for (const [key, lastMs] of recentSignals) {
    if (Math.abs(nowMs - lastMs) < blockMs) kept.set(key, lastMs)
  }
  return kept
}
