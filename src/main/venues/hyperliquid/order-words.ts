import type { OrderReported } from '#core/engine/venue-inputs.ts'

type ReportedStatus = OrderReported['status']

/** Venue words that end in neither "Canceled" nor "Rejected". */
const PLAIN_WORDS: Readonly<Record<string, ReportedStatus>> = {
  open: 'open',
  triggered: 'triggered',
  filled: 'filled',
  canceled: 'canceled',
  rejected: 'rejected',
  scheduledCancel: 'canceled',
  internalCancel: 'canceled',
}

/** Our word for the venue's order status, or null where the venue's word is not known. */
export function orderStatusFor(venueStatus: string): ReportedStatus | null {
  const plain = Object.hasOwn(PLAIN_WORDS, venueStatus) ? PLAIN_WORDS[venueStatus] : undefined
  if (plain) return plain
  if (/^[a-zA-Z]{1,60}Canceled$/.test(venueStatus)) return 'canceled'
  if (/^[a-zA-Z]{1,60}Rejected$/.test(venueStatus)) return 'rejected'
  return null
}
