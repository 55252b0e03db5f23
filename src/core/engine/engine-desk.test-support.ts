import type { TicketId } from '../model/ids.ts'
import { asClientOrderId, asDeskId, asTradeId, asVenueOrderId } from '../model/ids.ts'
import type { Instrument } from '../model/instrument.ts'
import type { Mode } from '../model/signature.ts'
import type { BracketTerms } from '../model/terms.ts'
import type { Price } from '../money/amount.ts'
import { ZERO_MONEY } from '../money/amount.ts'
import { parseMoney, parsePrice, parseQuantity } from '../money/decimal.ts'
import { advance } from './advance.ts'
import { applyEvent } from './apply-event.ts'
import type { Effect } from './effects.ts'
import type { EventBody, EventType } from './events.ts'
import type { Input, InputBody } from './inputs.ts'
import { observe } from './observe.ts'
import type { OrderProposed } from './person-inputs.ts'
import type { RecordedStep } from './replay.ts'
import type { DeskState } from './state.ts'
import { createState } from './state.ts'
import type { Ticket } from './ticket.ts'
import type { FillReported } from './venue-inputs.ts'

export const ACCOUNT = '0xdad77910dbdfde764fc21fcd4e74d71bbaca6d8d'
export const START_MS = Date.UTC(2026, 0, 5, 10)

const BTC: Instrument = {
  coin: 'BTC',
  assetId: 0,
  sizeDecimals: 5,
  maxLeverage: 40,
  isDelisted: false,
}

/** The engine with the loop's manners and nothing around it: inputs in, events and effects out. */
export class EngineDesk {
  readonly state: DeskState
  readonly log: EventBody[] = []
  readonly steps: RecordedStep[] = []
  effects: Effect[] = []
  nowMs = START_MS

  constructor(mode: Mode = 'paper') {
    this.state = createState(mode)
  }

  /** A desk on $10,000 that has seen a price of 20,000. */
  static ready(mode: Mode = 'paper'): EngineDesk {
    const desk = new EngineDesk(mode)
    desk.take({
      kind: 'deskFounded',
      deskId: asDeskId('00112233445566aa'),
      accountAddress: ACCOUNT,
      derivationPath: "44'/60'/0'/0/0",
    })
    desk.take({ kind: 'instrumentsLoaded', instruments: [BTC] })
    desk.take({ kind: 'venueStateChanged', state: 'live', reason: 'live' })
    desk.take({
      kind: 'accountObserved',
      cause: 'start',
      cash: parseMoney('10000'),
      positions: [],
      openOrders: [],
    })
    desk.nowMs += 1_000
    desk.quote('20000')
    desk.take({ kind: 'heartbeatTicked' })
    desk.effects = []
    return desk
  }

  take(body: InputBody): readonly EventBody[] {
    const input: Input = { stamp: { tsWallMs: this.nowMs, tsMarketMs: this.nowMs }, body }
    observe(this.state, input)
    const { events, effects } = advance(this.state, input)
    for (const event of events) applyEvent(this.state.book, event, input.stamp)
    this.log.push(...events)
    this.steps.push({ input, events })
    this.effects.push(...effects)
    return events
  }

  quote(mid: string): void {
    const price = parsePrice(mid)
    const half = (price / 100_000n) as Price
    this.take({
      kind: 'quoteTick',
      coin: 'BTC',
      bid: (price - half) as Price,
      ask: (price + half) as Price,
      mark: price,
      tsEventMs: this.nowMs,
    })
  }

  /** Time passes with a fresh price and a heartbeat at its end. */
  wait(ms: number, mid = '20000'): readonly EventBody[] {
    this.nowMs += ms
    this.quote(mid)
    return this.take({ kind: 'heartbeatTicked' })
  }

  propose(change: Partial<OrderProposed> = {}): readonly EventBody[] {
    return this.take({
      kind: 'orderProposed',
      coin: 'BTC',
      side: 'buy',
      entry: { type: 'market' },
      sizing: { by: 'risk' },
      stopPrice: null,
      targetPrice: null,
      ...change,
    })
  }

  ticket(ticketId = 't-1'): Ticket {
    const ticket = this.state.book.tickets.get(ticketId as TicketId)
    if (!ticket) throw new Error(`no ticket ${ticketId}`)
    return ticket
  }

  /** The terms of a ticket that is a bracket. */
  bracket(ticketId = 't-1'): BracketTerms {
    const { terms } = this.ticket(ticketId)
    if (terms?.kind !== 'bracket') throw new Error('no bracket')
    return terms
  }

  /** Of all orders, oldest first. */
  statuses(): string[] {
    return [...this.state.book.orders.values()].map(({ status }) => status)
  }

  approve(ticketId = 't-1'): readonly EventBody[] {
    const { digest } = this.ticket(ticketId)
    return this.take({ kind: 'approvalGranted', ticketId: ticketId as TicketId, digest })
  }

  prepare(ticketId = 't-1'): readonly EventBody[] {
    const { attempt } = this.ticket(ticketId)
    return this.take({
      kind: 'actionPrepared',
      ticketId: ticketId as TicketId,
      attempt,
      connectionId: `0x${'ab'.repeat(32)}`,
      actionHex: '83a4',
    })
  }

  sign(ticketId = 't-1'): readonly EventBody[] {
    const { attempt, connectionId } = this.ticket(ticketId)
    return this.take({
      kind: 'signatureReturned',
      ticketId: ticketId as TicketId,
      attempt,
      signature: { r: `0x${'11'.repeat(32)}`, s: `0x${'22'.repeat(32)}`, v: 27 },
      recoveredAddress: ACCOUNT,
      connectionId: connectionId ?? '',
    })
  }

  accept(ticketId = 't-1'): readonly EventBody[] {
    const { attempt, orderIds } = this.ticket(ticketId)
    return this.take({
      kind: 'submissionAnswered',
      ticketId: ticketId as TicketId,
      attempt,
      outcome: {
        result: 'answered',
        answers: orderIds.map((_, index) =>
          index === 0
            ? { result: 'resting', venueOrderId: asVenueOrderId(`${100 + index}`) }
            : { result: 'waiting' },
        ),
      },
    })
  }

  /** From the press of Approve to what goes to the venue. */
  send(ticketId = 't-1'): void {
    this.approve(ticketId)
    this.prepare(ticketId)
    this.sign(ticketId)
  }

  /** The road up to the venue's acceptance. */
  enter(ticketId = 't-1'): void {
    this.send(ticketId)
    this.accept(ticketId)
  }

  fill(clientOrderId: string, change: Partial<FillReported> = {}): readonly EventBody[] {
    const order = this.state.book.orders.get(asClientOrderId(clientOrderId))
    if (!order) throw new Error(`no order ${clientOrderId}`)
    return this.take({
      kind: 'fillReported',
      tradeId: asTradeId(`${this.state.book.fillCount + 1}`),
      clientOrderId: order.clientOrderId,
      venueOrderId: asVenueOrderId('100'),
      coin: 'BTC',
      side: order.side,
      price: parsePrice('20000'),
      quantity: order.quantity,
      startPosition: this.state.book.positions.get('BTC')?.quantity ?? parseQuantity('0'),
      closedPnl: ZERO_MONEY,
      fee: parseMoney('1'),
      isTaker: true,
      isLiquidation: false,
      tsEventMs: this.nowMs,
      ...change,
    })
  }
}

export const types = (events: readonly EventBody[]): EventType[] => events.map(({ type }) => type)
