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

describe('the answer to a proposal', () => {
  const wanted = {
    coin: 'BTC',
    side: 'buy',
    entry: { type: 'market' },
    sizing: { by: 'quantity', quantity: '0.01' },
    stopPrice: null,
    targetPrice: null,
  } as const

  it('says of a second press that the ticket waits already, and takes the next one', async () => {
    const { engine, handlers } = desk()
    expect(await handlers.proposeOrder(wanted)).toEqual(taken)
    expect(await handlers.proposeOrder(wanted)).toEqual(refused(/just now/))
    expect(await handlers.proposeOrder({ ...wanted, stopPrice: '19000' })).toEqual(taken)
    engine.nowMs += 1_000
    expect(await handlers.proposeOrder(wanted)).toEqual(taken)
    expect(engine.state.book.tickets.size).toBe(3)
  })

  it('says the same of a second press for a new quote of a ticket that has ended', async () => {
    const { engine, handlers } = desk()
    await handlers.proposeOrder(wanted)
    engine.nowMs += 120_000
    engine.wait(0)
    expect(engine.ticket().stage).toBe('expired')
    engine.quote('20000')
    expect(await handlers.requoteTicket({ ticketId: 't-1' })).toEqual(taken)
    expect(await handlers.requoteTicket({ ticketId: 't-1' })).toEqual(refused(/just now/))
    expect(engine.state.book.tickets.size).toBe(2)
  })

  it('takes the same one again at once where the first has ended', async () => {
    const { engine, handlers } = desk()
    await handlers.proposeOrder(wanted)
    await handlers.declineTicket({ ticketId: 't-1', reason: 'no' })
    expect(await handlers.proposeOrder(wanted)).toEqual(taken)
    expect(engine.state.book.tickets.size).toBe(2)
  })
})

describe('the answer to a switch', () => {
  it('names a strategy or a market that is not there, and writes nothing', async () => {
    const { engine, handlers, taken: inputs } = desk()
    const setting = { strategyId: 'momentum', coin: 'BTC', timeframe: '5m', isOn: true } as const
    expect(await handlers.setStrategy({ ...setting, strategyId: 'magic' })).toEqual(
      refused(/no strategy magic/),
    )
    expect(await handlers.setStrategy({ ...setting, coin: 'NOPE' })).toEqual(refused(/no market/))
    expect(await handlers.setInstrument({ coin: 'NOPE', isOn: false })).toEqual(
      refused(/no market NOPE/),
    )
    expect(inputs).toEqual([])
    expect(await handlers.setStrategy(setting)).toEqual(taken)
    expect(await handlers.setInstrument({ coin: 'BTC', isOn: false })).toEqual(taken)
    expect(engine.state.book.instrumentsOff.has('BTC')).toBe(true)
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
