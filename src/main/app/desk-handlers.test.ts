import { describe, expect, it } from 'vitest'
import { EngineDesk } from '#core/engine/engine-desk.test-support.ts'
import type { InputBody } from '#core/engine/inputs.ts'
import { createDeskHandlers } from './desk-handlers.ts'

/** The handlers over an engine that takes their inputs at once. */
function desk() {
  const engine = EngineDesk.ready()
  const taken: InputBody['kind'][] = []
  const handlers = createDeskHandlers({
    state: () => engine.state,
    wallNowMs: () => engine.nowMs,
    snapshot: () => {
      throw new Error('not asked for here')
    },
    enqueue: (body) => {
      taken.push(body.kind)
      engine.take(body)
    },
    venue: {} as never,
    showBook: () => undefined,
    watchStrategy: () => undefined,
    setTheme: () => undefined,
    setPreferences: () => undefined,
    history: null,
    paper: null,
    desktop: null,
    custody: null,
    research: null,
    records: null,
  })
  return { engine, handlers, taken }
}

const refused = (message: RegExp) => ({
  ok: false,
  error: { code: 'notPossible', message: expect.stringMatching(message) },
})
const taken = { ok: true, value: null }

describe('the answer to a press of Approve', () => {
  it('is yes for the terms that were shown, and to the second press that it is on the device', async () => {
    const { engine, handlers } = desk()
    engine.propose()
    const press = { ticketId: 't-1', digest: engine.ticket().digest }
    expect(await handlers.approveTicket(press)).toEqual(taken)
    expect(await handlers.approveTicket(press)).toEqual(refused(/approved already/))
    engine.prepare()
    expect(await handlers.approveTicket(press)).toEqual(refused(/answer it on the Ledger/))
    expect(engine.log.filter(({ type }) => type === 'OrderApproved')).toHaveLength(1)
  })

  it('says that it came too late', async () => {
    const { engine, handlers, taken: inputs } = desk()
    engine.propose()
    const press = { ticketId: 't-1', digest: engine.ticket().digest }
    engine.nowMs += 120_000
    expect(await handlers.approveTicket(press)).toEqual(refused(/ran out before the press/))
    engine.wait(0)
    expect(engine.ticket().stage).toBe('expired')
    expect(await handlers.approveTicket(press)).toEqual(refused(/ran out before the press/))
    expect(inputs).toEqual([])
  })

  it('says that the terms are no longer those', async () => {
    const { engine, handlers } = desk()
    engine.propose()
    const { digest } = engine.ticket()
    engine.quote('20010')
    await handlers.requoteTicket({ ticketId: 't-1' })
    expect(engine.ticket().digest).not.toBe(digest)
    expect(await handlers.approveTicket({ ticketId: 't-1', digest })).toEqual(
      refused(/terms have changed/),
    )
    expect(await handlers.approveTicket({ ticketId: 't-9', digest })).toMatchObject({
      error: { code: 'unknownTicket' },
    })
  })

  it('says that the ticket has ended, and so does a late Decline', async () => {
    const { engine, handlers } = desk()
    engine.propose()
    const { digest } = engine.ticket()
    const decline = { ticketId: 't-1', reason: 'no' }
    expect(await handlers.declineTicket(decline)).toEqual(taken)
    expect(await handlers.declineTicket(decline)).toEqual(refused(/has ended already/))
    expect(await handlers.approveTicket({ ticketId: 't-1', digest })).toEqual(
      refused(/has ended; nothing was approved/),
    )
    engine.propose()
    engine.approve('t-2')
    engine.prepare('t-2')
    engine.sign('t-2')
    expect(await handlers.declineTicket({ ...decline, ticketId: 't-2' })).toEqual(
      refused(/too late to decline/),
    )
  })
})

describe('the answer to a resume', () => {
  it('says that the word is another one, or that nothing waits', async () => {
    const { engine, handlers } = desk()
    expect(await handlers.resume({ typedWord: 'RESUME' })).toEqual(refused(/Nothing waits/))
    engine.take({ kind: 'killPressed', reason: 'Enough', shouldFlatten: false })
    expect(await handlers.resume({ typedWord: 'resume' })).toEqual(refused(/type RESUME/))
    expect(engine.state.book.risk.causes).toHaveLength(1)
    expect(await handlers.resume({ typedWord: 'RESUME' })).toEqual(taken)
    expect(engine.state.book.risk.causes).toEqual([])
  })
})

describe('the answer to a leverage', () => {
  it('names the cap instead of lowering the wish', async () => {
    const { engine, handlers } = desk()
    expect(await handlers.setLeverage({ coin: 'BTC', leverage: 50 })).toEqual(
      refused(/at most 40×/),
    )
    expect(engine.state.book.tickets.size).toBe(0)
  })
})
