/** Every state an order can be in; DESIGN's vocabulary. */
export type OrderStatus =
  | 'Initialized'
  | 'Denied'
  | 'PendingApproval'
  | 'Declined'
  | 'Expired'
  | 'Approved'
  | 'Signed'
  | 'Submitted'
  | 'Unknown'
  | 'Accepted'
  | 'Triggered'
  | 'PartiallyFilled'
  | 'Filled'
  | 'PendingCancel'
  | 'Canceled'
  | 'Rejected'

/** What can happen to an order. */
export type OrderHappening =
  | 'denied'
  | 'approvalRequested'
  | 'declined'
  | 'expired'
  | 'approved'
  | 'approvalReopened'
  | 'signed'
  | 'submitted'
  | 'outcomeUnknown'
  | 'accepted'
  | 'rejected'
  | 'triggered'
  | 'partlyFilled'
  | 'filled'
  | 'cancelRequested'
  | 'cancelRefused'
  | 'canceled'

/**
 * The one table of (status, happening). What is not in it is an error of ours or of the venue.
 * The venue's reports race with its answers, so a fill or a cancel may arrive before the
 * acceptance does, and the fills of a canceled order may arrive after its end. `cancelRequested`
 * lasts while a cancel of the desk is on its way; one that came to nothing is `cancelRefused`.
 */
const TABLE: Record<OrderStatus, Partial<Record<OrderHappening, OrderStatus>>> = {
  Initialized: { denied: 'Denied', approvalRequested: 'PendingApproval' },
  Denied: {},
  PendingApproval: {
    approvalRequested: 'PendingApproval',
    approved: 'Approved',
    declined: 'Declined',
    expired: 'Expired',
    denied: 'Denied',
  },
  Declined: {},
  Expired: {},
  Approved: {
    signed: 'Signed',
    approvalReopened: 'PendingApproval',
    declined: 'Declined',
  },
  Signed: { submitted: 'Submitted' },
  Submitted: {
    accepted: 'Accepted',
    rejected: 'Rejected',
    outcomeUnknown: 'Unknown',
    triggered: 'Triggered',
    partlyFilled: 'PartiallyFilled',
    filled: 'Filled',
    canceled: 'Canceled',
    expired: 'Expired',
  },
  Unknown: {
    accepted: 'Accepted',
    rejected: 'Rejected',
    triggered: 'Triggered',
    partlyFilled: 'PartiallyFilled',
    filled: 'Filled',
    canceled: 'Canceled',
    expired: 'Expired',
  },
  Accepted: {
    triggered: 'Triggered',
    partlyFilled: 'PartiallyFilled',
    filled: 'Filled',
    cancelRequested: 'PendingCancel',
    canceled: 'Canceled',
    rejected: 'Rejected',
  },
  Triggered: {
    partlyFilled: 'PartiallyFilled',
    filled: 'Filled',
    cancelRequested: 'PendingCancel',
    canceled: 'Canceled',
    rejected: 'Rejected',
  },
  PartiallyFilled: {
    partlyFilled: 'PartiallyFilled',
    filled: 'Filled',
    cancelRequested: 'PendingCancel',
    canceled: 'Canceled',
  },
  Filled: {},
  PendingCancel: {
    triggered: 'Triggered',
    partlyFilled: 'PendingCancel',
    filled: 'Filled',
    canceled: 'Canceled',
    cancelRefused: 'Accepted',
    rejected: 'Rejected',
  },
  Canceled: { partlyFilled: 'Canceled' },
  Rejected: {},
}

/** The status after a happening, or null where the table has no such pair. */
export function nextOrderStatus(
  status: OrderStatus,
  happening: OrderHappening,
): OrderStatus | null {
  return TABLE[status][happening] ?? null
}

/** Every pair of the table, for coverage reports. */
export function orderStatusPairs(): [OrderStatus, OrderHappening][] {
  return (Object.keys(TABLE) as OrderStatus[]).flatMap((status) =>
    (Object.keys(TABLE[status]) as OrderHappening[]).map(
      (happening): [OrderStatus, OrderHappening] => [status, happening],
    ),
  )
}

const AT_VENUE = new Set<OrderStatus>(['Accepted', 'Triggered', 'PartiallyFilled', 'PendingCancel'])
const FINAL = new Set<OrderStatus>([
  'Denied',
  'Declined',
  'Expired',
  'Filled',
  'Canceled',
  'Rejected',
])

/** It rests at the venue as far as the desk knows. */
export const isAtVenue = (status: OrderStatus): boolean => AT_VENUE.has(status)
/** Nothing more is expected of it. */
export const isFinal = (status: OrderStatus): boolean => FINAL.has(status)
/** The venue may have it, and only the venue can say. */
export const isInFlight = (status: OrderStatus): boolean =>
  status === 'Submitted' || status === 'Unknown'
