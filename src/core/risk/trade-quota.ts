import { assertNever } from '../model/assert-never.ts'
import type { Limits } from './limits.ts'
import type { OrderProposal, QuotaKey } from './risk-inputs.ts'

/** R4: how many trades a day a timeframe has; manual orders have those of "any other". */
export function quotaOf(limits: Limits, key: QuotaKey): number {
  switch (key) {
    case '9h':
      return limits.tradesPerDay9h
    case '6h':
      return limits.tradesPerDay6h
    case '3h':
      return limits.tradesPerDay3h
    case 'manual':
    case '1m':
    case '3m':
    case '5m':
    case '15m':
    case '30m':
    case '1h':
    case '2h':
    case '4h':
    case '8h':
    case '12h':
    case '1d':
      return limits.tradesPerDayOther
    default:
      return assertNever(key)
  }
}

export const quotaKeyOf = (proposal: OrderProposal): QuotaKey =>
  proposal.origin.from === 'strategy' ? proposal.origin.timeframe : 'manual'
