import type { SignAction } from '#core/engine/effects.ts'
import type { RestingOrder, SessionFacts } from '#core/engine/session-facts.ts'
import { assertNever } from '#core/model/assert-never.ts'
import type { Instrument } from '#core/model/instrument.ts'
import type { Mode } from '#core/model/signature.ts'
import { parsePrice, parseQuantity } from '#core/money/decimal.ts'
import { agentMessage, sourceFor } from './allowed-typed-data.ts'
import { actionBytesOf } from './connection-id.ts'
import type { DecodedAction, DecodedOrder } from './decoded-action.ts'
import { decodeAction } from './decoded-action.ts'
import { digestOf } from './recover-signer.ts'
import { verifyAction } from './verify-action.ts'

/** The same two per cent as the engine's rule, written down a second time on purpose. */
const BAND_PARTS = 50n

type Reason = string | null

interface Known {
  readonly facts: SessionFacts
  readonly coinOf: (asset: number) => string | null
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value)

/** Why this order could open, increase or turn a position; null when it only reduces one. */
function whyNotReducing({ facts, coinOf }: Known, order: DecodedOrder): Reason {
  const coin = coinOf(order.a)
  if (coin === null) return 'it is for an unknown instrument'
  if (!order.r) return 'it is not reduce-only'
  const position = facts.position(coin)
  if (position === 0n || order.b === position > 0n) return 'it does not reduce a position'
  const size = parseQuantity(order.s)
  return size > 0n && size <= abs(position) ? null : 'its size is not within the position'
}

function whyNotClose(known: Known, order: DecodedOrder): Reason {
  if (!('limit' in order.t) || order.t.limit.tif !== 'Ioc') return 'a close must not rest'
  const mid = known.facts.mid(known.coinOf(order.a) ?? '')
  if (mid === null) return 'there is no price to compare with'
  const isNear = abs(parsePrice(order.p) - mid) * BAND_PARTS <= mid
  return isNear ? null : 'its price is outside of the band'
}

/** A stop at market, on the losing side of the price, with its limit behind the trigger. */
function whyNotStop(known: Known, order: DecodedOrder): Reason {
  if (!('trigger' in order.t)) return 'it is no stop'
  const { isMarket, tpsl, triggerPx } = order.t.trigger
  if (tpsl !== 'sl' || !isMarket) return 'it is no stop at market'
  const mid = known.facts.mid(known.coinOf(order.a) ?? '')
  if (mid === null) return 'there is no price to compare with'
  const trigger = parsePrice(triggerPx)
  const isBehind = order.b ? trigger > mid : trigger < mid
  return isBehind ? null : 'it would trigger at once'
}

function whyNotOrders(known: Known, orders: readonly DecodedOrder[], grouping: string): Reason {
  const [order] = orders
  if (orders.length !== 1 || grouping !== 'na' || !order) return 'it is more than one order'
  const reason = whyNotReducing(known, order)
  if (reason !== null) return reason
  return 'trigger' in order.t ? whyNotStop(known, order) : whyNotClose(known, order)
}

function whyNotReplace(known: Known, replaced: unknown, order: DecodedOrder): Reason {
  const old = known.facts.orders.find(({ clientOrderId }) => clientOrderId === replaced)
  if (old?.role !== 'stop' || old.isLeaving || old.isWaiting) {
    return 'what it replaces is no stop that protects a position'
  }
  if (old.coin !== known.coinOf(order.a) || (old.side === 'buy') !== order.b) {
    return 'it replaces a stop of something else'
  }
  const reason = whyNotReducing(known, order) ?? whyNotStop(known, order)
  if (reason !== null || !('trigger' in order.t)) return reason
  const trigger = parsePrice(order.t.trigger.triggerPx)
  if (order.b ? trigger > old.price : trigger < old.price) return 'it loosens the stop'
  const position = abs(known.facts.position(old.coin))
  const needed = old.left < position ? old.left : position
  return parseQuantity(order.s) >= needed ? null : 'it protects less of the position'
}

/** How much of a position the stops cover that are at least as near as `worst`. */
function covered(stops: readonly RestingOrder[], isLong: boolean, worst: bigint): bigint {
  return stops
    .filter(({ price }) => (isLong ? price >= worst : price <= worst))
    .reduce((sum, { left }) => sum + left, 0n)
}

function whyNotCancelIn(facts: SessionFacts, coin: string, ids: ReadonlySet<string>): Reason {
  const here = facts.orders.filter((order) => order.coin === coin)
  const gone = here.filter(({ clientOrderId }) => ids.has(clientOrderId))
  const entriesGone = new Map(
    gone.filter(({ role }) => role === 'entry').map((entry) => [entry.ticketId, entry]),
  )
  const isAsleepAlone = (order: RestingOrder) =>
    order.role === 'stop' && order.isWaiting && !entriesGone.has(order.ticketId)
  if (gone.some(isAsleepAlone)) return 'an entry that may still fill would have no stop'
  const position = facts.position(coin)
  if (position === 0n) return null
  if (gone.some(({ role }) => role === 'target' || role === 'exit')) {
    return 'while there is a position, only entries and stops are canceled'
  }
  const isMissed = (order: RestingOrder) => {
    const entry = entriesGone.get(order.ticketId)
    if (order.role !== 'stop' || !(ids.has(order.clientOrderId) || entry)) return false
    if (entry && entry.filledQuantity > 0n) return true
    return ids.has(order.clientOrderId) && !order.isWaiting
  }
  const missed = here.filter(isMissed)
  if (missed.length === 0) return null
  const isLong = position > 0n
  const kept = here.filter(
    (order) =>
      order.role === 'stop' &&
      !missed.includes(order) &&
      !ids.has(order.clientOrderId) &&
      !order.isLeaving &&
      !order.isWaiting &&
      (order.side === 'sell') === isLong,
  )
  const prices = missed.map(({ price }) => price as bigint)
  const tightest = prices.reduce((a, b) => (isLong ? (a > b ? a : b) : a < b ? a : b))
  const isKept = covered(kept, isLong, tightest) >= abs(position)
  return isKept ? null : 'the position would be left without a stop as tight'
}

function whyNotCancels(
  { facts, coinOf }: Known,
  cancels: readonly { readonly asset: number; readonly cloid: string }[],
): Reason {
  const coins = new Map<string, Set<string>>()
  for (const { asset, cloid } of cancels) {
    const order = facts.orders.find(({ clientOrderId }) => clientOrderId === cloid)
    if (!order || order.coin !== coinOf(asset)) return 'it names an order that does not rest'
    coins.set(order.coin, (coins.get(order.coin) ?? new Set()).add(cloid))
  }
  for (const [coin, ids] of coins) {
    const reason = whyNotCancelIn(facts, coin, ids)
    if (reason !== null) return reason
  }
  return null
}

/** Why the session key must not sign this action; null when it may. Knows nothing of any terms. */
export function whyNotForSession(
  action: DecodedAction,
  facts: SessionFacts,
  instruments: readonly Instrument[],
): Reason {
  const coinOf = (asset: number) =>
    instruments.find(({ assetId }) => assetId === asset)?.coin ?? null
  const known: Known = { facts, coinOf }
  switch (action.type) {
    case 'order':
      return whyNotOrders(known, action.orders, action.grouping)
    case 'cancelByCloid':
      return whyNotCancels(known, action.cancels)
    case 'modify':
      return whyNotReplace(known, action.oid, action.order)
    case 'batchModify': {
      const [only] = action.modifies
      if (action.modifies.length !== 1 || !only) return 'it is more than one modification'
      return whyNotReplace(known, only.oid, only.order)
    }
    case 'cancel':
    case 'updateLeverage':
    case 'noop':
      return 'the session key signs no such action'
    default:
      return assertNever(action)
  }
}

export type SessionCheckResult =
  | { readonly ok: true; readonly connectionId: string; readonly digest: Uint8Array }
  | { readonly ok: false; readonly reason: string }

/**
 * The second look before the session key signs: the bytes are decoded and compared with the
 * approved terms as for the device, and judged by what they would do, whatever the engine thought.
 */
export function checkForSession(
  mode: Mode,
  request: SignAction,
  facts: SessionFacts,
  instruments: readonly Instrument[],
): SessionCheckResult {
  const verification = verifyAction(request, instruments)
  if (!verification.ok) return verification
  const decoding = decodeAction(actionBytesOf(request.actionHex))
  if (!decoding.ok) return decoding
  const reason = whyNotForSession(decoding.action, facts, instruments)
  if (reason !== null) return { ok: false, reason: `The session key may not sign this: ${reason}.` }
  const { connectionId } = verification
  const digest = actionBytesOf(digestOf(agentMessage(sourceFor(mode), connectionId)))
  return { ok: true, connectionId, digest }
}
