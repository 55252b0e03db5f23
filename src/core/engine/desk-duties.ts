import type { Order } from '../model/order.ts'
import { isAtVenue, isInFlight } from '../model/order-status.ts'
import type { Position } from '../model/position.ts'
import { entryPrice } from '../model/position.ts'
import type { Terms } from '../model/terms.ts'
import type { Price, Quantity } from '../money/amount.ts'
import { absolute, asPrice, asQuantity, asRatio } from '../money/amount.ts'
import { movePrice } from '../money/rounding.ts'
import type { DecisionDraft } from './decision-draft.ts'
import type { Origin } from './events.ts'
import { protectProblem } from './exit-problems.ts'
import { cancelOrders, closePosition, protectPosition } from './exits.ts'
import type { Stamp } from './inputs.ts'
import { BY_KILL_SWITCH } from './kill-switch.ts'
import { restingStops } from './position-alerts.ts'
import type { Book, DeskState } from './state.ts'
import type { Ticket } from './ticket.ts'
import { isEnded } from './ticket.ts'

/** The press of a switch stands for what follows from it. */
const BY_PERSON = { from: 'person' } as const satisfies Origin
const BY_MISSING_STOP = { from: 'desk', reason: 'no resting stop' } as const satisfies Origin
/** The venue's word on an order, or a fill, may be as late as a poll. */
const UNCOVERED_MS = 20_000
/** What nobody answered is opened again after so long, by wall time. */
const AGAIN_MS = 150_000

/** Whether the desk may open another ticket like this one: not while it lives, not against a no. */
function mayOpenAgain(last: Ticket | null, stamp: Stamp): boolean {
  if (last === null) return true
  if (!isEnded(last.stage) || last.stage === 'declined') return false
  return passedMs(stamp, last.openedWallMs) >= AGAIN_MS
}

/** A clock that went back has not made the wait longer: what lies ahead of it is long past. */
const passedMs = ({ tsWallMs }: Stamp, sinceWallMs: number): number =>
  Math.abs(tsWallMs - sinceWallMs)

function lastTicket(book: Book, isMeant: (ticket: Ticket) => boolean): Ticket | null {
  let last: Ticket | null = null
  for (const ticket of book.tickets.values()) if (isMeant(ticket)) last = ticket
  return last
}

const isBy = ({ origin }: Ticket, { reason }: { readonly reason: string }): boolean =>
  origin.from === 'desk' && origin.reason === reason

/**
 * An entry that was on its way when the kill switch was pressed rests now: it is cancelled too, and
 * where positions were to be closed, so is what it has filled.
 */
export function followKill(state: DeskState, draft: DecisionDraft, stamp: Stamp): void {
  const { book } = state
  const kill = book.risk.causes.find(({ cause }) => cause === 'killSwitch')
  if (kill === undefined) return
  cancelLateEntries(state, draft, stamp, BY_KILL_SWITCH, () => true)
  if (book.isFlattening) followFlatten(state, draft, stamp, kill.sinceMs)
}

/** An entry that was on its way when its instrument was switched off rests now: it is cancelled too. */
export function followSwitches(state: DeskState, draft: DecisionDraft, stamp: Stamp): void {
  const { instrumentsOff } = state.book
  if (instrumentsOff.size === 0) return
  cancelLateEntries(state, draft, stamp, BY_PERSON, ({ coin }) => instrumentsOff.has(coin))
}

function cancelLateEntries(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  origin: Origin,
  isMeant: (order: Order) => boolean,
): void {
  const { book } = state
  for (const order of book.openOrders.values()) {
    const { clientOrderId, role, status } = order
    if (role !== 'entry' || !isAtVenue(status) || !isMeant(order)) continue
    const names = ({ terms }: Ticket): boolean =>
      terms?.kind === 'cancel' && terms.cancels.some((one) => one.clientOrderId === clientOrderId)
    if (!mayOpenAgain(lastTicket(book, names), stamp)) continue
    cancelOrders(state, draft, stamp, { clientOrderIds: [clientOrderId] }, origin)
  }
}

/** What had no price when the switch was pressed, or filled afterwards, is closed as well. */
function followFlatten(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  sinceMs: number,
): void {
  for (const { coin } of state.book.positions.values()) {
    const last = lastTicket(
      state.book,
      (ticket) =>
        ticket.terms?.kind === 'close' &&
        ticket.coin === coin &&
        ticket.openedMarketMs >= sinceMs &&
        isBy(ticket, BY_KILL_SWITCH),
    )
    if (!mayOpenAgain(last, stamp)) continue
    closePosition(state, draft, stamp, { coin, quantity: null }, BY_KILL_SWITCH)
  }
}

/** The stop of the bracket that opened the position; the default distance where there is none. */
function stopFor(book: Book, position: Position): Price {
  const isLong = position.quantity > 0n
  let stop: Price | null = null
  for (const { terms } of book.tickets.values()) {
    if (terms?.kind !== 'bracket' || terms.coin !== position.coin) continue
    if ((terms.side === 'buy') !== isLong) continue
    const filled = book.orders.get(terms.entryId)?.filledQuantity ?? 0n
    if (filled > 0n) stop = terms.stopPrice
  }
  if (stop !== null) return stop
  const { defaultStop } = book.limits
  const distance = isLong ? asRatio(-defaultStop) : defaultStop
  return asPrice(movePrice(entryPrice(position), distance, isLong ? 'up' : 'down'))
}

const isRepair = (terms: Terms | null, coin: string): boolean =>
  (terms?.kind === 'protect' || terms?.kind === 'close' || terms?.kind === 'move') &&
  terms.coin === coin

/** Somebody is at it already, or the venue has yet to say whether a stop is there. */
function isBeingRepaired(book: Book, coin: string): boolean {
  for (const { stage, terms } of book.underWay.values()) {
    if (!isEnded(stage) && isRepair(terms, coin)) return true
  }
  for (const order of book.openOrders.values()) {
    if (order.coin === coin && order.role === 'stop' && isInFlight(order.status)) return true
  }
  return false
}

function uncoveredOf(book: Book, position: Position): Quantity {
  let covered = 0n
  for (const stop of restingStops(book, position)) covered += stop.quantity - stop.filledQuantity
  return asQuantity(absolute(position.quantity) - covered)
}

/**
 * A position that has no stop, or one for a part of it only (the children of a partly filled entry
 * sleep or are gone), gets a ticket for what is missing; where the price has passed that stop
 * already, one that closes. A session key signs it at once; otherwise it waits for a person.
 */
export function repairProtection(state: DeskState, draft: DecisionDraft, stamp: Stamp): void {
  const { book, market } = state
  for (const { kind, coin, sinceWallMs } of book.alerts.values()) {
    if (kind !== 'noRestingStop' || passedMs(stamp, sinceWallMs) < UNCOVERED_MS) continue
    const position = book.positions.get(coin)
    if (!position || !market.quotes.has(coin) || isBeingRepaired(book, coin)) continue
    const last = lastTicket(
      book,
      (ticket) =>
        ticket.coin === coin &&
        isBy(ticket, BY_MISSING_STOP) &&
        ticket.openedMarketMs >= position.openedMs,
    )
    if (!mayOpenAgain(last, stamp)) continue
    const quantity = uncoveredOf(book, position)
    if (quantity <= 0n) continue
    const wanted = { coin, triggerPrice: stopFor(book, position), quantity }
    if (protectProblem(state, wanted) === null) {
      protectPosition(state, draft, stamp, wanted, BY_MISSING_STOP)
    } else closePosition(state, draft, stamp, { coin, quantity: null }, BY_MISSING_STOP)
  }
}
