import { expect, it } from 'vitest'
import { EngineDesk } from '#core/engine/engine-desk.test-support.ts'
import type { InputBody } from '#core/engine/inputs.ts'
import type { Ticket } from '#core/engine/ticket.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { AUTOPILOT_LATENCY_MS, Autopilot } from './autopilot.ts'

function setUp(origin: Ticket['origin'], isOn = true, speed = 1) {
  const desk = EngineDesk.ready()
  desk.propose()
  const ticket = { ...desk.ticket(), origin }
  desk.state.book.tickets.set(ticket.ticketId, ticket)
  const clock = new ManualClock(0)
  const taken: InputBody[] = []
  const autopilot = new Autopilot(isOn, {
    clock,
    speed: () => speed,
    enqueue: (body) => taken.push(body),
  })
  return { desk, ticket, clock, taken, autopilot }
}

const strategy: Ticket['origin'] = { from: 'strategy', strategyId: 'momentum', timeframe: '5m' }

it("approves a strategy's ticket once, after its latency", () => {
  const { desk, ticket, clock, taken, autopilot } = setUp(strategy)
  autopilot.onLoudStep(desk.state)
  autopilot.onLoudStep(desk.state)
  clock.advance(AUTOPILOT_LATENCY_MS - 1)
  expect(taken).toHaveLength(0)
  clock.advance(1)
  expect(taken).toEqual([
    { kind: 'approvalGranted', ticketId: ticket.ticketId, digest: ticket.digest },
  ])
})

it('is as much faster as the replay', () => {
  const { desk, clock, taken, autopilot } = setUp(strategy, true, 500)
  autopilot.onLoudStep(desk.state)
  clock.advance(2)
  expect(taken).toHaveLength(1)
})

it('leaves manual tickets to their person', () => {
  const { desk, clock, taken, autopilot } = setUp({ from: 'person' })
  autopilot.onLoudStep(desk.state)
  clock.advance(60_000)
  expect(taken).toHaveLength(0)
})

it('does nothing while it is off, and what it was about to do is called off with it', () => {
  const { desk, clock, taken, autopilot } = setUp(strategy, false)
  autopilot.onLoudStep(desk.state)
  autopilot.set(true, desk.state)
  autopilot.set(false, desk.state)
  clock.advance(60_000)
  expect(taken).toHaveLength(0)
})

it('gives up on a ticket that is never signed', () => {
  const { desk, ticket, clock, taken, autopilot } = setUp(strategy)
  desk.state.book.tickets.set(ticket.ticketId, { ...ticket, attempt: 5 })
  autopilot.onLoudStep(desk.state)
  clock.advance(60_000)
  expect(taken).toHaveLength(0)
})
