import { describe, expect, it } from 'vitest'
import { EngineDesk, types } from './engine-desk.test-support.ts'
import { leverageProblem } from './exit-problems.ts'
import { limitStandings } from './limit-standings.ts'
import { leverageCap, leverageOf } from './risk-view.ts'

const at = (leverage: number): EngineDesk => {
  const desk = EngineDesk.ready()
  desk.take({ kind: 'leverageReported', coin: 'BTC', leverage })
  return desk
}

const halt = (desk: EngineDesk): void => {
  desk.take({ kind: 'killPressed', reason: 'A test.', shouldFlatten: false })
}

describe('the leverage of the venue', () => {
  it('is shown as it is, also above the limit', () => {
    const desk = at(20)
    expect([leverageOf(desk.state, 'BTC'), leverageCap(desk.state, 'BTC')]).toEqual([20, 10])
    expect(desk.take({ kind: 'leverageReported', coin: 'BTC', leverage: 20 })).toEqual([])
  })

  it('above the limit denies every entry with what to do, and lets one in once it is lowered', () => {
    const desk = at(20)
    expect(types(desk.propose())).toEqual(['OrderInitialized', 'OrderDenied'])
    expect(desk.state.book.decisions.at(-1)?.decision).toMatchObject({
      code: 'LEVERAGE_TOO_HIGH',
      message: 'The venue is set to 20× for BTC; at most 10× is allowed.',
      numbers: { leverage: '20', maximum: '10' },
    })
    desk.take({ kind: 'leverageRequested', coin: 'BTC', leverage: 10 })
    expect(desk.ticket('t-2').terms).toEqual({ kind: 'leverage', coin: 'BTC', leverage: 10 })
    desk.take({ kind: 'leverageReported', coin: 'BTC', leverage: 10 })
    desk.propose()
    expect(desk.ticket('t-3').stage).toBe('pending')
    expect(desk.ticket('t-3').terms).toMatchObject({ kind: 'bracket', leverage: 10 })
  })

  it('that was raised at the venue while an offer waited stops its approval', () => {
    const desk = at(10)
    desk.propose()
    desk.take({ kind: 'leverageReported', coin: 'BTC', leverage: 25 })
    desk.approve()
    expect(desk.ticket()).toMatchObject({ stage: 'denied' })
  })

  it('above the limit stands in the way of no exit, and its margin is reckoned with it', () => {
    const desk = at(10)
    desk.propose()
    desk.enter()
    const { terms } = desk.ticket()
    if (terms?.kind !== 'bracket') throw new Error('no bracket')
    desk.fill(terms.entryId)
    const margin = (): bigint =>
      limitStandings(desk.state).find(({ name }) => name === 'positionMarginMax')?.taken ?? 0n
    const before = margin()
    desk.take({ kind: 'leverageReported', coin: 'BTC', leverage: 20 })
    expect(margin() * 2n - before).toBeLessThanOrEqual(1n)
    desk.take({ kind: 'closeRequested', coin: 'BTC', quantity: null })
    expect(desk.ticket('t-2')).toMatchObject({ stage: 'preparing', terms: { kind: 'close' } })
  })
})

describe('the same leverage asked for twice', () => {
  const ask = (desk: EngineDesk, leverage: number) =>
    desk.take({ kind: 'leverageRequested', coin: 'BTC', leverage })

  it('opens one ticket while the first is under way, and another once it has ended', () => {
    const desk = at(20)
    ask(desk, 10)
    expect(ask(desk, 10)).toEqual([])
    desk.prepare()
    expect(ask(desk, 10)).toEqual([])
    expect([...desk.state.book.tickets.keys()]).toEqual(['t-1'])
    desk.take({ kind: 'approvalDeclined', ticketId: desk.ticket().ticketId, reason: 'not now' })
    ask(desk, 10)
    expect([...desk.state.book.tickets.keys()]).toEqual(['t-1', 't-2'])
  })

  it('is another wish where it is another leverage', () => {
    const desk = at(20)
    ask(desk, 10)
    ask(desk, 5)
    expect(desk.ticket('t-2').terms).toMatchObject({ leverage: 5 })
  })
})

describe('while the desk is halted', () => {
  it('the leverage may be lowered and not raised', () => {
    const desk = at(5)
    halt(desk)
    expect(leverageProblem(desk.state, { coin: 'BTC', leverage: 6 })).toMatch(
      /^Trading is halted: .* The leverage of BTC was not raised; lowering it always works\.$/,
    )
    expect(desk.take({ kind: 'leverageRequested', coin: 'BTC', leverage: 6 })).toEqual([])
    const lowered = desk.take({ kind: 'leverageRequested', coin: 'BTC', leverage: 4 })
    expect(types(lowered)).toContain('OrderApproved')
  })

  it('one that stands above the limit may be lowered to anything below', () => {
    const desk = at(25)
    halt(desk)
    expect(leverageProblem(desk.state, { coin: 'BTC', leverage: 15 })).toBeNull()
    expect(leverageProblem(desk.state, { coin: 'BTC', leverage: 26 })).toMatch(/at most 10×/)
  })

  it('a raise that waited on the device is thrown away', () => {
    const desk = at(5)
    desk.take({ kind: 'leverageRequested', coin: 'BTC', leverage: 8 })
    desk.prepare()
    halt(desk)
    expect(types(desk.sign())).toEqual(['SignatureDiscarded'])
    expect(desk.effects.map(({ kind }) => kind)).not.toContain('submitAction')
  })

  it('a lowering that waited on the device is sent', () => {
    const desk = at(8)
    desk.take({ kind: 'leverageRequested', coin: 'BTC', leverage: 5 })
    desk.prepare()
    halt(desk)
    expect(types(desk.sign())).toContain('OrderSubmitted')
  })
})
