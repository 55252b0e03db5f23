import { describe, expect, it } from 'vitest'
import type { ClientOrderId } from '../model/ids.ts'
import { parseMoney, parsePrice, parseQuantity, parseRatio } from '../money/decimal.ts'
import type { RiskCause } from '../risk/risk-state.ts'
import { RISK_CAUSES, withCause } from '../risk/risk-state.ts'
import { advance } from './advance.ts'
import { applyEvent } from './apply-event.ts'
import { EngineDesk, types } from './engine-desk.test-support.ts'
import { observe } from './observe.ts'
import { causes, edit, entryOf, stopOf, trip } from './risk-road.test-support.ts'
import { createState } from './state.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

describe('the circuit breaker', () => {
  it('pauses after three losses in a row, and goes on after the pause', () => {
    const desk = EngineDesk.ready()
    for (const ticketId of ['t-1', 't-2', 't-3']) trip(desk, ticketId, '-5')
    expect(types(desk.wait(1_000))).toContain('RiskStateChanged')
    expect(causes(desk)).toEqual(['lossesInRow'])
    desk.propose()
    expect(desk.ticket('t-4').ending).toContain('Only exits are let through')
    desk.wait(HOUR_MS - 1)
    expect(causes(desk)).toEqual(['lossesInRow'])
    desk.wait(1)
    expect(causes(desk)).toEqual([])
  })

  it('counts funding into a trip', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.enter()
    desk.fill(entryOf(desk))
    desk.take({
      kind: 'fundingReported',
      coin: 'BTC',
      amount: parseMoney('-4'),
      tsEventMs: desk.nowMs + 1,
    })
    desk.fill(stopOf(desk), { closedPnl: parseMoney('5') })
    expect(desk.state.book.breaker.lossesInRow).toBe(1)
  })

  it('halts on a drawdown until a person resumes, and measures it anew from there', () => {
    const desk = EngineDesk.ready()
    edit(desk, { drawdownMax: parseRatio('0.01'), dayLossShare: parseRatio('0.2') }, 'LOOSEN')
    trip(desk, 't-1', '-150')
    desk.wait(1_000)
    expect(causes(desk)).toEqual(['drawdown'])
    desk.wait(48 * HOUR_MS)
    expect(causes(desk)).toEqual(['drawdown'])
    desk.take({ kind: 'resumeRequested', typedWord: 'RESUME' })
    desk.wait(1_000)
    expect(causes(desk)).toEqual([])
  })

  it('stops the day at its cap and ends with the next one', () => {
    const desk = EngineDesk.ready()
    edit(desk, { dayLossAmount: parseMoney('9.99') })
    trip(desk, 't-1', '-9')
    desk.wait(1_000)
    expect(causes(desk)).toEqual(['dayLoss'])
    expect(desk.state.book.risk.causes[0]?.reason).toBe(
      'The day has lost $11.00 of the $9.99 it may',
    )
    desk.take({ kind: 'resumeRequested', typedWord: 'RESUME' })
    expect(causes(desk)).toEqual(['dayLoss'])
    desk.wait(14 * HOUR_MS)
    expect(causes(desk)).toEqual([])
  })

  it('lets only exits through while prices are stale, and for five minutes after', () => {
    const desk = EngineDesk.ready()
    desk.nowMs += 5_001
    desk.take({ kind: 'heartbeatTicked' })
    expect(causes(desk)).toEqual(['staleData'])
    desk.wait(1_000)
    desk.wait(5 * MINUTE_MS - 1)
    expect(causes(desk)).toEqual(['staleData'])
    desk.wait(1)
    expect(causes(desk)).toEqual([])
  })

  it('does the same after five errors of the venue within a minute', () => {
    const desk = EngineDesk.ready()
    for (let count = 0; count < 5; count += 1) {
      desk.nowMs += 1_000
      desk.take({ kind: 'venueStateChanged', state: 'down', reason: 'no answer' })
    }
    desk.take({ kind: 'venueStateChanged', state: 'live', reason: 'live' })
    desk.wait(1_000)
    expect(causes(desk)).toEqual(['venueErrors'])
    desk.wait(5 * MINUTE_MS)
    expect(causes(desk)).toEqual([])
  })
})

describe('exits', () => {
  it.each(Object.keys(RISK_CAUSES) as RiskCause[])('go through and entries do not: %s', (cause) => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.enter()
    desk.fill(entryOf(desk))
    desk.state.book.risk = withCause(desk.state.book.risk, {
      cause,
      sinceMs: desk.nowMs,
      untilMs: null,
      reason: 'a test',
    })
    desk.take({ kind: 'closeRequested', coin: 'BTC', quantity: parseQuantity('0.01') })
    desk.prepare('t-2')
    expect(types(desk.sign('t-2'))).toEqual(['OrderSigned', 'OrderSubmitted'])
    const clientOrderId = stopOf(desk) as ClientOrderId
    desk.take({ kind: 'moveRequested', clientOrderId, triggerPrice: parsePrice('19700') })
    desk.prepare('t-3')
    expect(types(desk.sign('t-3'))).toContain('OrderSubmitted')
    desk.propose()
    expect(desk.ticket('t-4').stage).toBe('denied')
  })
})

describe('the fold and the live state', () => {
  it('are the same after limits, switches, alerts and causes', () => {
    const desk = EngineDesk.ready()
    edit(desk, { dayLossAmount: parseMoney('9.99') })
    desk.take({ kind: 'instrumentSwitched', coin: 'ETH', isOn: false })
    trip(desk, 't-1', '-9')
    desk.wait(1_000)
    desk.take({ kind: 'killPressed', reason: 'news', shouldFlatten: false })
    const again = createState('paper')
    for (const { input, events } of desk.steps) {
      observe(again, input)
      expect(advance(again, input).events).toEqual(events)
      for (const event of events) applyEvent(again.book, event, input.stamp)
    }
    expect(again.book).toEqual(desk.state.book)
  })
})

describe('edges', () => {
  it('a wall clock that was set back does not make an old price young', () => {
    const desk = EngineDesk.ready()
    desk.nowMs -= 10 * MINUTE_MS
    desk.propose()
    expect(desk.state.book.decisions.at(-1)?.decision.code).toBe('QUOTE_STALE')
    desk.take({ kind: 'heartbeatTicked' })
    expect(desk.state.market.breaker.freshSinceMs).toBeNull()
  })

  it('a peak between two points of the curve counts for the drawdown', () => {
    const desk = EngineDesk.ready()
    edit(desk, { drawdownMax: parseRatio('0.01') })
    desk.propose()
    desk.enter()
    desk.fill(entryOf(desk), { fee: parseMoney('0') })
    desk.wait(1_000, '20500')
    desk.wait(1_000, '20300')
    const value = desk.state.book.equityCurve.points.map(({ equity }) => equity)
    expect(desk.state.book.breaker.peakEquity).toBe(value.reduce((a, b) => (a > b ? a : b)))
    expect(desk.state.book.breaker.peakEquity).toBeGreaterThan(parseMoney('10100'))
    desk.wait(1_000, '19990')
    expect(causes(desk)).toContain('drawdown')
  })

  it('a wider band needs the typed word, a narrower one does not', () => {
    const desk = EngineDesk.ready()
    expect(edit(desk, { priceBand: parseRatio('0.0031') })).toEqual([])
    expect(edit(desk, { priceBand: parseRatio('0.0031') }, 'LOOSEN')).toMatchObject([
      { changes: [{ name: 'priceBand', direction: 'loosened' }], confirmedBy: 'typedWord' },
    ])
    expect(edit(desk, { priceBand: parseRatio('0.002') })).toMatchObject([
      { changes: [{ direction: 'neutral' }], confirmedBy: 'press' },
    ])
  })
})
