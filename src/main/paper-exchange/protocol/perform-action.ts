import type { CancelTarget } from '#core/matching/cancel-orders.ts'
import { cancelAllOrders, cancelOrders } from '#core/matching/cancel-orders.ts'
import { updateIsolatedMargin, updateLeverage } from '#core/matching/leverage.ts'
import { modifyOrders } from '#core/matching/modify-orders.ts'
import { placeOrders } from '#core/matching/place-orders.ts'
import type { OrderRequest } from '#core/matching/venue-order.ts'
import { assertNever } from '#core/model/assert-never.ts'
import type { Price, Quantity } from '#core/money/amount.ts'
import { asMoney } from '#core/money/amount.ts'
import { parsePrice, parseQuantity } from '#core/money/decimal.ts'
import type { PaperVenue } from '../paper-venue.ts'
import type { Signer } from '../signers.ts'
import type { Context, Identity } from './action-context.ts'
import { done } from './action-context.ts'
import type { ExchangeAnswer } from './exchange-answer.ts'
import { answered, DONE, refused, toStatusAnswer } from './exchange-answer.ts'
import { sendDollars, transfer, withdraw } from './move-dollars.ts'
import { readOrNull } from './read-or-null.ts'
import type { Action, OrderWire } from './wire-schemas.ts'

/** The dead man's switch must be set at least this far ahead. */
const SCHEDULE_AHEAD_MS = 5_000

/** Does what the action says and writes it down, together with the nonce that it used. */
export function performAction(
  venue: PaperVenue,
  identity: Identity,
  action: Action,
  signer: Signer,
): ExchangeAnswer {
  const context: Context = { venue, identity, signer }
  switch (action.type) {
    case 'order':
      // A priority rate may stand for "na"; here nobody queues.
      return place(
        context,
        action.orders,
        typeof action.grouping === 'string' ? action.grouping : 'na',
      )
    case 'cancel':
      return cancel(
        context,
        action.cancels.map(({ a, o }) => ({ asset: a, id: o })),
      )
    case 'cancelByCloid':
      return cancel(
        context,
        action.cancels.map(({ asset, cloid }) => ({ asset, id: cloid })),
      )
    case 'modify':
      return modifyOne(context, action.oid, action.order, action.a ?? false)
    case 'batchModify':
      return modifyMany(context, action.modifies, action.a ?? false)
    case 'updateLeverage':
      return withAccount(context, (account) =>
        updateLeverage(venue.state, account, action.asset, action.isCross, action.leverage),
      )
    case 'updateIsolatedMargin':
      // The venue counts this one in millionths of a dollar.
      return withAccount(context, (account) =>
        updateIsolatedMargin(
          venue.state,
          account,
          action.asset,
          asMoney(BigInt(action.ntli) * 100n),
        ),
      )
    case 'scheduleCancel':
      return scheduleCancel(context, action.time ?? null)
    case 'approveAgent':
      return approveAgent(context, action.agentAddress, action.agentName ?? '')
    case 'usdClassTransfer':
      return transfer(context, action.amount, action.toPerp)
    case 'withdraw3':
      return withdraw(context, action.amount, action.time)
    case 'usdSend':
      return sendDollars(context, action.amount, action.destination)
    case 'noop':
    case 'setReferrer':
    case 'approveBuilderFee':
      return done(context)
    default:
      return assertNever(action)
  }
}

function place(
  context: Context,
  orders: readonly OrderWire[],
  grouping: 'na' | 'normalTpsl' | 'positionTpsl',
): ExchangeAnswer {
  const { venue, identity, signer } = context
  const requests = orders.map(toRequest)
  const { nowMs } = venue.time
  const outcome = placeOrders(venue.state, identity.account, requests, grouping, nowMs)
  venue.commit({
    events: outcome.ok ? outcome.events : [],
    accounts: [identity.account],
    signers: [signer],
  })
  if (!outcome.ok) return refused(outcome.message)
  return answered('order', outcome.placements.map(toStatusAnswer))
}

function cancel(context: Context, targets: readonly CancelTarget[]): ExchangeAnswer {
  const { venue, identity, signer } = context
  const { nowMs } = venue.time
  const outcome = cancelOrders(venue.state, identity.account, targets, nowMs)
  venue.commit({ events: outcome.events, signers: [signer] })
  return answered(
    'cancel',
    outcome.errors.map((error) => (error === null ? 'success' : { error })),
  )
}

function modifyMany(
  { venue, identity, signer }: Context,
  modifies: readonly { readonly oid: number | string; readonly order: OrderWire }[],
  isAlwaysPlaced: boolean,
): ExchangeAnswer {
  const modifications = modifies.map(({ oid, order }) => ({ id: oid, request: toRequest(order) }))
  const { nowMs } = venue.time
  const outcome = modifyOrders(venue.state, identity.account, modifications, isAlwaysPlaced, nowMs)
  venue.commit({
    events: outcome.events,
    accounts: [identity.account],
    signers: [signer],
    hasRelinked: true,
  })
  return answered('order', outcome.placements.map(toStatusAnswer))
}

/** One modification answers `default`, and its refusal refuses the whole request. */
function modifyOne(
  context: Context,
  oid: number | string,
  order: OrderWire,
  isAlwaysPlaced: boolean,
): ExchangeAnswer {
  const answer = modifyMany(context, [{ oid, order }], isAlwaysPlaced)
  if (answer.status !== 'ok' || answer.response.type === 'default') return answer
  const [status] = answer.response.data.statuses
  return typeof status === 'object' && 'error' in status ? refused(status.error) : DONE
}

function withAccount(
  context: Context,
  act: (account: NonNullable<ReturnType<PaperVenue['accountFor']>>) => string | null,
): ExchangeAnswer {
  const account = context.venue.accountFor(context.identity.account)
  if (!account) return refused(`User or API Wallet ${context.identity.signer} does not exist.`)
  const refusal = act(account)
  const answer = done(context)
  return refusal === null ? answer : refused(refusal)
}

function scheduleCancel(context: Context, timeMs: number | null): ExchangeAnswer {
  const { venue, identity } = context
  if (timeMs !== null && timeMs < venue.wallMs() + SCHEDULE_AHEAD_MS) {
    done(context)
    return refused('Scheduled cancel time must be at least 5 seconds in the future.')
  }
  venue.scheduleCancel(identity.account, timeMs)
  return done(context)
}

/** Carries out the dead man's switches that are due. */
export function runScheduledCancels(venue: PaperVenue): void {
  for (const account of venue.takeDueCancels()) {
    venue.commit({
      events: cancelAllOrders(venue.state, account, 'scheduledCancel', venue.time.nowMs),
    })
  }
}

function approveAgent(
  { venue, identity, signer }: Context,
  agentAddress: string,
  agentName: string,
): ExchangeAnswer {
  if (venue.state.accounts.has(agentAddress)) return refused('Extra agent already used.')
  const approval = { master: identity.account, agentAddress, agentName, nowMs: venue.wallMs() }
  const outcome = venue.signers.approve(approval)
  const changed = 'changed' in outcome ? outcome.changed : []
  venue.commit({ events: [], accounts: [identity.account], signers: [signer, ...changed] })
  return 'refusal' in outcome ? refused(outcome.refusal) : DONE
}

/** The wire's order in our terms; a number that is none becomes null and is refused with the order. */
function toRequest(wire: OrderWire): OrderRequest {
  const trigger = 'trigger' in wire.t ? wire.t.trigger : null
  return {
    asset: wire.a,
    isBuy: wire.b,
    limitPrice: readPrice(wire.p),
    size: readQuantity(wire.s),
    isReduceOnly: wire.r,
    timeInForce: 'limit' in wire.t ? wire.t.limit.tif : 'Gtc',
    trigger: trigger
      ? { price: readPrice(trigger.triggerPx), isMarket: trigger.isMarket, kind: trigger.tpsl }
      : null,
    clientOrderId: wire.c ?? null,
  }
}

const readPrice = (text: string): Price | null => readOrNull(text, parsePrice)
const readQuantity = (text: string): Quantity | null => readOrNull(text, parseQuantity)
