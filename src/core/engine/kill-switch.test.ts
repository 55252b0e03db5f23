import { describe, expect, it } from 'vitest'
import type { TicketId } from '../model/ids.ts'
import { ACCOUNT, EngineDesk, types } from './engine-desk.test-support.ts'
import { causes, entryOf } from './risk-road.test-support.ts'

const MINUTE_MS = 60_000

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
