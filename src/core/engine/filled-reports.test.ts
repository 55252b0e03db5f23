import { describe, expect, it } from 'vitest'
import { asClientOrderId, asVenueOrderId } from '../model/ids.ts'
import type { Order } from '../model/order.ts'
import type { Quantity } from '../money/amount.ts'
import { parseMoney } from '../money/decimal.ts'
import { EngineDesk } from './engine-desk.test-support.ts'

/** A long position, and a close of all of it that rests with the venue, not yet filled. */
function closing(): { desk: EngineDesk; exit: Order; stop: Order; half: Quantity } {
  const desk = EngineDesk.ready()
  desk.propose()
  desk.enter()
  const { terms } = desk.ticket()
  if (terms?.kind !== 'bracket') throw new Error('no bracket')
  desk.fill(terms.entryId)
  desk.take({ kind: 'closeRequested', coin: 'BTC', quantity: null })
  desk.prepare('t-2')
  desk.sign('t-2')
  desk.accept('t-2')
  const orderOf = (id: string): Order => {
    const order = desk.state.book.orders.get(asClientOrderId(id))
    if (!order) throw new Error(`no order ${id}`)
    return order
  }
  const [exitId = ''] = desk.ticket('t-2').orderIds
  const half = (terms.quantity / 2n) as Quantity
  return { desk, exit: orderOf(exitId), stop: orderOf(terms.stopId), half }
}

const report = (desk: EngineDesk, order: Order) =>
  desk.take({
    kind: 'orderReported',
    clientOrderId: order.clientOrderId,
    venueOrderId: asVenueOrderId('100'),
    status: 'filled',
    venueStatus: 'filled',
    tsEventMs: desk.nowMs,
  })

/** Something else, a stop for example, has closed the other half first. */
function sellHalf(desk: EngineDesk, half: Quantity): void {
  desk.fill(desk.ticket().orderIds[2] ?? '', {
    quantity: half,
    side: 'sell',
    fee: parseMoney('0'),
    venueOrderId: asVenueOrderId('77'),
  })
}

describe('a reduce-only order that the venue cut down to the position', () => {
  it('ends with the report when its last fill is known', () => {
    const { desk, exit, half } = closing()
    sellHalf(desk, half)
    desk.fill(exit.clientOrderId, { quantity: (exit.quantity - half) as Quantity, side: 'sell' })
    expect(exit.status).toBe('PartiallyFilled')
    report(desk, exit)
    expect(exit).toMatchObject({ status: 'Filled', reason: expect.stringContaining('cut') })
  })

  it('ends with the last fill when the report was there first', () => {
    const { desk, exit, half } = closing()
    sellHalf(desk, half)
    report(desk, exit)
    expect(exit.status).toBe('Accepted')
    desk.fill(exit.clientOrderId, { quantity: (exit.quantity - half) as Quantity, side: 'sell' })
    expect(exit.status).toBe('Filled')
  })

  it('ends after a while when a new position hides that the old one is gone', () => {
    const { desk, exit, half } = closing()
    desk.fill(exit.clientOrderId, { quantity: half, side: 'sell' })
    report(desk, exit)
    desk.wait(19_000)
    expect(exit.status).toBe('PartiallyFilled')
    desk.wait(2_000)
    expect(exit.status).toBe('Filled')
  })

  it('goes on counting the fills of an order that the venue filled in full', () => {
    const { desk, exit, half } = closing()
    report(desk, exit)
    desk.fill(exit.clientOrderId, { quantity: half, side: 'sell' })
    expect(exit.status).toBe('PartiallyFilled')
    desk.fill(exit.clientOrderId, { quantity: (exit.quantity - half) as Quantity, side: 'sell' })
    expect(exit).toMatchObject({ status: 'Filled', reason: null })
  })
})
