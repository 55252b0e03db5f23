import { describe, expect, it } from 'vitest'
import { EngineDesk } from './engine-desk.test-support.ts'

describe('a strategy or a script that has gone wild', () => {
  it('gets as many entries as the day allows, and every further one is denied with its reason', () => {
    const desk = EngineDesk.ready()
    const quota = desk.state.book.limits.tradesPerDayOther
    for (let count = 0; count < 400; count += 1) {
      desk.propose()
      const ticketId = `t-${count + 1}`
      if (desk.ticket(ticketId).stage === 'pending') desk.enter(ticketId)
      desk.wait(1_000)
    }
    const sent = desk.log.filter((event) => event.type === 'OrderSubmitted' && event.addsRisk)
    expect(sent.length).toBeGreaterThan(0)
    expect(sent.length).toBeLessThanOrEqual(quota)
    const denied = desk.log.flatMap((event) => (event.type === 'OrderDenied' ? [event] : []))
    expect(denied.length).toBe(400 - sent.length)
    for (const { decision } of denied) {
      expect(decision.code).not.toBe('')
      expect(decision.message).toMatch(/\.$/)
    }
  })
})
