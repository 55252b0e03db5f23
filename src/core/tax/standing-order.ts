import type { MethodPeriod } from './match-lots.ts'
import type { StandingOrder, TaxSettings } from './tax-settings.ts'
import { LOT_METHODS } from './tax-settings.ts'

export type MethodPlan =
  | {
      readonly kind: 'ready'
      readonly methods: readonly MethodPeriod[]
      readonly warnings: readonly string[]
    }
  | {
      /** The wish would choose lots after the fact; the reason says what would make it valid. */
      readonly kind: 'needsAcknowledgement'
      readonly reason: string
      readonly firstDisposalMs: number
    }

const isLotMethod = (method: string): boolean => (LOT_METHODS as readonly string[]).includes(method)

const RULE =
  'United States rules (Treas. Reg. 1.1012-1(j)) let units be identified no later than the sale; without that the earliest acquired go first'

function fromOrders(orders: readonly StandingOrder[]): MethodPeriod[] {
  const dated = [...orders].sort((a, b) => a.recordedMs - b.recordedMs)
  const periods: MethodPeriod[] = [{ fromMs: Number.NEGATIVE_INFINITY, method: 'fifo' }]
  for (const { recordedMs, method } of dated) periods.push({ fromMs: recordedMs, method })
  return periods
}

/**
 * Which method chooses the lots of which time. Outside the United States the wish holds for the
 * whole history. There a method other than FIFO counts from the day its standing order was
 * recorded; without one, or for earlier disposals, the wish needs the owner's acknowledgement and
 * then stands with a warning that every report repeats.
 */
export function planMethods(
  settings: Pick<TaxSettings, 'country' | 'method' | 'standingOrders'>,
  firstDisposalMs: number | null,
  isRetroactiveAcknowledged: boolean,
): MethodPlan {
  const { country, method, standingOrders } = settings
  const wished = isLotMethod(method) ? (method as MethodPeriod['method']) : 'fifo'
  const whole: MethodPeriod[] = [{ fromMs: Number.NEGATIVE_INFINITY, method: wished }]
  if (country !== 'us' || wished === 'fifo' || firstDisposalMs === null) {
    return { kind: 'ready', methods: whole, warnings: [] }
  }
  const orders = standingOrders.filter((order) => order.method === wished)
  const earliest = Math.min(...orders.map(({ recordedMs }) => recordedMs))
  if (earliest <= firstDisposalMs) {
    return { kind: 'ready', methods: fromOrders(standingOrders), warnings: [] }
  }
  if (isRetroactiveAcknowledged) {
    const warning = `${wished.toUpperCase()} is applied to disposals that were made before any standing order for it was recorded. ${RULE}.`
    return { kind: 'ready', methods: whole, warnings: [warning] }
  }
  if (orders.length > 0) {
    const warning = `Disposals before the standing order for ${wished.toUpperCase()} was recorded use FIFO. ${RULE}.`
    return { kind: 'ready', methods: fromOrders(standingOrders), warnings: [warning] }
  }
  return {
    kind: 'needsAcknowledgement',
    reason: `No standing order for ${wished.toUpperCase()} was recorded before the first disposal. ${RULE}. Record a standing order for the future and use FIFO for the past, or acknowledge the change to see it anyway.`,
    firstDisposalMs,
  }
}
