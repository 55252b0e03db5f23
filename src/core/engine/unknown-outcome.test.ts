import { describe, expect, it } from 'vitest'
import type { TicketId } from '../model/ids.ts'
import { asVenueOrderId } from '../model/ids.ts'
import { EngineDesk } from './engine-desk.test-support.ts'

describe('an outcome that is not known', () => {
  const lost = (): EngineDesk => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.send()
    desk.effects = []
    desk.take({
      kind: 'submissionAnswered',
      ticketId: 't-1' as TicketId,
      attempt: 1,
      outcome: { result: 'unknown', message: 'no answer' },
    })
    return desk
  }

  it('is asked for and never sent again', () => {
    const desk = lost()
    expect(desk.statuses()).toEqual(['Unknown', 'Unknown', 'Unknown'])
    expect(new Set(desk.effects.map(({ kind }) => kind))).toEqual(new Set(['lookUpOrder']))
    desk.wait(3_000)
    expect(desk.effects.every(({ kind }) => kind === 'lookUpOrder')).toBe(true)
  })

  it('ends as accepted when the venue knows the order', () => {
    const desk = lost()
    for (const id of desk.ticket().orderIds) {
      desk.take({
        kind: 'orderLookedUp',
        clientOrderId: id,
        answer: {
          result: 'found',
          report: {
            kind: 'orderReported',
            clientOrderId: id,
            venueOrderId: asVenueOrderId(id.slice(-4)),
            status: 'open',
            venueStatus: 'open',
            tsEventMs: desk.nowMs,
          },
        },
      })
    }
    expect(desk.statuses()).toEqual(['Accepted', 'Accepted', 'Accepted'])
    expect(desk.ticket().stage).toBe('done')
  })

  it('stays unknown until the expiry has passed, then ends', () => {
    const desk = lost()
    const ask = () => {
      for (const id of desk.ticket().orderIds) {
        desk.take({ kind: 'orderLookedUp', clientOrderId: id, answer: { result: 'neverSeen' } })
      }
    }
    ask()
    expect(desk.ticket().stage).toBe('unknown')
    desk.wait(131_000)
    ask()
    expect(desk.ticket().stage).toBe('unknown')
    desk.wait(2_000)
    ask()
    expect(desk.ticket().stage).toBe('expired')
  })

  it('believes an error only after the venue denies the order', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.send()
    desk.take({
      kind: 'submissionAnswered',
      ticketId: 't-1' as TicketId,
      attempt: 1,
      outcome: { result: 'refused', message: 'Insufficient margin' },
    })
    const deny = () => {
      for (const id of desk.ticket().orderIds) {
        desk.take({ kind: 'orderLookedUp', clientOrderId: id, answer: { result: 'neverSeen' } })
      }
    }
    deny()
    expect(desk.ticket().stage).toBe('unknown')
    desk.wait(6_000)
    deny()
    desk.wait(2_000)
    deny()
    expect(desk.ticket()).toMatchObject({ stage: 'rejected', ending: 'Insufficient margin' })
    expect(desk.statuses()).toEqual(['Rejected', 'Rejected', 'Rejected'])
  })

  it('ends when the streams have told it all before a question was answered', () => {
    const desk = lost()
    const { entryId, stopId, targetId } = desk.bracket()
    for (const [id, status] of [
      [entryId, 'canceled'],
      [stopId, 'canceled'],
      [targetId, 'canceled'],
    ] as const) {
      desk.take({
        kind: 'orderReported',
        clientOrderId: id as never,
        venueOrderId: asVenueOrderId('7'),
        status,
        venueStatus: status,
        tsEventMs: desk.nowMs,
      })
    }
    desk.wait(1_000)
    expect(desk.ticket().stage).toBe('done')
  })

  it('is asked for after a restart', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.send()
    desk.effects = []
    desk.take({ kind: 'deskStarted' })
    expect(desk.ticket().stage).toBe('unknown')
    expect(desk.effects.map(({ kind }) => kind)).toEqual([
      'lookUpOrder',
      'lookUpOrder',
      'lookUpOrder',
    ])
  })
})
