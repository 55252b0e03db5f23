import { assertNever } from '#core/model/assert-never.ts'
import type { ClientOrderId } from '#core/model/ids.ts'
import type { Instrument } from '#core/model/instrument.ts'
import type { Side } from '#core/model/side.ts'
import type { BracketTerms, MoveTerms, Terms } from '#core/model/terms.ts'
import type { Price, Quantity } from '#core/money/amount.ts'
import { asPrice } from '#core/money/amount.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import { isOnLot, isOnTick, roundToTick } from '#core/money/tick.ts'
import type { VenueAction, WireOrder } from './action.ts'

/** Finds a perpetual by the venue's name. */
export type FindInstrument = (coin: string) => Instrument | undefined

/** Terms that cannot be written as an action of this venue. */
export class PrepareError extends Error {
  override readonly name = 'PrepareError'
}

function instrumentOf(coin: string, find: FindInstrument): Instrument {
  const instrument = find(coin)
  if (!instrument) throw new PrepareError(`${coin} is not in the venue's list of perpetuals`)
  return instrument
}

function priceText(price: Price, instrument: Instrument, name: string): string {
  if (!isOnTick(price, instrument.sizeDecimals)) {
    throw new PrepareError(`${name} ${formatDecimal(price)} is off the tick of ${instrument.coin}`)
  }
  return formatDecimal(price)
}

function sizeText(quantity: Quantity, instrument: Instrument): string {
  if (quantity <= 0n || !isOnLot(quantity, instrument.sizeDecimals)) {
    throw new PrepareError(
      `${formatDecimal(quantity)} is no whole number of lots of ${instrument.coin}`,
    )
  }
  return formatDecimal(quantity)
}

/**
 * The limit that goes with a market trigger: the venue wants one and fills no worse. Ours is the
 * trigger price less 10 % for a sell, plus 10 % for a buy (the venue's own tolerance for market
 * triggers), rounded to the tick towards the trigger, so that it is never farther than 10 %.
 */
export function triggerLimit(triggerPrice: Price, side: Side, sizeDecimals: number): Price {
  const tenths = side === 'buy' ? 11n : 9n
  const limit = asPrice((triggerPrice * tenths) / 10n)
  return roundToTick(limit, sizeDecimals, side === 'buy' ? 'down' : 'up')
}

interface TriggerParts {
  readonly side: Side
  readonly quantity: Quantity
  readonly triggerPrice: Price
  readonly role: 'stop' | 'target'
  readonly clientOrderId: ClientOrderId
}

function triggerOrder(parts: TriggerParts, instrument: Instrument): WireOrder {
  const limit = triggerLimit(parts.triggerPrice, parts.side, instrument.sizeDecimals)
  return {
    a: instrument.assetId,
    b: parts.side === 'buy',
    p: priceText(limit, instrument, 'the limit behind the trigger'),
    s: sizeText(parts.quantity, instrument),
    r: true,
    t: {
      trigger: {
        isMarket: true,
        triggerPx: priceText(parts.triggerPrice, instrument, `the ${parts.role}`),
        tpsl: parts.role === 'stop' ? 'sl' : 'tp',
      },
    },
    c: parts.clientOrderId,
  }
}

function bracketOrders(terms: BracketTerms, instrument: Instrument): WireOrder[] {
  if (terms.entryType === 'market' && terms.timeInForce !== 'Ioc') {
    throw new PrepareError('a market entry must be immediate-or-cancel')
  }
  const exit = {
    side: terms.side === 'buy' ? 'sell' : 'buy',
    quantity: terms.quantity,
  } as const
  const entry: WireOrder = {
    a: instrument.assetId,
    b: terms.side === 'buy',
    p: priceText(terms.limitPrice, instrument, 'the limit'),
    s: sizeText(terms.quantity, instrument),
    r: false,
    t: { limit: { tif: terms.timeInForce } },
    c: terms.entryId,
  }
  const stop = triggerOrder(
    { ...exit, role: 'stop', triggerPrice: terms.stopPrice, clientOrderId: terms.stopId },
    instrument,
  )
  if (terms.targetPrice === null || terms.targetId === null) return [entry, stop]
  const target = triggerOrder(
    { ...exit, role: 'target', triggerPrice: terms.targetPrice, clientOrderId: terms.targetId },
    instrument,
  )
  return [entry, target, stop]
}

function moveAction(terms: MoveTerms, instrument: Instrument): VenueAction {
  const order = triggerOrder({ ...terms, clientOrderId: terms.newId }, instrument)
  return { type: 'batchModify', modifies: [{ oid: terms.replacesId, order }], a: true }
}

/**
 * The venue's action for the terms. Prices and sizes must already be on the tick and the lot:
 * nothing is rounded here, because the human approved these very numbers. Throws PrepareError.
 */
export function buildAction(terms: Terms, find: FindInstrument): VenueAction {
  switch (terms.kind) {
    case 'bracket': {
      const orders = bracketOrders(terms, instrumentOf(terms.coin, find))
      return { type: 'order', orders, grouping: 'normalTpsl' }
    }
    case 'close': {
      const instrument = instrumentOf(terms.coin, find)
      const order: WireOrder = {
        a: instrument.assetId,
        b: terms.side === 'buy',
        p: priceText(terms.limitPrice, instrument, 'the limit'),
        s: sizeText(terms.quantity, instrument),
        r: true,
        t: { limit: { tif: 'Ioc' } },
        c: terms.exitId,
      }
      return { type: 'order', orders: [order], grouping: 'na' }
    }
    case 'move':
      return moveAction(terms, instrumentOf(terms.coin, find))
    case 'protect': {
      const parts = { ...terms, role: 'stop', clientOrderId: terms.stopId } as const
      const order = triggerOrder(parts, instrumentOf(terms.coin, find))
      return { type: 'order', orders: [order], grouping: 'na' }
    }
    case 'cancel': {
      if (terms.cancels.length === 0) throw new PrepareError('there is nothing to cancel')
      const cancels = terms.cancels.map(({ coin, clientOrderId }) => ({
        asset: instrumentOf(coin, find).assetId,
        cloid: clientOrderId,
      }))
      return { type: 'cancelByCloid', cancels }
    }
    case 'leverage': {
      const instrument = instrumentOf(terms.coin, find)
      const { leverage } = terms
      if (!Number.isInteger(leverage) || leverage < 1 || leverage > instrument.maxLeverage) {
        throw new PrepareError(
          `leverage ${leverage} is not between 1 and ${instrument.maxLeverage} for ${terms.coin}`,
        )
      }
      return { type: 'updateLeverage', asset: instrument.assetId, isCross: true, leverage }
    }
    default:
      return assertNever(terms)
  }
}

/**
 * The client order ids in the order in which the venue answers: a bracket is entry, target (if
 * any), stop; a cancel is its list; leverage has none.
 */
export function answeredIds(terms: Terms): readonly ClientOrderId[] {
  switch (terms.kind) {
    case 'bracket':
      return terms.targetPrice === null || terms.targetId === null
        ? [terms.entryId, terms.stopId]
        : [terms.entryId, terms.targetId, terms.stopId]
    case 'close':
      return [terms.exitId]
    case 'move':
      return [terms.newId]
    case 'protect':
      return [terms.stopId]
    case 'cancel':
      return terms.cancels.map((cancel) => cancel.clientOrderId)
    case 'leverage':
      return []
    default:
      return assertNever(terms)
  }
}
