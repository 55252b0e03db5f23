import { describe, expect, it } from 'vitest'
import { canonicalJson, parseCanonicalJson } from '../model/canonical-json.ts'
import { parseMoney, parseRatio } from '../money/decimal.ts'
import type { Limits } from '../risk/limits.ts'
import { PROFILES } from '../risk/limits.ts'
import { limitsToFile, validateLimits } from '../risk/validate-limits.ts'
import { applyEvent } from './apply-event.ts'
import { EngineDesk, START_MS, types } from './engine-desk.test-support.ts'
import type { EventBody } from './events.ts'
import { edit } from './risk-road.test-support.ts'
import { createState } from './state.ts'

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
