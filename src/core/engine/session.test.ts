import { describe, expect, it } from 'vitest'
import { parsePrice } from '../money/decimal.ts'
import type { SessionApproved } from './device-inputs.ts'
import type { SignAction } from './effects.ts'
import { ACCOUNT, EngineDesk } from './engine-desk.test-support.ts'

const AGENT = '0x14791697260e4c9a71f18484c9f997b308e59325'
const SIGNATURE = { r: `0x${'11'.repeat(32)}`, s: `0x${'22'.repeat(32)}`, v: 27 } as const
const HOUR_MS = 3_600_000

function approve(desk: EngineDesk, change: Partial<SessionApproved> = {}) {
  return desk.take({
    kind: 'sessionApproved',
    agentAddress: AGENT,
    agentName: 'countersign valid_until 1',
    nonce: desk.nowMs,
    validUntilMs: desk.nowMs + HOUR_MS,
    signature: SIGNATURE,
    recoveredAddress: ACCOUNT,
    ...change,
  })
}

/** A long position with its stop and target at the venue, and a session. */
function withPosition(): EngineDesk {
  const desk = EngineDesk.ready()
  desk.propose()
  desk.enter()
  desk.fill(desk.ticket().orderIds[0] ?? '')
  approve(desk)
  desk.effects = []
  return desk
}

const signEffect = (desk: EngineDesk): SignAction | undefined =>
  desk.effects.find((effect) => effect.kind === 'signAction')

const types = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type)

describe('a trading session', () => {
  it('starts when the account approved it, for a day at most', () => {
    const desk = EngineDesk.ready()
    expect(types(approve(desk))).toEqual(['SessionStarted'])
    expect(desk.state.book.session).toMatchObject({ agentAddress: AGENT, isEnding: false })
    for (const change of [
      { recoveredAddress: AGENT },
      { validUntilMs: desk.nowMs },
      { validUntilMs: desk.nowMs + 24 * HOUR_MS + 1 },
    ]) {
      const other = EngineDesk.ready()
      expect(types(approve(other, change))).toEqual([])
      expect(other.effects).toContainEqual({ kind: 'dropSession' })
    }
  })

  it('never gets an entry', () => {
    const desk = EngineDesk.ready()
    approve(desk)
    desk.propose()
    desk.approve()
    desk.prepare()
    expect(signEffect(desk)?.signWith).toBeUndefined()
  })

  it('closes without the device, and its signature is taken for that alone', () => {
    const desk = withPosition()
    desk.take({ kind: 'closeRequested', coin: 'BTC', quantity: null })
    desk.prepare('t-2')
    expect(signEffect(desk)?.signWith).toBe('session')
    const { attempt, connectionId } = desk.ticket('t-2')
    const returned = {
      kind: 'signatureReturned' as const,
      ticketId: desk.ticket('t-2').ticketId,
      attempt,
      signature: SIGNATURE,
      recoveredAddress: AGENT,
      connectionId: connectionId ?? '',
    }
    expect(types(desk.take(returned))).toEqual(['OrderSigned', 'OrderSubmitted'])
  })

  it("refuses the session's signature on an entry", () => {
    const desk = EngineDesk.ready()
    approve(desk)
    desk.propose()
    desk.approve()
    desk.prepare()
    const { attempt, connectionId, ticketId } = desk.ticket()
    const events = desk.take({
      kind: 'signatureReturned',
      ticketId,
      attempt,
      signature: SIGNATURE,
      recoveredAddress: AGENT,
      connectionId: connectionId ?? '',
    })
    expect(events).toMatchObject([{ type: 'SigningInterrupted', code: 'wrongAccount' }])
  })

  it('tightens a stop, and leaves loosening to the device', () => {
    const stopOf = (desk: EngineDesk) => {
      const stop = [...desk.state.book.orders.values()].find(({ role }) => role === 'stop')
      if (!stop) throw new Error('there is no stop')
      return stop
    }
    const tighten = withPosition()
    const clientOrderId = stopOf(tighten).clientOrderId
    tighten.take({ kind: 'moveRequested', clientOrderId, triggerPrice: parsePrice('19800') })
    tighten.prepare('t-2')
    expect(signEffect(tighten)?.signWith).toBe('session')
    const loosen = withPosition()
    loosen.take({ kind: 'moveRequested', clientOrderId, triggerPrice: parsePrice('19000') })
    loosen.prepare('t-2')
    expect(signEffect(loosen)?.signWith).toBeUndefined()
  })

  it('cancels no stop while there is a position', () => {
    const desk = withPosition()
    const stops = [...desk.state.book.orders.values()].filter(({ role }) => role === 'stop')
    const clientOrderIds = stops.map((stop) => stop.clientOrderId)
    desk.take({ kind: 'cancelRequested', clientOrderIds })
    desk.prepare('t-2')
    expect(signEffect(desk)?.signWith).toBeUndefined()
  })

  it('serves the kill switch and then ends', () => {
    const desk = withPosition()
    desk.take({ kind: 'killPressed', reason: 'enough', shouldFlatten: true })
    expect(desk.state.book.session?.isEnding).toBe(true)
    desk.wait(1000)
    expect(desk.state.book.session).not.toBeNull()
    desk.prepare('t-2')
    expect(signEffect(desk)?.signWith).toBe('session')
    desk.sign('t-2')
    desk.wait(1000)
    expect(desk.state.book.session).toBeNull()
    expect(desk.effects).toContainEqual({ kind: 'dropSession' })
  })

  it('that is still being approved is dropped by the kill switch', () => {
    const desk = EngineDesk.ready()
    desk.take({ kind: 'killPressed', reason: 'Enough', shouldFlatten: false })
    expect(desk.effects).toContainEqual({ kind: 'dropSession' })
  })

  it('ends after a kill even when nothing comes of what it opened', () => {
    const desk = withPosition()
    desk.take({ kind: 'killPressed', reason: 'enough', shouldFlatten: true })
    for (let second = 0; second < 17; second += 1) desk.wait(1000)
    expect(desk.state.book.session).toBeNull()
  })

  it('ends with its time, with a restart, and when its key was dropped', () => {
    const late = withPosition()
    expect(types(late.wait(HOUR_MS))).toContain('SessionEnded')
    expect(late.effects).toContainEqual({ kind: 'dropSession' })
    const restarted = withPosition()
    expect(types(restarted.take({ kind: 'deskStarted' }))).toContain('SessionEnded')
    const dropped = withPosition()
    const reason = 'The screen was locked.'
    expect(dropped.take({ kind: 'sessionDropped', reason })).toEqual([
      { type: 'SessionEnded', reason },
    ])
    expect(dropped.state.book.sessionEnding).toBe(reason)
    expect(dropped.take({ kind: 'sessionDropped', reason })).toEqual([])
  })
})
