import { describe, expect, it } from 'vitest'
import type { TicketId } from '../model/ids.ts'
import { asVenueOrderId } from '../model/ids.ts'
import { parseMoney, parsePrice } from '../money/decimal.ts'
import { EngineDesk, types } from './engine-desk.test-support.ts'
import { replay } from './replay.ts'

/** A desk with a filled long bracket. */
function long(): EngineDesk {
  const desk = EngineDesk.ready()
  desk.propose()
  desk.enter()
  const { terms } = desk.ticket()
  if (terms?.kind !== 'bracket') throw new Error('no bracket')
  desk.fill(terms.entryId)
  return desk
}

/** The close of the reverse goes to the venue and is answered as filled. */
function close(desk: EngineDesk, ticketId = 't-2'): void {
  desk.prepare(ticketId)
  desk.sign(ticketId)
  const { attempt, terms } = desk.ticket(ticketId)
  if (terms?.kind !== 'close') throw new Error('no close')
  desk.take({
    kind: 'submissionAnswered',
    ticketId: ticketId as TicketId,
    attempt,
    outcome: {
      result: 'answered',
      answers: [{ result: 'filled', venueOrderId: asVenueOrderId('200') }],
    },
  })
  desk.fill(terms.exitId, {
    price: parsePrice('20000'),
    closedPnl: parseMoney('0'),
    venueOrderId: asVenueOrderId('200'),
  })
}

describe('a reverse', () => {
  it('closes first, and once flat offers the opposite bracket for approval', () => {
    const desk = long()
    const size = desk.state.book.positions.get('BTC')?.quantity
    const events = desk.take({ kind: 'reverseRequested', coin: 'BTC' })
    expect(types(events)).toEqual(['OrderInitialized', 'ApprovalRequested', 'OrderApproved'])
    expect(types(desk.wait(1_000))).toEqual([])
    close(desk)
    expect(desk.state.book.positions.has('BTC')).toBe(false)
    expect(types(desk.wait(1_000))).toEqual(['OrderInitialized', 'ApprovalRequested'])
    const { terms, stage } = desk.ticket('t-3')
    expect(stage).toBe('pending')
    expect(terms).toMatchObject({ kind: 'bracket', side: 'sell', coin: 'BTC' })
    expect(terms?.kind === 'bracket' && terms.quantity <= (size ?? 0n)).toBe(true)
    expect(types(desk.wait(1_000))).toEqual([])
  })

  it('is offered once, also after a restart from the log', () => {
    const desk = long()
    desk.take({ kind: 'reverseRequested', coin: 'BTC' })
    close(desk)
    desk.wait(1_000)
    const result = replay('paper', desk.steps)
    expect(result.isSame).toBe(true)
    expect(desk.state.book.reverses.size).toBe(0)
  })

  it('ends with the close when that is not signed', () => {
    const desk = long()
    desk.take({ kind: 'reverseRequested', coin: 'BTC' })
    desk.take({ kind: 'approvalDeclined', ticketId: 't-2' as TicketId, reason: 'no' })
    for (let second = 0; second < 5; second += 1) desk.wait(1_000)
    expect(desk.state.book.tickets.has('t-3' as TicketId)).toBe(false)
    expect(desk.state.book.positions.has('BTC')).toBe(true)
  })

  it('is judged when flat: a halted desk closes and opens nothing', () => {
    const desk = long()
    desk.take({ kind: 'reverseRequested', coin: 'BTC' })
    desk.take({ kind: 'killPressed', reason: 'enough', shouldFlatten: false })
    close(desk)
    expect(types(desk.wait(1_000))).toEqual(['OrderInitialized', 'OrderDenied'])
    expect(desk.ticket('t-3').stage).toBe('denied')
  })

  it('is forgotten when the position was not flat in time', () => {
    const desk = long()
    desk.take({ kind: 'reverseRequested', coin: 'BTC' })
    close(desk)
    desk.nowMs += 11 * 60_000
    desk.quote('20000')
    expect(types(desk.take({ kind: 'heartbeatTicked' }))).not.toContain('OrderInitialized')
  })

  it('does nothing where there is no position', () => {
    const desk = EngineDesk.ready()
    expect(desk.take({ kind: 'reverseRequested', coin: 'BTC' })).toEqual([])
  })
})
