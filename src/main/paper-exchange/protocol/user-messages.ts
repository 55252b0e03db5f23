import type { MatchingEvent } from '#core/matching/matching-event.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import type { PaperVenue } from '../paper-venue.ts'
import {
  joinFills,
  joinNewestFirst,
  toFundingEvent,
  toLedgerUpdate,
  toUserFill,
} from './format-fills.ts'
import { toOpenOrder } from './format-orders.ts'
import type { Subscription } from './subscription-schemas.ts'

const SNAPSHOT_FILLS = 2000
const SNAPSHOT_ROWS = 500

/** What a private channel sends first, or null. */
export function userSnapshot(venue: PaperVenue, subscription: Subscription): unknown {
  const { archive } = venue
  switch (subscription.type) {
    case 'userFills': {
      const fills = archive.latestFills(subscription.user, SNAPSHOT_FILLS)
      const shown = subscription.aggregateByTime ? joinNewestFirst(fills) : fills
      return { isSnapshot: true, user: subscription.user, fills: shown.map(toUserFill) }
    }
    case 'userFundings': {
      const fundings = archive.latestFundings(subscription.user, SNAPSHOT_ROWS).map(toFundingEvent)
      return { isSnapshot: true, user: subscription.user, fundings }
    }
    case 'userNonFundingLedgerUpdates': {
      const entries = archive.latestLedger(subscription.user, SNAPSHOT_ROWS)
      return {
        isSnapshot: true,
        user: subscription.user,
        nonFundingLedgerUpdates: entries.map(toLedgerUpdate),
      }
    }
    default:
      return null
  }
}

/** What these events mean on a private channel: any number of messages. */
export function userMessages(
  venue: PaperVenue,
  subscription: Subscription,
  events: readonly MatchingEvent[],
): unknown[] {
  switch (subscription.type) {
    case 'orderUpdates':
      return orderUpdates(venue, subscription.user, events)
    case 'userFills': {
      const fills = fillsOf(subscription.user, events)
      if (fills.length === 0) return []
      const shown = subscription.aggregateByTime ? joinFills(fills) : fills
      return [{ user: subscription.user, fills: shown.map(toUserFill) }]
    }
    case 'userFundings': {
      const fundings = fundingsOf(subscription.user, events).map(toFundingEvent)
      return fundings.length === 0 ? [] : [{ user: subscription.user, fundings }]
    }
    case 'userEvents':
      return userEvents(venue, subscription.user, events)
    case 'notification':
      return fillsOf(subscription.user, events).map((fill) => ({
        notification: `${fill.direction} ${formatDecimal(fill.size)} ${fill.coin} at ${formatDecimal(fill.price)}`,
      }))
    default:
      return []
  }
}

const fillsOf = (user: string, events: readonly MatchingEvent[]) =>
  events.flatMap((event) =>
    event.kind === 'fill' && event.fill.account === user ? [event.fill] : [],
  )

const fundingsOf = (user: string, events: readonly MatchingEvent[]) =>
  events.flatMap((event) =>
    event.kind === 'funding' && event.funding.account === user ? [event.funding] : [],
  )

function orderUpdates(
  venue: PaperVenue,
  user: string,
  events: readonly MatchingEvent[],
): unknown[] {
  const updates = events.flatMap((event) =>
    event.kind === 'order' && event.isAnnounced && event.order.account === user
      ? [
          {
            order: toOpenOrder(venue.state, event.order),
            status: event.status,
            statusTimestamp: event.timeMs,
          },
        ]
      : [],
  )
  return updates.length === 0 ? [] : [updates]
}

/** Statuses that end an order without the user having asked for it. */
const NOT_BY_USER = new Set([
  'marginCanceled',
  'reduceOnlyCanceled',
  'selfTradeCanceled',
  'siblingFilledCanceled',
  'liquidatedCanceled',
  'scheduledCancel',
])

function userEvents(venue: PaperVenue, user: string, events: readonly MatchingEvent[]): unknown[] {
  const messages: unknown[] = []
  const fills = fillsOf(user, events)
  if (fills.length > 0) messages.push({ fills: fills.map(toUserFill) })
  for (const funding of fundingsOf(user, events))
    messages.push({ funding: toFundingEvent(funding) })
  for (const event of events) {
    if (event.kind === 'liquidation' && event.liquidation.account === user) {
      messages.push({
        liquidation: {
          lid: event.liquidation.timeMs,
          liquidator: `0x${'0'.repeat(40)}`,
          liquidated_user: user,
          liquidated_ntl_pos: formatDecimal(event.liquidation.notional),
          liquidated_account_value: formatDecimal(event.liquidation.accountValue),
        },
      })
    }
  }
  const canceled = events.flatMap((event) =>
    event.kind === 'order' && event.order.account === user && NOT_BY_USER.has(event.status)
      ? [{ coin: venue.state.markets[event.order.asset]?.coin ?? '', oid: event.order.oid }]
      : [],
  )
  if (canceled.length > 0) messages.push({ nonUserCancel: canceled })
  return messages
}
