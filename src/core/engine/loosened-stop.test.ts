import { describe, expect, it } from 'vitest'
import type { ClientOrderId, TicketId } from '../model/ids.ts'
import { asTradeId, asVenueOrderId } from '../model/ids.ts'
import { parseMoney, parsePrice, parseQuantity } from '../money/decimal.ts'
import { PROFILES } from '../risk/limits.ts'
import { EngineDesk } from './engine-desk.test-support.ts'
import type { EventBody } from './events.ts'
import type { OrderProposed } from './person-inputs.ts'
import { dayBudgetOf } from './risk-view.ts'

/** Long at 20,000 of $10,000 with a stop at 19,600: 1 % is $100, the day may lose $300. */
function long(sizing: OrderProposed['sizing'] = { by: 'risk' }): EngineDesk {
  const desk = EngineDesk.ready()
  desk.propose({ sizing })
  desk.enter()
  desk.fill(desk.bracket().entryId)
  desk.wait(1_000)
  return desk
}

const moveTo = (desk: EngineDesk, price: string): readonly EventBody[] => {
  const clientOrderId = desk.bracket().stopId as ClientOrderId
  return desk.take({ kind: 'moveRequested', clientOrderId, triggerPrice: parsePrice(price) })
}

const denial = (events: readonly EventBody[]) => {
  const found = events.find((event) => event.type === 'OrderDenied')
  return found?.decision
}

describe('a stop that is moved away from the market', () => {
  it('is denied where the trade could then lose more than it may, in the log with its numbers', () => {
    const desk = long()
    const decision = denial(moveTo(desk, '16000'))
    expect(decision).toMatchObject({
      code: 'STOP_TOO_FAR',
      numbers: { coin: 'BTC', stop: '16000', allowed: '99.99' },
    })
    expect(decision?.message).toMatch(/^With its stop at 16000 BTC could lose \$\d/)
    expect(desk.ticket('t-2').stage).toBe('denied')
    expect(desk.state.book.decisions.at(-1)?.decision.code).toBe('STOP_TOO_FAR')
    expect(desk.effects.filter(({ kind }) => kind === 'prepareAction')).toHaveLength(1)
  })

  it('goes through while the caps allow it: just under, at and just over', () => {
    // 0.02 BTC: at 15,040 with slippage and fee it may lose just under 1 % of 9,999.
    const size = { by: 'quantity' as const, quantity: parseQuantity('0.02') }
    const lossAt = (stop: number): number => 0.02 * (20_000 - stop * 0.999 * (1 - 0.00045))
    const last = Array.from({ length: 600 }, (_, step) => 15_600 - step).findLast(
      (stop) => lossAt(stop) <= 99.99,
    )
    expect(last).toBeDefined()
    expect(denial(moveTo(long(size), String(last)))).toBeUndefined()
    expect(denial(moveTo(long(size), String((last ?? 0) - 1)))?.code).toBe('STOP_TOO_FAR')
  })

  it.each(['halted', 'reducing'] as const)(
    'is denied while the desk is %s; nearer goes through',
    (mode) => {
      const desk = long({ by: 'quantity', quantity: parseQuantity('0.001') })
      if (mode === 'halted') desk.take({ kind: 'killPressed', reason: 'x', shouldFlatten: false })
      else {
        desk.take({
          kind: 'limitsEdited',
          limits: { ...PROFILES.standard, dayLossAmount: parseMoney('1') },
          typedWord: '',
        })
        desk.wait(1_000)
      }
      expect(denial(moveTo(desk, '19500'))?.code).toBe(mode === 'halted' ? 'HALTED' : 'REDUCING')
      expect(denial(moveTo(desk, '19700'))).toBeUndefined()
      expect(desk.ticket('t-3').terms).toMatchObject({ kind: 'move' })
    },
  )

  it('is denied beyond what the day has left', () => {
    const desk = long({ by: 'quantity', quantity: parseQuantity('0.01') })
    desk.take({
      kind: 'limitsEdited',
      limits: { ...PROFILES.standard, dayLossAmount: parseMoney('9.99') },
      typedWord: '',
    })
    expect(denial(moveTo(desk, '19000'))?.numbers).toMatchObject({
      cap: "the day's loss cap",
      allowed: '9.99',
    })
    expect(dayBudgetOf(desk.state)?.left).toBeGreaterThan(0n)
  })

  it('of an entry that waits is judged as if it had filled', () => {
    const desk = EngineDesk.ready()
    desk.propose({ entry: { type: 'limit', price: parsePrice('19990') } })
    desk.enter()
    expect(denial(moveTo(desk, '16000'))?.code).toBe('STOP_TOO_FAR')
    expect(denial(moveTo(desk, '19800'))).toBeUndefined()
  })
})

describe('a stop for a position whose stop was cancelled', () => {
  const cancelStop = (desk: EngineDesk): void => {
    const { stopId } = desk.bracket()
    desk.take({ kind: 'cancelRequested', clientOrderIds: [stopId] })
    const { ticketId } = [...desk.state.book.tickets.values()].at(-1) ?? { ticketId: '' }
    desk.prepare(ticketId)
    desk.sign(ticketId)
    desk.take({
      kind: 'submissionAnswered',
      ticketId: ticketId as TicketId,
      attempt: 1,
      outcome: { result: 'answered', answers: [{ result: 'canceled' }] },
    })
    expect(desk.state.book.orders.get(stopId)?.status).toBe('Canceled')
  }
  const uncovered = (sizing: OrderProposed['sizing'] = { by: 'risk' }): EngineDesk => {
    const desk = long(sizing)
    cancelStop(desk)
    return desk
  }
  const protectAt = (desk: EngineDesk, price: string): readonly EventBody[] =>
    desk.take({ kind: 'protectRequested', coin: 'BTC', triggerPrice: parsePrice(price) })
  const isPlaced = (events: readonly EventBody[]): boolean =>
    events.some(({ type }) => type === 'OrderApproved')

  it('is judged like a move of the one that stood: farther than the caps allow it is denied', () => {
    const desk = uncovered()
    expect(denial(protectAt(desk, '16000'))).toMatchObject({
      code: 'STOP_TOO_FAR',
      numbers: { coin: 'BTC', stop: '16000', allowed: '99.99' },
    })
    expect(desk.ticket('t-3').stage).toBe('denied')
  })

  it('passes where the old one stood, and nearer, whatever the caps say now', () => {
    for (const price of ['19600', '19700']) {
      const desk = uncovered()
      desk.take({
        kind: 'limitsEdited',
        limits: { ...PROFILES.standard, dayLossAmount: parseMoney('1') },
        typedWord: '',
      })
      desk.take({ kind: 'killPressed', reason: 'x', shouldFlatten: false })
      expect(isPlaced(protectAt(desk, price))).toBe(true)
    }
  })

  it('passes farther away while the caps allow it, and not while halted', () => {
    const small = { by: 'quantity' as const, quantity: parseQuantity('0.001') }
    expect(isPlaced(protectAt(uncovered(small), '19000'))).toBe(true)
    const desk = uncovered(small)
    desk.take({ kind: 'killPressed', reason: 'x', shouldFlatten: false })
    expect(denial(protectAt(desk, '19000'))?.code).toBe('HALTED')
  })

  it('is measured by the stop as it was moved last', () => {
    const desk = long({ by: 'quantity', quantity: parseQuantity('0.001') })
    moveTo(desk, '19900')
    desk.prepare('t-2')
    desk.sign('t-2')
    desk.accept('t-2')
    const { terms } = desk.ticket('t-2')
    if (terms?.kind !== 'move') throw new Error('no move')
    desk.take({
      kind: 'orderReported',
      clientOrderId: terms.newId,
      venueOrderId: asVenueOrderId('100'),
      status: 'canceled',
      venueStatus: 'canceled',
      tsEventMs: desk.nowMs,
    })
    desk.take({ kind: 'killPressed', reason: 'x', shouldFlatten: false })
    expect(denial(protectAt(desk, '19600'))?.code).toBe('HALTED')
    expect(isPlaced(protectAt(desk, '19900'))).toBe(true)
  })

  it('can always be had: within the default distance once the price has passed the old one', () => {
    const desk = uncovered()
    desk.wait(1_000, '19000')
    desk.take({ kind: 'killPressed', reason: 'x', shouldFlatten: false })
    expect(denial(protectAt(desk, '18600'))?.code).toBe('HALTED')
    expect(isPlaced(protectAt(desk, '18620'))).toBe(true)
  })

  it('is not measured by the stops of an earlier position', () => {
    const desk = long()
    desk.take({ kind: 'closeRequested', coin: 'BTC', quantity: null })
    desk.prepare('t-2')
    desk.sign('t-2')
    const { terms } = desk.ticket('t-2')
    if (terms?.kind !== 'close') throw new Error('no close')
    desk.accept('t-2')
    desk.nowMs += 1_000
    desk.fill(terms.exitId)
    expect(desk.state.book.positions.has('BTC')).toBe(false)
    desk.take({
      kind: 'orderReported',
      clientOrderId: desk.bracket().stopId,
      venueOrderId: asVenueOrderId('101'),
      status: 'canceled',
      venueStatus: 'siblingFilledCanceled',
      tsEventMs: desk.nowMs,
    })
    desk.nowMs += 1_000
    desk.quote('20000')
    desk.take({
      kind: 'fillReported',
      tradeId: asTradeId('900'),
      clientOrderId: null,
      venueOrderId: asVenueOrderId('900'),
      coin: 'BTC',
      side: 'buy',
      price: parsePrice('20000'),
      quantity: parseQuantity('0.01'),
      startPosition: parseQuantity('0'),
      closedPnl: parseMoney('0'),
      fee: parseMoney('0'),
      isTaker: true,
      isLiquidation: false,
      tsEventMs: desk.nowMs,
    })
    expect(isPlaced(protectAt(desk, '10000'))).toBe(true)
  })
})
