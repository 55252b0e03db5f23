import type { Clock } from '../runtime/clock.ts'

export interface RateLimits {
  readonly perSecondMax: number
  readonly sendersMax: number
}

export const RATE_LIMITS: RateLimits = { perSecondMax: 200, sendersMax: 8 }

interface Allowance {
  left: number
  atMs: number
}

/**
 * So many requests a second for each sender, saved up for at most one second. Remembers a bounded
 * number of senders; the one that was quiet the longest is forgotten first.
 */
export function createRateLimit(clock: Clock, limits: RateLimits): (senderId: number) => boolean {
  const allowances = new Map<number, Allowance>()
  return (senderId) => {
    const nowMs = clock.monotonicMs()
    const known = allowances.get(senderId) ?? { left: limits.perSecondMax, atMs: nowMs }
    const earned = ((nowMs - known.atMs) * limits.perSecondMax) / 1000
    const left = Math.min(limits.perSecondMax, known.left + earned)
    const isAllowed = left >= 1
    allowances.delete(senderId)
    allowances.set(senderId, { left: isAllowed ? left - 1 : left, atMs: nowMs })
    const [quietest] = allowances.keys()
    if (allowances.size > limits.sendersMax && quietest !== undefined) allowances.delete(quietest)
    return isAllowed
  }
}
