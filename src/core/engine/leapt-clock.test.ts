import { describe, expect, it } from 'vitest'
import type { TicketId } from '../model/ids.ts'
import type { Quantity } from '../money/amount.ts'
import { parseMoney, parsePrice } from '../money/decimal.ts'
import { EngineDesk } from './engine-desk.test-support.ts'
import type { SubmissionAnswered } from './venue-inputs.ts'

const HOUR_MS = 3_600_000

/** An entry was sent; what became of it is not known yet. */
function sent(outcome: SubmissionAnswered['outcome']) {
  const desk = EngineDesk.ready()
  desk.propose({ entry: { type: 'limit', price: parsePrice('19990') } })
  desk.approve()
  desk.prepare()
  desk.sign()
  const [entryId] = desk.ticket().orderIds
  if (!entryId) throw new Error('no entry')
  const { attempt } = desk.ticket()
  desk.take({ kind: 'submissionAnswered', ticketId: 't-1' as TicketId, attempt, outcome })
  const neverSeen = () => {
    for (const clientOrderId of desk.ticket().orderIds) {
      desk.take({ kind: 'orderLookedUp', clientOrderId, answer: { result: 'neverSeen' } })
    }
    return desk.state.book.orders.get(entryId)?.status
  }
  const compared = () =>
    desk.take({
      kind: 'accountObserved',
      cause: 'wake',
      cash: parseMoney('10000'),
      positions: [],
      openOrders: [],
    })
  return { desk, neverSeen, compared }
}

const SILENCE = { result: 'unknown', message: 'silence' } as const

describe('an action that was approved by a clock that had leapt', () => {
  it('is not sent: it would stay valid, and its fate unknown, for as long as the leap', () => {
    const desk = EngineDesk.ready()
    desk.propose({ entry: { type: 'limit', price: parsePrice('19990') } })
    desk.enter()
    const [entryId] = desk.ticket().orderIds
    if (!entryId) throw new Error('no entry')
    desk.nowMs += 24 * HOUR_MS
    desk.take({ kind: 'cancelRequested', clientOrderIds: [entryId] })
    desk.prepare('t-2')
    desk.nowMs += 3_000 - 24 * HOUR_MS
    desk.effects = []
    const [discarded] = desk.sign('t-2')
    expect(discarded).toMatchObject({
      type: 'SignatureDiscarded',
      reason: expect.stringContaining('clock'),
    })
    expect(desk.effects.filter(({ kind }) => kind === 'submitAction')).toEqual([])
  })
})

describe('a wait that began by a clock that had leapt ahead', () => {
  const pass = (desk: EngineDesk, seconds: number): void => {
    for (let second = 0; second < seconds; second += 1) desk.wait(1_000)
  }

  it('is over when the clock is set right: a missing stop is offered again', () => {
    const desk = EngineDesk.ready()
    desk.propose({ entry: { type: 'limit', price: parsePrice('19990') } })
    desk.enter()
    const { terms } = desk.ticket()
    if (terms?.kind !== 'bracket') throw new Error('no bracket')
    desk.fill(terms.entryId, { quantity: (terms.quantity / 4n) as Quantity })
    desk.nowMs += 13 * HOUR_MS
    pass(desk, 150)
    expect(desk.ticket('t-2')).toMatchObject({ stage: 'expired', terms: { kind: 'protect' } })
    desk.nowMs -= 13 * HOUR_MS
    pass(desk, 2)
    expect(desk.ticket('t-3')).toMatchObject({ stage: 'pending', terms: { kind: 'protect' } })
  })

  it('is over when the clock is set right: what became of an order is asked again', () => {
    const { desk, neverSeen } = sent(SILENCE)
    desk.nowMs += HOUR_MS
    expect(neverSeen()).toBe('Unknown')
    desk.nowMs -= HOUR_MS
    desk.effects = []
    pass(desk, 2)
    expect(desk.effects.some(({ kind }) => kind === 'lookUpOrder')).toBe(true)
  })
})

describe('an order that the venue has not seen', () => {
  it('is not given up by a clock that has leapt, nor before the venue was compared again', () => {
    const { desk, neverSeen, compared } = sent(SILENCE)
    desk.wait(1_000)
    desk.nowMs += HOUR_MS
    expect(neverSeen()).toBe('Unknown')
    desk.take({ kind: 'deskWoke' })
    desk.wait(0)
    expect(neverSeen()).toBe('Unknown')
    // The venue's time is measured anew: the hour had not passed.
    desk.nowMs += 2_000 - HOUR_MS
    compared()
    desk.wait(1_000)
    expect(neverSeen()).toBe('Unknown')
  })

  it('is given up once its action has expired by a clock that is known to be right', () => {
    const { desk, neverSeen, compared } = sent(SILENCE)
    desk.wait(1_000)
    desk.nowMs += HOUR_MS
    desk.take({ kind: 'deskWoke' })
    compared()
    desk.wait(1_000)
    expect(neverSeen()).toBe('Unknown')
    desk.wait(2_000)
    expect(neverSeen()).toBe('Expired')
  })

  it('after an error is not given up by a leap either', () => {
    const { desk, neverSeen } = sent({ result: 'refused', message: 'Internal error' })
    desk.wait(1_000)
    desk.nowMs += HOUR_MS
    expect(neverSeen()).toBe('Unknown')
    desk.nowMs -= HOUR_MS
    for (let second = 0; second < 6; second += 1) desk.wait(1_000)
    expect(neverSeen()).toBe('Unknown')
    desk.wait(2_000)
    expect(neverSeen()).toBe('Rejected')
  })
})
