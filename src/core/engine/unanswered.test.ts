import { describe, expect, it } from 'vitest'
import type { ClientOrderId } from '../model/ids.ts'
import { asVenueOrderId } from '../model/ids.ts'
import { parsePrice } from '../money/decimal.ts'
import { EngineDesk } from './engine-desk.test-support.ts'
import type { OrderLookedUp } from './venue-inputs.ts'

/** A limit entry rests as far as the log knows; the desk asks the venue for it. */
function resting() {
  const desk = EngineDesk.ready()
  desk.propose({ entry: { type: 'limit', price: parsePrice('19990') } })
  desk.enter()
  const [entryId] = desk.ticket().orderIds
  if (!entryId) throw new Error('no entry')
  const answer = (
    given: OrderLookedUp['answer'],
    clientOrderId: ClientOrderId = entryId,
  ): readonly unknown[] => desk.take({ kind: 'orderLookedUp', clientOrderId, answer: given })
  /** The questions of the next seconds. */
  const questions = (seconds: number) => {
    desk.effects = []
    for (let second = 0; second < seconds; second += 1) desk.wait(1_000)
    return desk.effects.filter(({ kind }) => kind === 'lookUpOrder')
  }
  return { desk, entryId, answer, questions }
}

const FAILED = { result: 'failed', message: 'The venue did not answer.' } as const

describe('a question about a resting order that was not answered', () => {
  it('is asked again every ten seconds until there is an answer', () => {
    const { entryId, answer, questions } = resting()
    expect(questions(30)).toEqual([])
    answer(FAILED)
    expect(questions(9)).toEqual([])
    expect(questions(1)).toEqual([{ kind: 'lookUpOrder', clientOrderId: entryId }])
    expect(questions(10)).toEqual([{ kind: 'lookUpOrder', clientOrderId: entryId }])
    answer({
      result: 'found',
      report: {
        kind: 'orderReported',
        clientOrderId: entryId,
        venueOrderId: asVenueOrderId('7'),
        status: 'open',
        venueStatus: 'open',
        tsEventMs: 1,
      },
    })
    expect(questions(30)).toEqual([])
  })

  it('is over with the order', () => {
    const { desk, entryId, answer, questions } = resting()
    answer(FAILED)
    desk.take({
      kind: 'orderReported',
      clientOrderId: entryId,
      venueOrderId: asVenueOrderId('7'),
      status: 'canceled',
      venueStatus: 'canceled',
      tsEventMs: 1,
    })
    expect(questions(30)).toEqual([])
  })

  it('takes its turn among many, so that the requests of a minute suffice', () => {
    const { desk, answer, questions } = resting()
    for (const id of desk.ticket().orderIds) answer(FAILED, id)
    const many = Array.from({ length: 9 }, (_, index) => `0x${index}` as ClientOrderId)
    for (const id of many) {
      const [order] = desk.state.book.openOrders.values()
      if (order) desk.state.book.openOrders.set(id, { ...order, clientOrderId: id })
      desk.state.book.orders.set(id, desk.state.book.openOrders.get(id) as never)
      answer(FAILED, id)
    }
    questions(9)
    const each = [1, 2, 3, 4].map(() => questions(1).length)
    expect(each).toEqual([4, 4, 4, 0])
  })
})
