import { assertNever } from '#core/model/assert-never.ts'
import type { Instrument } from '#core/model/instrument.ts'
import type { Side } from '#core/model/side.ts'
import { opposite } from '#core/model/side.ts'
import type { BracketTerms, CancelTerms, MoveTerms, Terms } from '#core/model/terms.ts'
import type { Price, Quantity } from '#core/money/amount.ts'
import { formatDecimal, parsePrice } from '#core/money/decimal.ts'
import type { DecodedAction, DecodedOrder } from './decoded-action.ts'

/** One thing that the bytes say and the human did not approve. */
export interface Difference {
  readonly field: string
  readonly approved: string
  readonly found: string
}

interface ExpectedTrigger {
  readonly role: 'stop' | 'target'
  readonly coin: string
  readonly side: Side
  readonly quantity: Quantity
  readonly triggerPrice: Price
  readonly clientOrderId: string
}

/** A market trigger may fill at most this share of its price worse: one tenth. */
const TRIGGER_TOLERANCE_DIVISOR = 10n

class Comparison {
  readonly differences: Difference[] = []
  readonly #coins: ReadonlyMap<number, string>

  constructor(instruments: readonly Instrument[]) {
    this.#coins = new Map(instruments.map(({ assetId, coin }) => [assetId, coin]))
  }

  same(field: string, approved: string | number | boolean, found: unknown): void {
    if (approved !== found) {
      this.differences.push({ field, approved: String(approved), found: String(found) })
    }
  }

  coin(field: string, approved: string, assetId: number): void {
    this.same(`${field}coin`, approved, this.#coins.get(assetId) ?? `unknown asset ${assetId}`)
  }

  /** What every kind of order has in common. */
  order(
    name: string,
    order: DecodedOrder,
    wanted: {
      readonly coin: string
      readonly side: Side
      readonly quantity: Quantity
      readonly isReduceOnly: boolean
      readonly clientOrderId: string
    },
  ): void {
    this.coin(`${name} `, wanted.coin, order.a)
    this.same(`${name} side`, wanted.side, order.b ? 'buy' : 'sell')
    this.same(`${name} size`, formatDecimal(wanted.quantity), order.s)
    this.same(`${name} reduce-only`, wanted.isReduceOnly, order.r)
    this.same(`${name} client order id`, wanted.clientOrderId, order.c ?? 'none')
  }

  limit(name: string, order: DecodedOrder, price: Price, timeInForce: string): void {
    this.same(`${name} limit price`, formatDecimal(price), order.p)
    const found = 'limit' in order.t ? order.t.limit.tif : 'a trigger'
    this.same(`${name} time in force`, timeInForce, found)
  }

  trigger(order: DecodedOrder, wanted: ExpectedTrigger): void {
    const { role } = wanted
    this.order(role, order, { ...wanted, isReduceOnly: true })
    if (!('trigger' in order.t)) {
      this.same(`${role} kind`, 'a trigger', 'a limit order')
      return
    }
    const { isMarket, triggerPx, tpsl } = order.t.trigger
    this.same(`${role} trigger price`, formatDecimal(wanted.triggerPrice), triggerPx)
    this.same(`${role} kind`, role === 'stop' ? 'sl' : 'tp', tpsl)
    this.same(`${role} at market`, true, isMarket)
    this.#triggerLimit(order, wanted)
  }

  /** The limit behind a market trigger must lie on its losing side, at most a tenth away. */
  #triggerLimit(order: DecodedOrder, { role, side, triggerPrice }: ExpectedTrigger): void {
    const limit = parsePrice(order.p)
    const room = triggerPrice / TRIGGER_TOLERANCE_DIVISOR
    const distance = side === 'sell' ? triggerPrice - limit : limit - triggerPrice
    if (distance >= 0n && distance <= room) return
    this.differences.push({
      field: `${role} limit behind the trigger`,
      approved: `at most a tenth worse than ${formatDecimal(triggerPrice)}`,
      found: order.p,
    })
  }
}

function compareOrders(
  check: Comparison,
  action: DecodedAction,
  grouping: string,
  count: number,
): readonly DecodedOrder[] {
  check.same('action', 'order', action.type)
  if (action.type !== 'order') return []
  check.same('grouping', grouping, action.grouping)
  check.same('number of orders', count, action.orders.length)
  return action.orders
}

function compareBracket(check: Comparison, action: DecodedAction, terms: BracketTerms): void {
  const hasTarget = terms.targetPrice !== null && terms.targetId !== null
  const orders = compareOrders(check, action, 'normalTpsl', hasTarget ? 3 : 2)
  const [entry, second, third] = orders
  if (!entry || !second || (hasTarget && !third)) return
  check.order('entry', entry, { ...terms, isReduceOnly: false, clientOrderId: terms.entryId })
  check.limit('entry', entry, terms.limitPrice, terms.timeInForce)
  const exit = { coin: terms.coin, side: opposite(terms.side), quantity: terms.quantity }
  check.trigger(third ?? second, {
    ...exit,
    role: 'stop',
    triggerPrice: terms.stopPrice,
    clientOrderId: terms.stopId,
  })
  if (terms.targetPrice === null || terms.targetId === null) return
  check.trigger(second, {
    ...exit,
    role: 'target',
    triggerPrice: terms.targetPrice,
    clientOrderId: terms.targetId,
  })
}

function compareMove(check: Comparison, action: DecodedAction, terms: MoveTerms): void {
  const isModify = action.type === 'modify' || action.type === 'batchModify'
  check.same('action', 'a modification', isModify ? 'a modification' : action.type)
  if (!isModify) return
  const modifies = action.type === 'modify' ? [action] : action.modifies
  check.same('number of modifications', 1, modifies.length)
  check.same('always place', true, action.a ?? false)
  const [first] = modifies
  if (!first) return
  check.same('replaced order', terms.replacesId, first.oid)
  check.trigger(first.order, { ...terms, clientOrderId: terms.newId })
}

function compareCancel(check: Comparison, action: DecodedAction, terms: CancelTerms): void {
  check.same('action', 'cancelByCloid', action.type)
  if (action.type !== 'cancelByCloid') return
  check.same('number of cancels', terms.cancels.length, action.cancels.length)
  check.same('faster cancel', false, action.f ?? false)
  for (const [index, cancel] of action.cancels.entries()) {
    const wanted = terms.cancels[index]
    if (!wanted) continue
    check.coin(`cancel ${index + 1} `, wanted.coin, cancel.asset)
    check.same(`cancel ${index + 1} client order id`, wanted.clientOrderId, cancel.cloid)
  }
}

/** Compares what was decoded out of the bytes with what was approved, field by field. */
export function compareWithTerms(
  action: DecodedAction,
  terms: Terms,
  instruments: readonly Instrument[],
): readonly Difference[] {
  const check = new Comparison(instruments)
  switch (terms.kind) {
    case 'bracket':
      compareBracket(check, action, terms)
      break
    case 'close': {
      const [order] = compareOrders(check, action, 'na', 1)
      if (!order) break
      check.order('exit', order, { ...terms, isReduceOnly: true, clientOrderId: terms.exitId })
      check.limit('exit', order, terms.limitPrice, 'Ioc')
      break
    }
    case 'protect': {
      const [order] = compareOrders(check, action, 'na', 1)
      if (order) check.trigger(order, { ...terms, role: 'stop', clientOrderId: terms.stopId })
      break
    }
    case 'move':
      compareMove(check, action, terms)
      break
    case 'cancel':
      compareCancel(check, action, terms)
      break
    case 'leverage':
      check.same('action', 'updateLeverage', action.type)
      if (action.type !== 'updateLeverage') break
      check.coin('', terms.coin, action.asset)
      check.same('leverage', terms.leverage, action.leverage)
      check.same('cross margin', true, action.isCross)
      break
    default:
      assertNever(terms)
  }
  return check.differences
}

export const describeDifference = ({ field, approved, found }: Difference): string =>
  `${field} is ${found} instead of ${approved}`
