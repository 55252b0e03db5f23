import { describe, expect, it } from 'vitest'
import type { TicketId } from '../model/ids.ts'
import { parsePrice } from '../money/decimal.ts'
import { EngineDesk } from './engine-desk.test-support.ts'
import type { SubmissionAnswered } from './venue-inputs.ts'

/** A limit entry rests, and a cancel for it is on its way. */
function canceling() {
  const desk = EngineDesk.ready()
  desk.propose({ entry: { type: 'limit', price: parsePrice('19990') } })
  desk.enter()
  const [entryId] = desk.ticket().orderIds
  if (!entryId) throw new Error('no entry')
  const press = () => desk.take({ kind: 'cancelRequested', clientOrderIds: [entryId] })
  press()
  desk.prepare('t-2')
  desk.sign('t-2')
  const answer = (outcome: SubmissionAnswered['outcome']) =>
    desk.take({
      kind: 'submissionAnswered',
      ticketId: 't-2' as TicketId,
      attempt: desk.ticket('t-2').attempt,
      outcome,
    })
  const status = () => desk.state.book.orders.get(entryId)?.status
  return { desk, entryId, press, answer, status }
}

describe('an order whose cancel is on its way', () => {
  it('is leaving: nobody opens a second cancel, and it ends with the answer', () => {
    const { desk, press, answer, status } = canceling()
    expect(status()).toBe('PendingCancel')
    expect(press()).toEqual([])
    expect(desk.state.book.tickets.size).toBe(2)
    answer({ result: 'answered', answers: [{ result: 'canceled' }] })
    expect(status()).toBe('Canceled')
  })

  it.each([
    ['was never sent', { result: 'notSent', message: 'no line' }],
    ['was refused', { result: 'refused', message: 'Internal error' }],
    ['met an error', { result: 'answered', answers: [{ result: 'error', message: 'No.' }] }],
  ] as const)('can be cancelled again when the cancel %s', (_how, outcome) => {
    const { desk, press, answer, status } = canceling()
    answer(outcome)
    expect(status()).toBe('Accepted')
    press()
    expect(desk.ticket('t-3').terms?.kind).toBe('cancel')
  })

  it('can be cancelled again once a cancel that nobody answered has expired for sure', () => {
    const { desk, answer, status } = canceling()
    answer({ result: 'unknown', message: 'silence' })
    for (let second = 0; second < 100; second += 1) desk.wait(1_000)
    expect(status()).toBe('PendingCancel')
    for (let second = 0; second < 40; second += 1) desk.wait(1_000)
    expect(desk.ticket('t-2').stage).toBe('expired')
    expect(status()).toBe('Accepted')
  })

  it('is asked for once its cancel, that nobody answered, cannot count any more', () => {
    const { desk, answer, entryId } = canceling()
    answer({ result: 'unknown', message: 'silence' })
    desk.effects = []
    for (let second = 0; second < 140; second += 1) desk.wait(1_000)
    expect(desk.ticket('t-2').stage).toBe('expired')
    expect(desk.effects).toEqual([{ kind: 'lookUpOrder', clientOrderId: entryId }])
  })

  it('is cancelled by the kill switch at once, whatever became of the first cancel', () => {
    const { desk, answer } = canceling()
    answer({ result: 'unknown', message: 'silence' })
    desk.take({ kind: 'killPressed', reason: 'News.', shouldFlatten: false })
    expect(desk.ticket('t-3').terms?.kind).toBe('cancel')
  })
})
