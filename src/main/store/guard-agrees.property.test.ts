import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EngineDesk } from '#core/engine/engine-desk.test-support.ts'
import type { Ticket } from '#core/engine/ticket.ts'
import { isEnded } from '#core/engine/ticket.ts'
import { asMoney } from '#core/money/amount.ts'
import { parseMoney, parsePrice } from '#core/money/decimal.ts'
import { PROFILES } from '#core/risk/limits.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import type { Store } from './open-store.ts'
import { openStore } from './open-store.ts'
import { temporaryFolder } from './temporary-folder.test-support.ts'

const clock = new ManualClock(1_700_000_000_000)

/** What may happen to a desk, in any order. */
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('enter' as const),
      pnl: fc.integer({ min: -400, max: 400 }),
    }),
  },
  fc.record({ kind: fc.constant('open' as const), limit: fc.boolean() }),
  fc.record({ kind: fc.constant('approve' as const) }),
  fc.record({ kind: fc.constant('sign' as const) }),
  fc.record({ kind: fc.constant('lose' as const), amount: fc.integer({ min: -50, max: 320 }) }),
  fc.record({ kind: fc.constant('price' as const), mid: fc.integer({ min: 19_700, max: 20_300 }) }),
  fc.record({
    kind: fc.constant('wait' as const),
    ms: fc.constantFrom(1_000, 60_000, 20 * 3_600_000),
  }),
  fc.record({
    kind: fc.constant('limits' as const),
    dollars: fc.integer({ min: 1, max: 600 }),
    positionsMax: fc.integer({ min: 1, max: 4 }),
    positionMarginMax: fc.constantFrom('0.05', '0.5'),
  }),
  fc.record({ kind: fc.constant('kill' as const) }),
  fc.record({ kind: fc.constant('resume' as const) }),
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** The engine with a real store behind it, as the loop commits. */
class StoredDesk {
  readonly desk = EngineDesk.ready()
  readonly #store: Store
  #written = 0
  #mid = '20000'
  submissions = 0

  constructor(file: string) {
    this.#store = openStore({ file, mode: 'paper', clock })
    this.#write()
  }

  close(): void {
    this.#store.close()
  }

  #write(): void {
    const { steps } = this.desk
    for (; this.#written < steps.length; this.#written += 1) {
      const one = steps[this.#written]
      if (!one || one.events.length === 0) continue
      // Throws when SQLite refuses what the risk manager passed.
      this.#store.commit(one.input, [], one.events, [])
      this.submissions += one.events.filter(({ type }) => type === 'OrderSubmitted').length
    }
  }

  #at(...stages: readonly Ticket['stage'][]): Ticket[] {
    return [...this.desk.state.book.underWay.values()].filter(({ stage }) => stages.includes(stage))
  }

  #fill(ticket: Ticket, pnl: number): void {
    const { terms } = ticket
    if (terms?.kind !== 'bracket') return
    const entry = this.desk.state.book.orders.get(terms.entryId)
    if (entry?.status !== 'Accepted') return
    this.desk.fill(terms.entryId)
    if (pnl === 0) return
    const closedPnl = asMoney(BigInt(pnl) * 100_000_000n)
    this.desk.fill(terms.stopId, { closedPnl })
  }

  run(action: Step): void {
    const { desk } = this
    switch (action.kind) {
      case 'enter': {
        desk.propose()
        for (const { ticketId } of this.#at('pending')) desk.approve(ticketId)
        for (const { ticketId } of this.#at('preparing')) desk.prepare(ticketId)
        for (const { ticketId } of this.#at('onDevice')) desk.sign(ticketId)
        const sent = this.#at('submitted')
        for (const ticket of sent) {
          desk.accept(ticket.ticketId)
          this.#fill(ticket, action.pnl)
        }
        break
      }
      case 'open':
        desk.propose(action.limit ? { entry: { type: 'limit', price: parsePrice('19500') } } : {})
        break
      case 'approve':
        for (const { ticketId } of this.#at('pending')) desk.approve(ticketId)
        for (const { ticketId } of this.#at('preparing')) desk.prepare(ticketId)
        break
      case 'sign':
        for (const { ticketId } of this.#at('onDevice')) desk.sign(ticketId)
        for (const { ticketId } of this.#at('submitted')) desk.accept(ticketId)
        break
      case 'lose':
        desk.take({
          kind: 'fundingReported',
          coin: 'BTC',
          amount: asMoney(BigInt(-action.amount) * 100_000_000n),
          tsEventMs: desk.nowMs + this.#written,
        })
        break
      case 'price':
        this.#mid = String(action.mid)
        desk.quote(this.#mid)
        break
      case 'wait':
        desk.wait(action.ms, this.#mid)
        break
      case 'limits':
        desk.take({
          kind: 'limitsEdited',
          limits: {
            ...PROFILES.standard,
            dayLossAmount: asMoney(BigInt(action.dollars) * 100_000_000n),
            dayLossShare: parseMoney('0.2') as never,
            riskPerTrade: parseMoney('0.03') as never,
            openRiskMax: parseMoney('0.2') as never,
            positionMarginMax: parseMoney(action.positionMarginMax) as never,
            positionsMax: action.positionsMax,
            tradesPerDayOther: 1_000,
            lossesInRowMax: 20,
            drawdownMax: parseMoney('0.5') as never,
          },
          typedWord: 'LOOSEN',
        })
        break
      case 'kill':
        desk.take({ kind: 'killPressed', reason: 'a test', shouldFlatten: false })
        break
      case 'resume':
        desk.take({ kind: 'resumeRequested', typedWord: 'RESUME' })
        break
    }
    this.#write()
  }
}

describe('the risk manager and the wall in the store', () => {
  it('agree: nothing that the one passes is refused by the other', () => {
    let submissions = 0
    let ended = 0
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 40 }), (steps) => {
        const stored = new StoredDesk(join(temporaryFolder(), 'desk.db'))
        try {
          for (const action of steps) stored.run(action)
          submissions += stored.submissions
          for (const { stage } of stored.desk.state.book.tickets.values()) {
            if (isEnded(stage)) ended += 1
          }
        } finally {
          stored.close()
        }
      }),
      { numRuns: 60 },
    )
    // The property says nothing unless orders were sent, and refused by the risk manager, in it.
    expect(submissions).toBeGreaterThan(50)
    expect(ended).toBeGreaterThan(submissions)
  })
})
