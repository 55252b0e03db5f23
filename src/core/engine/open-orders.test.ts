import { describe, expect, it } from 'vitest'
import { isFinal } from '../model/order-status.ts'
import { parsePrice } from '../money/decimal.ts'
import { EngineDesk } from './engine-desk.test-support.ts'

/** What the index must be, the slow way. */
const openOf = ({ book }: EngineDesk['state']) =>
  [...book.orders.values()].filter(({ status }) => !isFinal(status))

function expectIndex(desk: EngineDesk): void {
  const { openOrders } = desk.state.book
  expect([...openOrders.values()]).toEqual(openOf(desk.state))
  for (const [id, order] of openOrders) expect(desk.state.book.orders.get(id)).toBe(order)
}

describe('the open orders of the book', () => {
  it('are those that have not ended, in their order, after every step of a bracket', () => {
    const desk = EngineDesk.ready()
    expectIndex(desk)
    desk.propose({ entry: { type: 'limit', price: parsePrice('19990') } })
    expectIndex(desk)
    expect(desk.state.book.openOrders.size).toBe(3)
    desk.enter()
    expectIndex(desk)
    const [entryId] = desk.ticket().orderIds
    if (!entryId) throw new Error('no entry')
    desk.take({ kind: 'cancelRequested', clientOrderIds: [entryId] })
    desk.prepare('t-2')
    desk.sign('t-2')
    expectIndex(desk)
    desk.take({
      kind: 'submissionAnswered',
      ticketId: desk.ticket('t-2').ticketId,
      attempt: desk.ticket('t-2').attempt,
      outcome: { result: 'answered', answers: [{ result: 'canceled' }] },
    })
    expectIndex(desk)
    expect(desk.state.book.openOrders.has(entryId)).toBe(false)
    expect(desk.state.book.orders.has(entryId)).toBe(true)
  })

  it('let go of an offer that ran out', () => {
    const desk = EngineDesk.ready()
    desk.propose({ entry: { type: 'limit', price: parsePrice('19990') } })
    for (let second = 0; second < 130; second += 1) desk.wait(1_000)
    expect(desk.state.book.openOrders.size).toBe(0)
    expectIndex(desk)
  })
})
