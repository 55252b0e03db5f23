import { describe, expect, it } from 'vitest'
import type { TicketId } from '../model/ids.ts'
import { asVenueOrderId } from '../model/ids.ts'
import type { BracketTerms } from '../model/terms.ts'
import type { Quantity } from '../money/amount.ts'
import { parsePrice } from '../money/decimal.ts'
import { EngineDesk } from './engine-desk.test-support.ts'

/** A limit entry that rests at the venue with its two children asleep. */
function resting(): EngineDesk {
  const desk = EngineDesk.ready()
  desk.propose({ entry: { type: 'limit', price: parsePrice('19990') } })
  desk.enter()
  return desk
}

const pass = (desk: EngineDesk, seconds: number, mid?: string): void => {
  for (let second = 0; second < seconds; second += 1) desk.wait(1_000, mid)
}

describe('a position whose entry has filled in part', () => {
  const partly = (): { desk: EngineDesk; terms: BracketTerms; filled: Quantity } => {
    const desk = resting()
    const terms = desk.bracket()
    const filled = (terms.quantity / 4n) as Quantity
    desk.fill(terms.entryId, { quantity: filled })
    return { desk, terms, filled }
  }

  it('has no stop: the children sleep, an alarm is raised, and a ticket adds what is missing', () => {
    const { desk, terms, filled } = partly()
    pass(desk, 2)
    expect(desk.state.book.alerts.get('BTC:noRestingStop')?.message).toContain('no stop')
    pass(desk, 18)
    expect(desk.state.book.tickets.size).toBe(1)
    pass(desk, 2)
    expect(desk.ticket('t-2')).toMatchObject({
      stage: 'pending',
      origin: { from: 'desk', reason: 'no resting stop' },
      terms: { kind: 'protect', quantity: filled, triggerPrice: terms.stopPrice, side: 'sell' },
    })
  })

  it('waits for a person, and ends the alarm once the stop rests', () => {
    const { desk } = partly()
    pass(desk, 25)
    expect(desk.effects.filter(({ kind }) => kind === 'prepareAction')).toHaveLength(1)
    desk.enter('t-2')
    pass(desk, 2)
    expect(desk.state.book.alerts.size).toBe(0)
    pass(desk, 200)
    expect(desk.state.book.tickets.size).toBe(2)
  })

  it('is offered again when nobody answered, and not after a no', () => {
    const { desk } = partly()
    pass(desk, 25)
    pass(desk, 120)
    expect(desk.ticket('t-2').stage).toBe('expired')
    pass(desk, 40)
    expect(desk.ticket('t-3').stage).toBe('pending')
    desk.take({ kind: 'approvalDeclined', ticketId: 't-3' as TicketId, reason: 'I know' })
    pass(desk, 400)
    expect(desk.state.book.tickets.size).toBe(3)
    expect(desk.state.book.alerts.size).toBe(1)
  })

  it('is closed instead when the price has passed the stop already', () => {
    const { desk } = partly()
    pass(desk, 25, '19000')
    expect(desk.ticket('t-2').terms).toMatchObject({ kind: 'close' })
  })

  it('needs nothing once the entry has filled completely', () => {
    const { desk, terms, filled } = partly()
    desk.fill(terms.entryId, { quantity: (terms.quantity - filled) as Quantity })
    pass(desk, 60)
    expect(desk.state.book.tickets.size).toBe(1)
    expect(desk.state.book.alerts.size).toBe(0)
  })

  it('lost its children with the cancelled entry: the same', () => {
    const { desk, terms } = partly()
    for (const id of [terms.entryId, terms.stopId, terms.targetId]) {
      desk.take({
        kind: 'orderReported',
        clientOrderId: id,
        venueOrderId: asVenueOrderId('9'),
        status: 'canceled',
        venueStatus: 'canceled',
        tsEventMs: desk.nowMs,
      })
    }
    pass(desk, 25)
    expect(desk.ticket('t-2').terms).toMatchObject({ kind: 'protect' })
  })
})

describe('after the kill switch', () => {
  it('an entry that was on its way is cancelled once it rests', () => {
    const desk = EngineDesk.ready()
    desk.propose({ entry: { type: 'limit', price: parsePrice('19990') } })
    desk.send()
    desk.take({ kind: 'killPressed', reason: 'news', shouldFlatten: false })
    expect(desk.state.book.tickets.size).toBe(1)
    desk.accept()
    desk.wait(1_000)
    expect(desk.ticket('t-2').terms).toEqual({
      kind: 'cancel',
      cancels: [{ coin: 'BTC', clientOrderId: desk.bracket().entryId }],
    })
    expect(desk.ticket('t-2').stage).toBe('preparing')
    pass(desk, 30)
    expect(desk.state.book.tickets.size).toBe(2)
  })

  it('what nobody signed is asked for again', () => {
    const desk = resting()
    desk.take({ kind: 'killPressed', reason: 'news', shouldFlatten: false })
    pass(desk, 250)
    expect(desk.ticket('t-2').stage).toBe('expired')
    expect(desk.ticket('t-3').terms).toMatchObject({ kind: 'cancel' })
  })
})
