import { describe, expect, it } from 'vitest'
import { parseMoney } from '../money/decimal.ts'
import { advance } from './advance.ts'
import { applyEvent } from './apply-event.ts'
import type { InputBody } from './inputs.ts'
import { observe } from './observe.ts'
import { createState } from './state.ts'
import type { AccountObserved } from './venue-inputs.ts'

const stamp = { tsWallMs: 1_000_000, tsMarketMs: 1_000_000 }

function desk() {
  const state = createState('paper')
  const take = (body: InputBody, tsWallMs = stamp.tsWallMs) => {
    const input = { stamp: { ...stamp, tsWallMs }, body }
    observe(state, input)
    const result = advance(state, input)
    for (const event of result.events) applyEvent(state.book, event, stamp)
    return result
  }
  return { state, take }
}

const observed = (cause: AccountObserved['cause']): AccountObserved => ({
  kind: 'accountObserved',
  cause,
  cash: parseMoney('10000'),
  positions: [],
  openOrders: [],
})

describe('a machine that slept', () => {
  it('is not reconciled until the venue was compared, with that cause', () => {
    const { state, take } = desk()
    take({ kind: 'venueStateChanged', state: 'live', reason: '' })
    take(observed('reconnect'))
    expect(state.market.isReconciled).toBe(true)
    expect(take({ kind: 'deskWoke' }).effects).toEqual([{ kind: 'observeAccount', cause: 'wake' }])
    expect(state.market.isReconciled).toBe(false)
    take({ kind: 'venueStateChanged', state: 'down', reason: 'no network yet' })
    const live = take({ kind: 'venueStateChanged', state: 'live', reason: '' })
    expect(live.effects).toEqual([{ kind: 'observeAccount', cause: 'wake' }])
    take(observed('wake'))
    expect(state.market).toMatchObject({ isReconciled: true, reconcileCause: 'reconnect' })
  })
})

describe('a comparison with the venue that got no answer', () => {
  const beat: InputBody = { kind: 'heartbeatTicked' }
  const asked = [{ kind: 'observeAccount', cause: 'reconnect' }]

  function connected() {
    const { state, take } = desk()
    let nowMs = stamp.tsWallMs
    const at = (laterMs: number, body: InputBody) => {
      nowMs += laterMs
      return take(body, nowMs).effects
    }
    expect(at(0, { kind: 'venueStateChanged', state: 'live', reason: '' })).toEqual(asked)
    return { state, at }
  }

  it('is asked for again every ten seconds until there is one, also before the first', () => {
    const { state, at } = connected()
    expect(at(9_999, beat)).toEqual([])
    expect(at(1, beat)).toEqual(asked)
    expect(at(9_000, beat)).toEqual([])
    expect(at(1_000, beat)).toEqual(asked)
    at(0, observed('reconnect'))
    expect(state.market.isReconciled).toBe(true)
    expect(at(20_000, beat)).toEqual([])
  })

  it('waits for the venue while it is down, and begins anew with it', () => {
    const { at } = connected()
    at(0, { kind: 'venueStateChanged', state: 'down', reason: 'no line' })
    expect(at(60_000, beat)).toEqual([])
    expect(at(0, { kind: 'venueStateChanged', state: 'live', reason: '' })).toEqual(asked)
    expect(at(1_000, beat)).toEqual([])
    expect(at(9_000, beat)).toEqual(asked)
  })

  it('is asked for once when the clock is set back far', () => {
    const { at } = connected()
    expect(at(-3_600_000, beat)).toEqual(asked)
    expect(at(1_000, beat)).toEqual([])
  })
})

describe('what happens outside the desk’s markets', () => {
  it('is listed once, unless it was there before the desk', () => {
    const { state, take } = desk()
    take(observed('start'))
    const activity = (message: string, tsEventMs: number | null) =>
      take({ kind: 'foreignActivityReported', coin: '@107', message, tsEventMs })
    activity('an old fill', state.book.adoptedMs - 1)
    expect(state.book.differences).toEqual([])
    activity('a spot fill', state.book.adoptedMs + 1)
    activity('a spot fill', state.book.adoptedMs + 2)
    activity('a spot order', null)
    expect(state.book.differences.map((difference) => difference.message)).toEqual([
      'a spot fill',
      'a spot order',
    ])
  })
})
