import { describe, expect, it } from 'vitest'
import { asClientOrderId } from '../model/ids.ts'
import type { Quantity } from '../money/amount.ts'
import { parsePrice, parseQuantity } from '../money/decimal.ts'
import { EngineDesk, types } from './engine-desk.test-support.ts'
import {
  cancelProblem,
  closeProblem,
  leverageProblem,
  moveProblem,
  protectProblem,
} from './exit-problems.ts'

/** A long position at 20,000 with its stop and its target at the venue. */
function inPosition(): EngineDesk {
  const desk = EngineDesk.ready()
  desk.propose()
  desk.enter()
  desk.fill(desk.bracket().entryId)
  desk.effects = []
  return desk
}

const close = (desk: EngineDesk, quantity: Quantity | null = null) =>
  types(desk.take({ kind: 'closeRequested', coin: 'BTC', quantity }))

const move = (desk: EngineDesk, role: 'stopId' | 'targetId', price: string) => {
  const clientOrderId = asClientOrderId(desk.bracket()[role] ?? '')
  const wanted = { clientOrderId, triggerPrice: parsePrice(price) }
  const problem = moveProblem(desk.state, wanted)
  return { problem, events: types(desk.take({ kind: 'moveRequested', ...wanted })) }
}

describe('a close', () => {
  it('pressed twice opens one ticket, and the second press is told why', () => {
    const desk = inPosition()
    expect(close(desk)).toHaveLength(3)
    expect(closeProblem(desk.state, { coin: 'BTC', quantity: null })).toMatch(
      /^A close of 0\.\d+ BTC is under way already/,
    )
    expect(close(desk)).toEqual([])
  })

  it('of the whole takes only what an earlier one of a part has left', () => {
    const desk = inPosition()
    const { quantity } = desk.bracket()
    const part = parseQuantity('0.01')
    close(desk, part)
    close(desk)
    expect(desk.ticket('t-3').terms).toMatchObject({ kind: 'close', quantity: quantity - part })
    expect(close(desk, part)).toEqual([])
  })

  it('is open again once the ticket before it was declined', () => {
    const desk = inPosition()
    close(desk)
    const { ticketId } = desk.ticket('t-2')
    desk.take({ kind: 'approvalDeclined', ticketId, reason: 'not now' })
    expect(closeProblem(desk.state, { coin: 'BTC', quantity: null })).toBeNull()
    expect(close(desk)).toHaveLength(3)
  })

  it('below the lot is refused with the lot', () => {
    const desk = inPosition()
    const quantity = parseQuantity('0.000001')
    expect(closeProblem(desk.state, { coin: 'BTC', quantity })).toBe(
      'The smallest part of a BTC position that can be closed is 0.00001.',
    )
    expect(close(desk, quantity)).toEqual([])
  })

  it('of a part that is worth less than the venue takes is refused', () => {
    const desk = inPosition()
    const quantity = parseQuantity('0.0004')
    expect(closeProblem(desk.state, { coin: 'BTC', quantity })).toBe(
      'The venue takes no part worth less than $10.00: close more, or all of it.',
    )
    expect(closeProblem(desk.state, { coin: 'BTC', quantity: parseQuantity('0.0006') })).toBeNull()
  })

  it('of a part is measured at the worst price that its order takes, as the venue measures it', () => {
    const desk = inPosition()
    const quote = desk.state.market.quotes.get('BTC')
    if (!quote) throw new Error('no quote')
    const prices = { bid: parsePrice('20100'), ask: parsePrice('20101') }
    desk.state.market.quotes.set('BTC', { ...quote, ...prices })
    // 10.05 dollars at the bid, 9.95 at the worst price.
    const quantity = parseQuantity('0.0005')
    expect(closeProblem(desk.state, { coin: 'BTC', quantity })).toMatch(/^The venue takes no part/)
    const enough = parseQuantity('0.00051')
    expect(closeProblem(desk.state, { coin: 'BTC', quantity: enough })).toBeNull()
    close(desk, enough)
    const { terms } = desk.ticket('t-2')
    const limit = terms?.kind === 'close' ? terms.limitPrice : 0n
    expect(limit * enough).toBeGreaterThanOrEqual(parsePrice('10') * 100_000_000n)
  })

  it('needs a position and a price', () => {
    const desk = EngineDesk.ready()
    expect(closeProblem(desk.state, { coin: 'BTC', quantity: null })).toMatch(/no open position/)
    const held = inPosition()
    held.state.market.quotes.delete('BTC')
    expect(closeProblem(held.state, { coin: 'BTC', quantity: null })).toMatch(/no price of BTC/)
  })
})

describe('the kill switch', () => {
  const kill = (desk: EngineDesk) =>
    desk.take({ kind: 'killPressed', reason: 'enough', shouldFlatten: true })

  it('closes the rest of a position of which a part is being closed', () => {
    const desk = inPosition()
    const { quantity } = desk.bracket()
    const part = parseQuantity('0.01')
    close(desk, part)
    kill(desk)
    expect(desk.ticket('t-2').stage).toBe('preparing')
    expect(desk.ticket('t-3').terms).toMatchObject({ kind: 'close', quantity: quantity - part })
  })

  it('does not wait for a close that a person left standing after a no on the device', () => {
    const desk = inPosition()
    const { quantity } = desk.bracket()
    close(desk, parseQuantity('0.01'))
    desk.prepare('t-2')
    const { ticketId, attempt } = desk.ticket('t-2')
    desk.take({ kind: 'signingFailed', ticketId, attempt, code: 'rejectedOnDevice', message: 'no' })
    expect(desk.ticket('t-2').stage).toBe('pending')
    kill(desk)
    expect(desk.ticket('t-2').stage).toBe('declined')
    expect(desk.ticket('t-3').terms).toMatchObject({ kind: 'close', quantity })
  })

  it('pressed twice closes once', () => {
    const desk = inPosition()
    kill(desk)
    kill(desk)
    expect(desk.state.book.tickets.size).toBe(2)
  })

  it('cancels an entry again whose cancel was left standing', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.enter()
    const { entryId } = desk.bracket()
    desk.take({ kind: 'cancelRequested', clientOrderIds: [entryId] })
    desk.prepare('t-2')
    const { ticketId, attempt } = desk.ticket('t-2')
    desk.take({ kind: 'signingFailed', ticketId, attempt, code: 'rejectedOnDevice', message: 'no' })
    kill(desk)
    expect(desk.ticket('t-3').terms).toMatchObject({
      kind: 'cancel',
      cancels: [{ clientOrderId: entryId }],
    })
  })
})

describe('a moved stop or target', () => {
  it('beyond what the venue takes is refused before the Ledger is asked', () => {
    const desk = inPosition()
    const problem = (price: string): string =>
      `A target of ${price} is out of reach: the venue takes one from 4,666.7 to 39,777 now. Look at its digits.`
    expect(move(desk, 'targetId', '99999999999999999999')).toEqual({
      problem: problem('99,999,999,999,999,999,999'),
      events: [],
    })
    expect(move(desk, 'targetId', '39778').problem).toBe(problem('39,778'))
    expect(move(desk, 'targetId', '39777').problem).toBeNull()
  })

  it('on the wrong side of the market is refused: it would trigger at once', () => {
    const desk = inPosition()
    expect(move(desk, 'stopId', '20001')).toEqual({
      problem: 'A stop that sells BTC must be below 20,000: at 20,001 it would trigger at once.',
      events: [],
    })
    expect(move(desk, 'stopId', '20000').events).toEqual([])
    expect(move(desk, 'targetId', '19999').problem).toBe(
      'A target that sells BTC must be above 20,000: at 19,999 it would trigger at once.',
    )
    expect(move(desk, 'stopId', '19999').events).toHaveLength(3)
  })

  it('moved twice quickly moves once', () => {
    const desk = inPosition()
    expect(move(desk, 'stopId', '19800').events).toHaveLength(3)
    expect(move(desk, 'stopId', '19700')).toMatchObject({
      problem: expect.stringMatching(/^The stop is being moved already/),
      events: [],
    })
  })

  it('is told where it rests already, or that it rests no more', () => {
    const desk = inPosition()
    expect(move(desk, 'stopId', '19600').problem).toBe('The stop rests at 19,600 already.')
    const clientOrderId = desk.bracket().stopId
    desk.take({ kind: 'cancelRequested', clientOrderIds: [clientOrderId] })
    expect(move(desk, 'stopId', '19700').problem).toBe('The stop is being cancelled already.')
    expect(cancelProblem(desk.state, [clientOrderId])).toMatch(/being cancelled already/)
    const wanted = { clientOrderId: desk.bracket().entryId, triggerPrice: parsePrice('19700') }
    expect(moveProblem(desk.state, wanted)).toMatch(/does not rest/)
  })

  it('of an entry that rests is measured from that entry', () => {
    const desk = EngineDesk.ready()
    desk.propose({ entry: { type: 'limit', price: parsePrice('19000') } })
    desk.enter()
    expect(move(desk, 'stopId', '19500').problem).toMatch(/must be below 19,000/)
    expect(move(desk, 'targetId', '19500').problem).toBeNull()
  })
})

describe('a stop that was missing', () => {
  const protect = (desk: EngineDesk, price: string) => {
    const wanted = { coin: 'BTC', triggerPrice: parsePrice(price) }
    const problem = protectProblem(desk.state, wanted)
    return { problem, events: types(desk.take({ kind: 'protectRequested', ...wanted })) }
  }

  it('is placed once, and on the right side', () => {
    const desk = inPosition()
    expect(protect(desk, '19500').problem).toMatch(/has a stop already/)
    const { stopId } = desk.bracket()
    desk.take({
      kind: 'orderReported',
      clientOrderId: stopId,
      venueOrderId: desk.state.book.orders.get(stopId)?.venueOrderId ?? ('102' as never),
      status: 'canceled',
      venueStatus: 'canceled',
      tsEventMs: desk.nowMs,
    })
    expect(protect(desk, '20500')).toMatchObject({
      problem: expect.stringMatching(/must be below/),
      events: [],
    })
    expect(protect(desk, '19650').events).toHaveLength(3)
    expect(protect(desk, '19650').problem).toMatch(/being placed already/)
  })
})

describe('a leverage', () => {
  const set = (desk: EngineDesk, leverage: number) => ({
    problem: leverageProblem(desk.state, { coin: 'BTC', leverage }),
    events: types(desk.take({ kind: 'leverageRequested', coin: 'BTC', leverage })),
  })

  it('above the limits or the venue is refused with the cap, never lowered unasked', () => {
    const desk = EngineDesk.ready()
    const cap = desk.state.book.limits.leverageMax
    expect(set(desk, cap + 1)).toEqual({
      problem: `Your limits allow at most ${cap}×; the leverage of BTC was not changed.`,
      events: [],
    })
    expect(set(desk, 41)).toMatchObject({
      problem: expect.stringContaining('The venue allows at most 40×'),
      events: [],
    })
    expect(set(desk, cap).events).toHaveLength(3)
    expect(desk.ticket().terms).toMatchObject({ kind: 'leverage', leverage: cap })
  })
})
