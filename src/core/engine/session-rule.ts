import { assertNever } from '../model/assert-never.ts'
import type { ClientOrderId } from '../model/ids.ts'
import type { Side } from '../model/side.ts'
import type { CancelTerms, CloseTerms, MoveTerms, ProtectTerms, Terms } from '../model/terms.ts'
import type { Price, Quantity } from '../money/amount.ts'
import { absolute, asRatio, basisPoints } from '../money/amount.ts'
import { movePrice } from '../money/rounding.ts'
import type { RestingOrder, SessionFacts } from './session-facts.ts'

/** A close by the session key fills at most so far from the middle of the market (FEATURES C9). */
export const SESSION_BAND = basisPoints(200)

export type SessionVerdict =
  | { readonly isAllowed: true }
  | { readonly isAllowed: false; readonly reason: string }

const ALLOWED: SessionVerdict = { isAllowed: true }
const refuse = (reason: string): SessionVerdict => ({ isAllowed: false, reason })

const closingSide = (position: Quantity): Side => (position > 0n ? 'sell' : 'buy')

/** Nearer to the market, or as near: it loses no more. */
const isTighter = (side: Side, price: Price, than: Price): boolean =>
  side === 'sell' ? price >= than : price <= than

/** A stop on the far side would be a market order at once, at whatever price. */
const isBeyond = (side: Side, trigger: Price, mid: Price): boolean =>
  side === 'sell' ? trigger < mid : trigger > mid

function judgeReducing(
  facts: SessionFacts,
  terms: CloseTerms | ProtectTerms | MoveTerms,
): SessionVerdict {
  const position = facts.position(terms.coin)
  if (position === 0n) return refuse('there is no position to reduce')
  if (terms.side !== closingSide(position)) return refuse('it would add to the position')
  if (terms.quantity <= 0n || terms.quantity > absolute(position)) {
    return refuse('it is larger than the position')
  }
  return ALLOWED
}

function judgeClose(facts: SessionFacts, terms: CloseTerms): SessionVerdict {
  const reducing = judgeReducing(facts, terms)
  if (!reducing.isAllowed) return reducing
  const mid = facts.mid(terms.coin)
  if (mid === null) return refuse('there is no price to compare with')
  const low = movePrice(mid, asRatio(-SESSION_BAND), 'up')
  const high = movePrice(mid, SESSION_BAND, 'down')
  return terms.limitPrice >= low && terms.limitPrice <= high
    ? ALLOWED
    : refuse('its price is outside of the band')
}

function judgeStop(facts: SessionFacts, terms: ProtectTerms | MoveTerms): SessionVerdict {
  const reducing = judgeReducing(facts, terms)
  if (!reducing.isAllowed) return reducing
  const mid = facts.mid(terms.coin)
  if (mid === null) return refuse('there is no price to compare with')
  return isBeyond(terms.side, terms.triggerPrice, mid)
    ? ALLOWED
    : refuse('it would trigger at once')
}

function judgeMove(facts: SessionFacts, terms: MoveTerms): SessionVerdict {
  const old = facts.orders.find((order) => order.clientOrderId === terms.replacesId)
  if (terms.role !== 'stop' || old?.role !== 'stop') return refuse('only a stop may be moved')
  if (old.isLeaving || old.isWaiting) return refuse('the stop does not protect a position now')
  if (old.coin !== terms.coin || old.side !== terms.side) return refuse('it is another stop')
  if (!isTighter(terms.side, terms.triggerPrice, old.price)) return refuse('it loosens the stop')
  const position = absolute(facts.position(terms.coin))
  const wanted = old.left < position ? old.left : position
  if (terms.quantity < wanted) return refuse('it protects less of the position')
  return judgeStop(facts, terms)
}

/** The stops that would be gone: those named, and those that end with an entry that has filled. */
function stopsLost(orders: readonly RestingOrder[], gone: ReadonlySet<ClientOrderId>) {
  const entries = orders.filter(
    (order) => order.role === 'entry' && gone.has(order.clientOrderId) && order.filledQuantity > 0n,
  )
  const tickets = new Set(entries.map((entry) => entry.ticketId))
  return orders.filter(
    (order) =>
      order.role === 'stop' && (gone.has(order.clientOrderId) || tickets.has(order.ticketId)),
  )
}

/** Whether stops at least as tight as the lost ones still cover all of the position. */
function isStillCovered(
  orders: readonly RestingOrder[],
  lost: readonly RestingOrder[],
  position: Quantity,
): boolean {
  const side = closingSide(position)
  const kept = orders.filter(
    (order) =>
      order.role === 'stop' &&
      order.side === side &&
      !order.isWaiting &&
      !order.isLeaving &&
      !lost.includes(order) &&
      lost.every((gone) => isTighter(side, order.price, gone.price)),
  )
  return kept.reduce((sum, order) => sum + order.left, 0n) >= absolute(position)
}

function judgeCancelOf(
  facts: SessionFacts,
  coin: string,
  gone: ReadonlySet<ClientOrderId>,
): SessionVerdict {
  const orders = facts.orders.filter((order) => order.coin === coin)
  const position = facts.position(coin)
  const canceled = orders.filter((order) => gone.has(order.clientOrderId))
  const orphaned = canceled.find(
    (order) =>
      order.role === 'stop' &&
      order.isWaiting &&
      !canceled.some(({ role, ticketId }) => role === 'entry' && ticketId === order.ticketId),
  )
  if (orphaned) return refuse('its entry could still fill, and would have no stop')
  if (position === 0n) return ALLOWED
  if (canceled.some(({ role }) => role !== 'entry' && role !== 'stop')) {
    return refuse('only entries and stops may be canceled while there is a position')
  }
  const lost = stopsLost(orders, gone)
  const protecting = lost.filter((order) => !isOfUnfilledEntry(order, canceled))
  if (protecting.length === 0) return ALLOWED
  return isStillCovered(orders, protecting, position)
    ? ALLOWED
    : refuse('no stop as tight would be left for the position')
}

/** A stop that sleeps behind an entry of which nothing has filled goes with it and is not missed. */
const isOfUnfilledEntry = (stop: RestingOrder, canceled: readonly RestingOrder[]): boolean =>
  stop.isWaiting &&
  canceled.some(
    ({ role, ticketId, filledQuantity }) =>
      role === 'entry' && ticketId === stop.ticketId && filledQuantity === 0n,
  )

function judgeCancel(facts: SessionFacts, { cancels }: CancelTerms): SessionVerdict {
  const coins = new Map<string, Set<ClientOrderId>>()
  for (const { coin, clientOrderId } of cancels) {
    const isKnown = facts.orders.some(
      (order) => order.clientOrderId === clientOrderId && order.coin === coin,
    )
    if (!isKnown) return refuse('an order in it does not rest at the venue')
    coins.set(coin, (coins.get(coin) ?? new Set()).add(clientOrderId))
  }
  for (const [coin, gone] of coins) {
    const verdict = judgeCancelOf(facts, coin, gone)
    if (!verdict.isAllowed) return verdict
  }
  return ALLOWED
}

/**
 * What the session key may sign (FEATURES C9): cancel entries, close or reduce inside a band, add or
 * tighten a stop. A stop is canceled only when the position is flat or one as tight remains. Never
 * opens, never increases. The venue enforces none of this.
 */
export function judgeForSession(facts: SessionFacts, terms: Terms): SessionVerdict {
  switch (terms.kind) {
    case 'bracket':
      return refuse('an entry is signed on the Ledger')
    case 'leverage':
      return refuse('the leverage is signed on the Ledger')
    case 'close':
      return judgeClose(facts, terms)
    case 'protect':
      return judgeStop(facts, terms)
    case 'move':
      return judgeMove(facts, terms)
    case 'cancel':
      return judgeCancel(facts, terms)
    default:
      return assertNever(terms)
  }
}
