import { describe, expect, it } from 'vitest'
import type { TicketId } from '../model/ids.ts'
import { asClientOrderId, asVenueOrderId } from '../model/ids.ts'
import { parseMoney, parsePrice, parseQuantity } from '../money/decimal.ts'
import { ACCOUNT, EngineDesk, START_MS, types } from './engine-desk.test-support.ts'
import { replay } from './replay.ts'

describe('the road of one order', () => {
  it('goes from a wish to a closed position', () => {
    const desk = EngineDesk.ready()
    expect(types(desk.propose())).toEqual(['OrderInitialized', 'ApprovalRequested'])
    expect(types(desk.approve())).toEqual(['OrderApproved'])
    expect(types(desk.prepare())).toEqual(['ActionPrepared'])
    expect(types(desk.sign())).toEqual(['OrderSigned', 'OrderSubmitted'])
    expect(desk.effects.map(({ kind }) => kind)).toEqual([
      'prepareAction',
      'signAction',
      'submitAction',
    ])
    desk.accept()
    expect(desk.statuses()).toEqual(['Accepted', 'Accepted', 'Accepted'])
    const terms = desk.bracket()
    desk.fill(terms.entryId)
    expect(desk.state.book.positions.get('BTC')?.quantity).toBe(terms.quantity)
    desk.fill(terms.targetId ?? '', {
      price: parsePrice('20800'),
      closedPnl: parseMoney('40'),
      fee: parseMoney('1.5'),
    })
    expect(desk.state.book.positions.has('BTC')).toBe(false)
    expect(desk.state.book.cash).toBe(parseMoney('10037.5'))
    desk.take({
      kind: 'orderReported',
      clientOrderId: terms.stopId,
      venueOrderId: asVenueOrderId('102'),
      status: 'canceled',
      venueStatus: 'siblingFilledCanceled',
      tsEventMs: desk.nowMs,
    })
    expect(desk.statuses()).toEqual(['Filled', 'Filled', 'Canceled'])
  })

  it('replays to the same events from its inputs', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.enter()
    desk.fill(desk.bracket().entryId)
    desk.wait(1_000)
    const result = replay('paper', desk.steps)
    expect(result).toMatchObject({ isSame: true, steps: desk.steps.length })
  })
})

describe('what does not reach the venue', () => {
  const submitted = (desk: EngineDesk) => desk.effects.some(({ kind }) => kind === 'submitAction')

  it('is declined on the ticket, with its reason', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.take({ kind: 'approvalDeclined', ticketId: 't-1' as TicketId, reason: 'too late' })
    expect(desk.ticket()).toMatchObject({ stage: 'declined', ending: 'too late' })
    desk.approve()
    expect(submitted(desk)).toBe(false)
  })

  it('is rejected on the device, and the same ticket can go on', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.approve()
    desk.prepare()
    const before = desk.ticket()
    const digest = before.digest
    const nonce = before.nonce
    desk.take({
      kind: 'signingFailed',
      ticketId: 't-1' as TicketId,
      attempt: 1,
      code: 'rejectedOnDevice',
      message: 'rejected',
    })
    expect(desk.ticket()).toMatchObject({ stage: 'pending', problem: { code: 'rejectedOnDevice' } })
    desk.approve()
    expect(desk.ticket()).toMatchObject({ digest, attempt: 2, stage: 'preparing' })
    expect(desk.ticket().nonce).toBeGreaterThan(nonce ?? 0)
    expect(submitted(desk)).toBe(false)
  })

  it('expires when nobody approves', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.wait(119_000)
    expect(desk.ticket().stage).toBe('pending')
    desk.wait(1_000)
    expect(desk.ticket().stage).toBe('expired')
    expect(desk.statuses()).toEqual(['Expired', 'Expired', 'Expired'])
  })

  it('is offered anew when the price left the band before the press', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    const { digest } = desk.ticket()
    desk.nowMs += 1_000
    desk.quote('20200')
    expect(types(desk.approve())).toEqual(['ApprovalRequested'])
    expect(desk.ticket().digest).not.toBe(digest)
    expect(desk.ticket().stage).toBe('pending')
  })

  it('is discarded and offered anew when the price left the band during the signature', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.approve()
    desk.prepare()
    desk.nowMs += 1_000
    desk.quote('20200')
    expect(types(desk.sign())).toEqual(['SignatureDiscarded', 'ApprovalRequested'])
    expect(submitted(desk)).toBe(false)
  })

  it('is discarded when less than five seconds are left', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.approve()
    desk.prepare()
    desk.nowMs += 115_001
    desk.quote('20000')
    expect(types(desk.sign())[0]).toBe('SignatureDiscarded')
    expect(submitted(desk)).toBe(false)
  })

  it('that was not answered in time is offered anew on the same ticket', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.approve()
    desk.prepare()
    const { digest } = desk.ticket()
    desk.effects = []
    expect(types(desk.wait(120_000, '20010'))).toEqual(['SigningInterrupted', 'ApprovalRequested'])
    expect(desk.effects).toMatchObject([{ kind: 'cancelSigning', attempt: 1 }])
    desk.wait(30_000, '20010')
    expect(desk.ticket()).toMatchObject({ stage: 'pending', problem: { code: 'timeout' } })
    const { digest: renewed, offeredWallMs, offerExpiresMs } = desk.ticket()
    expect(renewed).not.toBe(digest)
    expect([offeredWallMs, offerExpiresMs]).toEqual([desk.nowMs - 30_000, desk.nowMs + 90_000])
    expect(types(desk.approve())).toEqual(['OrderApproved'])
    expect(desk.ticket().attempt).toBe(2)
  })

  it('is an exit that was not answered in time: it is offered anew with the price of now', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.enter()
    desk.fill(desk.bracket().entryId)
    desk.take({ kind: 'closeRequested', coin: 'BTC', quantity: null })
    desk.prepare('t-2')
    expect(types(desk.wait(120_000, '19900')).slice(0, 2)).toEqual([
      'SigningInterrupted',
      'ApprovalRequested',
    ])
    desk.wait(30_000, '19900')
    const { stage, terms, sentence } = desk.ticket('t-2')
    expect(stage).toBe('pending')
    expect(terms).toMatchObject({ kind: 'close', limitPrice: parsePrice('19700') })
    expect(sentence).toContain('19,700')
    expect(types(desk.approve('t-2'))).toEqual(['OrderApproved'])
  })

  it('was signed after nobody waited any more: dropped, written down, and never sent', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.approve()
    desk.prepare()
    const { ticketId, connectionId } = desk.ticket()
    const late = {
      kind: 'signatureReturned' as const,
      ticketId,
      attempt: 1,
      signature: { r: '0x1', s: '0x2', v: 27 } as const,
      recoveredAddress: ACCOUNT,
      connectionId: connectionId ?? '',
    }
    desk.wait(120_000)
    expect(desk.take(late)).toMatchObject([{ type: 'LateSignatureDropped', attempt: 1 }])
    expect(desk.ticket()).toMatchObject({ stage: 'pending', problem: { code: 'timeout' } })
    desk.approve()
    desk.prepare()
    expect(types(desk.take(late))).toEqual(['LateSignatureDropped'])
    desk.take({ kind: 'approvalDeclined', ticketId, reason: 'no' })
    expect(types(desk.take({ ...late, attempt: 2 }))).toEqual(['LateSignatureDropped'])
    expect(desk.ticket().stage).toBe('declined')
    expect(submitted(desk)).toBe(false)
  })

  it('is no late signature when an answer that was used comes twice', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.approve()
    desk.prepare()
    expect(types(desk.sign())).toEqual(['OrderSigned', 'OrderSubmitted'])
    expect(desk.sign()).toEqual([])
    expect(desk.effects.filter(({ kind }) => kind === 'submitAction')).toHaveLength(1)
  })

  it('is not signed by another account', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.approve()
    desk.prepare()
    const { connectionId } = desk.ticket()
    desk.take({
      kind: 'signatureReturned',
      ticketId: 't-1' as TicketId,
      attempt: 1,
      signature: { r: '0x1', s: '0x2', v: 27 },
      recoveredAddress: `0x${'9'.repeat(40)}`,
      connectionId: connectionId ?? '',
    })
    expect(desk.ticket()).toMatchObject({ stage: 'pending', problem: { code: 'wrongAccount' } })
    expect(submitted(desk)).toBe(false)
  })

  it('is stopped by the kill switch, even on the device', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.approve()
    desk.prepare()
    desk.take({ kind: 'killPressed', reason: 'news', shouldFlatten: false })
    expect(desk.ticket().stage).toBe('declined')
    desk.sign()
    desk.propose()
    expect(desk.ticket('t-2')).toMatchObject({ stage: 'denied' })
    expect(submitted(desk)).toBe(false)
    desk.take({ kind: 'resumeRequested', typedWord: 'resume' })
    expect(desk.state.book.risk.causes).toHaveLength(1)
    desk.take({ kind: 'resumeRequested', typedWord: 'RESUME' })
    expect(desk.state.book.risk.causes).toHaveLength(0)
  })

  it('halts everything when the bytes are not the approved terms', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.approve()
    desk.prepare()
    desk.take({
      kind: 'signingFailed',
      ticketId: 't-1' as TicketId,
      attempt: 1,
      code: 'termsMismatch',
      message: 'the size differs',
    })
    expect(desk.ticket().stage).toBe('declined')
    expect(desk.state.book.risk.causes[0]?.cause).toBe('invariantBroken')
  })
})

describe('fills', () => {
  it('count once, however often they are reported', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.enter()
    const { entryId, quantity } = desk.bracket()
    desk.fill(entryId)
    const { cash } = desk.state.book
    desk.fill(entryId, { tradeId: desk.state.book.fills[0]?.tradeId as never })
    expect(desk.state.book.fills).toHaveLength(1)
    expect(desk.state.book.cash).toBe(cash)
    expect(desk.state.book.positions.get('BTC')?.quantity).toBe(quantity)
  })

  it('from before the account was taken over are in it already', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.enter()
    desk.fill(desk.bracket().entryId, { tsEventMs: START_MS - 1 })
    expect(desk.state.book.fills).toHaveLength(0)
  })

  it('may arrive before the answer does', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.send()
    desk.fill(desk.bracket().entryId)
    desk.accept()
    expect(desk.statuses()).toEqual(['Filled', 'Accepted', 'Accepted'])
    expect(desk.ticket().stage).toBe('done')
  })
})

describe('exits', () => {
  const inPosition = (): EngineDesk => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.enter()
    desk.fill(desk.bracket().entryId)
    desk.effects = []
    return desk
  }

  it('close a part on the lot, straight to the device', () => {
    const desk = inPosition()
    const half = parseQuantity('0.01')
    desk.take({ kind: 'closeRequested', coin: 'BTC', quantity: half })
    expect(desk.ticket('t-2').terms).toMatchObject({ kind: 'close', side: 'sell', quantity: half })
    expect(desk.effects.map(({ kind }) => kind)).toEqual(['prepareAction'])
  })

  it('move a stop and replace the old one', () => {
    const desk = inPosition()
    const { stopId } = desk.bracket()
    desk.take({ kind: 'moveRequested', clientOrderId: stopId, triggerPrice: parsePrice('19800') })
    desk.approve('t-2')
    desk.prepare('t-2')
    desk.sign('t-2')
    desk.accept('t-2')
    expect(desk.state.book.orders.get(stopId)?.status).toBe('Canceled')
    const [newId] = desk.ticket('t-2').orderIds
    expect(desk.state.book.orders.get(newId ?? asClientOrderId(''))?.status).toBe('Accepted')
  })

  it('pass while everything else is halted', () => {
    const desk = inPosition()
    desk.take({ kind: 'killPressed', reason: 'stop', shouldFlatten: true })
    expect(desk.ticket('t-2').terms).toMatchObject({ kind: 'close' })
    desk.prepare('t-2')
    expect(types(desk.sign('t-2'))).toEqual(['OrderSigned', 'OrderSubmitted'])
  })
})
