import { describe, expect, it } from 'vitest'
import { canonicalJson, parseCanonicalJson } from '../model/canonical-json.ts'
import type { ClientOrderId, TicketId } from '../model/ids.ts'
import { parseMoney, parsePrice, parseQuantity, parseRatio } from '../money/decimal.ts'
import type { Limits } from '../risk/limits.ts'
import { PROFILES } from '../risk/limits.ts'
import type { RiskCause } from '../risk/risk-state.ts'
import { RISK_CAUSES, withCause } from '../risk/risk-state.ts'
import { limitsToFile, validateLimits } from '../risk/validate-limits.ts'
import { advance } from './advance.ts'
import { applyEvent } from './apply-event.ts'
import { ACCOUNT, EngineDesk, START_MS, types } from './engine-desk.test-support.ts'
import type { EventBody } from './events.ts'
import type { StrategySwitched } from './inputs.ts'
import { observe } from './observe.ts'
import { createState } from './state.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const causes = (desk: EngineDesk): string[] => desk.state.book.risk.causes.map(({ cause }) => cause)

const entryOf = (desk: EngineDesk, ticketId = 't-1'): string => {
  const { terms } = desk.ticket(ticketId)
  if (terms?.kind !== 'bracket') throw new Error('no bracket')
  return terms.entryId
}

const stopOf = (desk: EngineDesk, ticketId = 't-1'): string => {
  const { terms } = desk.ticket(ticketId)
  if (terms?.kind !== 'bracket') throw new Error('no bracket')
  return terms.stopId
}

/** A whole trip: entered, and closed by its stop with this result. */
function trip(desk: EngineDesk, ticketId: string, closedPnl: string): void {
  desk.propose()
  expect(desk.ticket(ticketId).ending).toBeNull()
  desk.enter(ticketId)
  desk.fill(entryOf(desk, ticketId))
  desk.fill(stopOf(desk, ticketId), { closedPnl: parseMoney(closedPnl) })
}

const edited = (change: Partial<Limits>): Limits => ({ ...PROFILES.standard, ...change })
const edit = (desk: EngineDesk, change: Partial<Limits>, typedWord = ''): readonly EventBody[] =>
  desk.take({ kind: 'limitsEdited', limits: edited(change), typedWord })

describe('limits', () => {
  it('tighten at once, with what changed in the log', () => {
    const desk = EngineDesk.ready()
    const [event] = edit(desk, { positionsMax: 2, riskPerTrade: parseRatio('0.005') })
    expect(event).toMatchObject({
      type: 'LimitsChanged',
      profile: 'custom',
      confirmedBy: 'press',
      changes: [
        { name: 'riskPerTrade', from: '0.01', to: '0.005', direction: 'tightened' },
        { name: 'positionsMax', from: 3, to: 2, direction: 'tightened' },
      ],
    })
    expect(desk.state.book.limits.positionsMax).toBe(2)
    desk.propose()
    expect(desk.ticket().decision?.numbers.positionsMax).toBe('2')
  })

  it('loosen with the typed word alone', () => {
    const desk = EngineDesk.ready()
    expect(edit(desk, { positionsMax: 4 })).toEqual([])
    expect(edit(desk, { positionsMax: 4 }, 'loosen')).toEqual([])
    expect(edit(desk, { dayTimeZone: 'Asia/Tokyo' })).toEqual([])
    expect(edit(desk, { positionsMax: 4 }, 'LOOSEN')).toMatchObject([{ confirmedBy: 'typedWord' }])
    expect(desk.state.book.limits.positionsMax).toBe(4)
  })

  it('set how long an offer and an action live, from 20 to 300 seconds', () => {
    const desk = EngineDesk.ready()
    edit(desk, { offerLifeMs: 20_000, actionLifeMs: 30_000 })
    desk.propose()
    expect(desk.ticket().offerExpiresMs).toBe(desk.nowMs + 20_000)
    desk.approve()
    expect(desk.ticket().expiresAfterMs).toBe(desk.nowMs + 30_000)
    desk.prepare()
    desk.wait(26_000)
    expect(types(desk.sign())[0]).toBe('SignatureDiscarded')
    // More time is more risk: only with the typed word.
    expect(edit(desk, { actionLifeMs: 300_000 })).toEqual([])
    const { limits } = desk.state.book
    expect(validateLimits(limitsToFile({ ...limits, actionLifeMs: 300_001 })).isValid).toBe(false)
    expect(validateLimits(limitsToFile({ ...limits, actionLifeMs: 19_999 })).isValid).toBe(false)
    expect(validateLimits(limitsToFile({ ...limits, actionLifeMs: 300_000 })).isValid).toBe(true)
  })

  it('say nothing when nothing changes, and name the shipped profile that they are', () => {
    const desk = EngineDesk.ready()
    expect(edit(desk, {})).toEqual([])
    const strict = { kind: 'limitsEdited' as const, limits: PROFILES.strict, typedWord: '' }
    expect(desk.take(strict)).toMatchObject([{ profile: 'strict' }])
  })

  it('bring back what is with the device, to be approved under the new ones', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.approve()
    desk.prepare()
    expect(types(edit(desk, { priceBand: parseRatio('0.002') }))).toEqual([
      'LimitsChanged',
      'SigningInterrupted',
    ])
    expect(desk.effects.map(({ kind }) => kind)).toContain('cancelSigning')
    expect(desk.ticket()).toMatchObject({ stage: 'pending', problem: { code: 'canceled' } })
    expect(types(desk.sign())).toEqual(['LateSignatureDropped'])
  })

  it('come back from the log as they were, younger ones with their standard value', () => {
    const desk = EngineDesk.ready()
    const [event] = edit(desk, { dayLossAmount: parseMoney('9.99') })
    const logged = parseCanonicalJson(canonicalJson(event)) as Extract<
      EventBody,
      { type: 'LimitsChanged' }
    >
    const { healthyMsMin: _, ...older } = logged.limits
    const { book } = createState('paper')
    applyEvent(
      book,
      { ...logged, limits: older as Limits },
      { tsWallMs: START_MS, tsMarketMs: START_MS },
    )
    expect(book.limits).toEqual(desk.state.book.limits)
  })

  it('a tighter day is felt by an open ticket', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    edit(desk, { dayLossAmount: parseMoney('9.99') })
    const digest = desk.ticket().digest
    expect(types(desk.approve())).toEqual(['ApprovalRequested'])
    expect(desk.ticket().digest).not.toBe(digest)
    expect(desk.ticket().decision).toMatchObject({ code: 'dayBudget' })
  })
})

describe('switches', () => {
  const switched: StrategySwitched = {
    kind: 'strategySwitched',
    strategyId: 'momentum',
    coin: 'BTC',
    timeframe: '3h',
    isOn: false,
  }

  it('an instrument that is off denies, exits go on, on again passes', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.enter()
    desk.fill(entryOf(desk))
    desk.propose()
    expect(types(desk.take({ kind: 'instrumentSwitched', coin: 'BTC', isOn: false }))).toEqual([
      'InstrumentSet',
      'OrderDeclined',
    ])
    expect(desk.ticket('t-2')).toMatchObject({ stage: 'declined', ending: 'BTC was switched off.' })
    desk.propose()
    expect(desk.ticket('t-3').ending).toBe('BTC is switched off.')
    desk.take({ kind: 'closeRequested', coin: 'BTC', quantity: parseQuantity('0.01') })
    expect(desk.ticket('t-4').stage).toBe('preparing')
    expect(desk.take({ kind: 'instrumentSwitched', coin: 'BTC', isOn: false })).toEqual([])
    desk.take({ kind: 'instrumentSwitched', coin: 'BTC', isOn: true })
    desk.propose()
    expect(desk.ticket('t-5').ending).not.toBe('BTC is switched off.')
  })

  it('a strategy that is switched off loses its open tickets and no others', () => {
    const desk = EngineDesk.ready()
    desk.take({ ...switched, isOn: true })
    desk.propose()
    expect(types(desk.take(switched))).toEqual(['StrategySet'])
    expect(desk.ticket().stage).toBe('pending')
  })
})

describe('signals', () => {
  it.each([
    [true, 'ApprovalRequested'],
    [false, 'OrderDenied'],
  ])('of a strategy that is on: %s, have an answer in the log', (isOn, answer) => {
    const desk = EngineDesk.ready()
    const setting = { strategyId: 'momentum', coin: 'BTC', timeframe: '3h' as const }
    desk.take({ kind: 'strategySwitched', ...setting, isOn: true })
    desk.take({ kind: 'candlesLoaded', coin: 'BTC', timeframe: '3h', bars: [] })
    desk.take({ kind: 'strategySwitched', ...setting, isOn })
    const { market } = desk.state
    const [runner] = market.runners.values()
    if (!runner) throw new Error('no runner')
    runner.freshSignal = {
      side: 'buy',
      reason: 'a test',
      confluence: [{ name: 'trend', score: 1, weight: 1 }],
    }
    market.hasFreshSignal = true
    const bar = { openTimeMs: 0, open: 1, high: 1, low: 1, close: 1, volume: 1 }
    const { events } = advance(desk.state, {
      stamp: { tsWallMs: desk.nowMs, tsMarketMs: desk.nowMs },
      body: { kind: 'candleClosed', coin: 'BTC', timeframe: '3h', bar },
    })
    expect(types(events)).toEqual(['SignalEmitted', 'OrderInitialized', answer])
    const denial = events.find((event) => event.type === 'OrderDenied')
    expect(denial?.type === 'OrderDenied' ? denial.decision.code : 'passed').toBe(
      isOn ? 'passed' : 'STRATEGY_OFF',
    )
  })
})

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

describe('position watchers', () => {
  const inPosition = (): EngineDesk => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.enter()
    desk.fill(entryOf(desk))
    return desk
  }
  const alerts = (desk: EngineDesk): string[] =>
    [...desk.state.book.alerts.values()].map(({ kind }) => kind)

  it('tell of a position that is open too long, once', () => {
    const desk = inPosition()
    desk.wait(24 * HOUR_MS)
    expect(alerts(desk)).toEqual([])
    expect(desk.wait(1_000)).toContainEqual({
      type: 'PositionAlertChanged',
      coin: 'BTC',
      kind: 'openTooLong',
      change: 'raised',
      message: 'BTC has been open for 24 h: look whether it still belongs there.',
    })
    expect(types(desk.wait(1_000))).not.toContain('PositionAlertChanged')
  })

  it('tell of a stop that is gone, and when the position is', () => {
    const desk = inPosition()
    desk.wait(1_000)
    expect(alerts(desk)).toEqual([])
    const terms = desk.ticket().terms
    if (terms?.kind !== 'bracket') throw new Error('no bracket')
    desk.take({
      kind: 'orderReported',
      clientOrderId: terms.stopId,
      venueOrderId: desk.state.book.orders.get(terms.stopId)?.venueOrderId ?? ('9' as never),
      status: 'canceled',
      venueStatus: 'canceled',
      tsEventMs: desk.nowMs,
    })
    desk.wait(1_000)
    expect(alerts(desk)).toEqual(['noRestingStop'])
    desk.fill(terms.targetId ?? '', { closedPnl: parseMoney('1') })
    desk.wait(1_000)
    expect(alerts(desk)).toEqual([])
  })

  it('tell of a liquidation that comes near', () => {
    const desk = inPosition()
    desk.state.market.liquidationPrices.set('BTC', parsePrice('18500'))
    desk.wait(1_000)
    expect([...desk.state.book.alerts.values()][0]?.message).toBe(
      'BTC is 7.5 % away from its liquidation: close a part, or add collateral.',
    )
  })
})

describe('the kill switch', () => {
  it('pressed again it takes the new reason and does nothing twice', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.enter()
    desk.fill(entryOf(desk))
    desk.take({ kind: 'killPressed', reason: 'Stopped by hand', shouldFlatten: false })
    desk.take({ kind: 'killPressed', reason: 'news', shouldFlatten: true })
    desk.take({ kind: 'killPressed', reason: 'news', shouldFlatten: true })
    expect(desk.state.book.risk.causes).toMatchObject([{ cause: 'killSwitch', reason: 'news' }])
    const closes = [...desk.state.book.tickets.values()].filter(
      ({ terms }) => terms?.kind === 'close',
    )
    expect(closes).toHaveLength(1)
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

describe('resuming with the device', () => {
  const real = (): EngineDesk => {
    const desk = EngineDesk.ready('testnet')
    desk.take({ kind: 'killPressed', reason: 'Stopped by hand – “news”', shouldFlatten: false })
    desk.effects = []
    return desk
  }
  const ask = (desk: EngineDesk): string => {
    desk.take({ kind: 'resumeRequested', typedWord: '' })
    const [effect] = desk.effects
    if (effect?.kind !== 'signResume') throw new Error('the device was not asked')
    return effect.requestId
  }
  const answer = (desk: EngineDesk, requestId: string, recoveredAddress = ACCOUNT) =>
    desk.take({
      kind: 'resumeAnswered',
      requestId,
      outcome: { ok: true, signature: { r: '0x1', s: '0x2', v: 27 }, recoveredAddress },
    })

  it('asks for a signature over the reason in plain characters, and ends what it was asked for', () => {
    const desk = real()
    const requestId = ask(desk)
    expect(desk.effects).toMatchObject([
      { kind: 'signResume', account: ACCOUNT, reason: 'Stopped by hand ? ?news?' },
    ])
    expect(causes(desk)).toEqual(['killSwitch'])
    expect(types(answer(desk, requestId))).toEqual([
      'ResumeSigned',
      'EquityMarked',
      'RiskStateChanged',
    ])
    expect(causes(desk)).toEqual([])
    expect(answer(desk, requestId)).toEqual([])
  })

  it('takes no word, no strange signature and no answer to another question', () => {
    const desk = real()
    desk.take({ kind: 'resumeRequested', typedWord: 'RESUME' })
    expect(causes(desk)).toEqual(['killSwitch'])
    const requestId = desk.state.market.askedResume?.requestId ?? ''
    answer(desk, requestId, `0x${'9'.repeat(40)}`)
    answer(desk, 'resume-1')
    expect(causes(desk)).toEqual(['killSwitch'])
  })

  it('asks the device once, and again after it refused', () => {
    const desk = real()
    const requestId = ask(desk)
    desk.nowMs += 1_000
    desk.take({ kind: 'resumeRequested', typedWord: '' })
    expect(desk.effects).toHaveLength(1)
    desk.take({
      kind: 'resumeAnswered',
      requestId,
      outcome: { ok: false, message: 'Rejected on the device.' },
    })
    expect(desk.state.market.askedResume?.problem).toBe('Rejected on the device.')
    desk.nowMs += 1_000
    desk.take({ kind: 'resumeRequested', typedWord: '' })
    expect(desk.effects).toHaveLength(2)
  })

  it('does not end a cause that came after the question', () => {
    const desk = real()
    const requestId = ask(desk)
    const mismatch = {
      kind: 'signingFailed' as const,
      ticketId: 't-1' as TicketId,
      attempt: 1,
      code: 'termsMismatch' as const,
      message: 'the size differs',
    }
    expect(desk.take(mismatch)).toEqual([])
    desk.state.book.risk = {
      causes: [
        ...desk.state.book.risk.causes,
        { cause: 'positionDrift', sinceMs: desk.nowMs, untilMs: null, reason: 'differs' },
      ],
    }
    answer(desk, requestId)
    expect(causes(desk)).toEqual(['positionDrift'])
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
    const value = desk.state.book.equityCurve.map(({ equity }) => equity)
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

describe('a kill switch that was to flatten', () => {
  const closes = (desk: EngineDesk) =>
    [...desk.state.book.tickets.values()].filter(({ terms }) => terms?.kind === 'close')

  it('closes what an entry that was on its way brings in afterwards', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.enter()
    desk.take({ kind: 'killPressed', reason: 'news', shouldFlatten: true })
    expect(closes(desk)).toEqual([])
    desk.fill(entryOf(desk))
    desk.wait(1_000)
    expect(closes(desk)).toMatchObject([
      { stage: 'preparing', origin: { from: 'desk', reason: 'kill switch' } },
    ])
    desk.wait(1_000)
    expect(closes(desk)).toHaveLength(1)
  })

  it('closes a position as soon as there is a price for it', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.enter()
    desk.fill(entryOf(desk))
    desk.state.market.quotes.clear()
    desk.take({ kind: 'killPressed', reason: 'news', shouldFlatten: true })
    desk.nowMs += 1_000
    desk.take({ kind: 'heartbeatTicked' })
    expect(closes(desk)).toEqual([])
    desk.wait(1_000)
    expect(closes(desk)).toHaveLength(1)
  })

  it('takes a no for a no, and is over once a person has resumed', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.enter()
    desk.fill(entryOf(desk))
    desk.take({ kind: 'killPressed', reason: 'news', shouldFlatten: true })
    const ticketId = 't-2' as TicketId
    desk.take({ kind: 'approvalDeclined', ticketId, reason: 'keep it' })
    for (let step = 0; step < 5; step += 1) desk.wait(MINUTE_MS)
    expect(closes(desk)).toHaveLength(1)
    desk.take({ kind: 'resumeRequested', typedWord: 'RESUME' })
    desk.take({ kind: 'killPressed', reason: 'again', shouldFlatten: false })
    desk.wait(MINUTE_MS)
    expect(closes(desk)).toHaveLength(1)
  })
})
