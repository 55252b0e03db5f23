import { describe, expect, it } from 'vitest'
import type { Money, Quantity } from '../money/amount.ts'
import { parseMoney, parsePrice, parseQuantity } from '../money/decimal.ts'
import { EngineDesk, types } from './engine-desk.test-support.ts'
import type { AccountObserved } from './venue-inputs.ts'

const ALL_TOLD = {
  fillsConfirmedMs: Number.MAX_SAFE_INTEGER,
  fundingConfirmedMs: Number.MAX_SAFE_INTEGER,
}

function observe(desk: EngineDesk, change: Partial<AccountObserved>) {
  desk.nowMs += 6_000
  return desk.take({
    kind: 'accountObserved',
    cause: 'asked',
    tsEventMs: desk.nowMs,
    ...ALL_TOLD,
    cash: desk.state.book.cash as Money,
    positions: [],
    openOrders: [],
    ...change,
  })
}

const holding = (quantity: string): AccountObserved['positions'] => [
  {
    coin: 'BTC',
    quantity: parseQuantity(quantity) as Quantity,
    entryPrice: parsePrice('20000'),
    leverage: 10,
    liquidationPrice: null,
  },
]

describe('a position at the venue that the log does not have', () => {
  it('is asked for again, and halts once it stays the same with everything told', () => {
    const desk = EngineDesk.ready()
    const positions = holding('0.5')
    expect(types(observe(desk, { positions }))).not.toContain('RiskStateChanged')
    expect(desk.effects).toEqual([{ kind: 'observeAccount', cause: 'asked' }])
    observe(desk, { positions })
    const third = types(observe(desk, { positions }))
    expect(third).toEqual(['DifferenceFound', 'RiskStateChanged'])
    expect(types(observe(desk, { positions }))).toEqual([])
  })

  it('halts again when it was settled and comes back the same', () => {
    const desk = EngineDesk.ready()
    const positions = holding('0.5')
    for (let answer = 0; answer < 3; answer += 1) observe(desk, { positions })
    desk.take({ kind: 'resumeRequested', typedWord: 'RESUME' })
    for (let answer = 0; answer < 3; answer += 1) observe(desk, { positions })
    expect(desk.state.book.risk.causes).toEqual([])
    observe(desk, { positions: [] })
    observe(desk, { positions })
    observe(desk, { positions })
    expect(types(observe(desk, { positions }))).toEqual(['DifferenceFound', 'RiskStateChanged'])
  })

  it('is not believed while its fills may still be on their way', () => {
    const desk = EngineDesk.ready()
    const told = { fillsConfirmedMs: desk.nowMs, fundingConfirmedMs: desk.nowMs }
    for (let answer = 0; answer < 30; answer += 1) {
      expect(types(observe(desk, { positions: holding('0.5'), ...told }))).not.toContain(
        'DifferenceFound',
      )
    }
  })

  it('begins anew when it changes, because then something is still happening', () => {
    const desk = EngineDesk.ready()
    observe(desk, { positions: holding('0.5') })
    observe(desk, { positions: holding('0.5') })
    expect(types(observe(desk, { positions: holding('0.4') }))).not.toContain('DifferenceFound')
  })

  it('is believed after a minute from a venue that confirms nothing', () => {
    const desk = EngineDesk.ready()
    const positions = holding('0.5')
    const bare = { positions, fillsConfirmedMs: undefined, fundingConfirmedMs: undefined }
    let answers = 1
    while (!types(observe(desk, bare as never)).includes('DifferenceFound')) answers += 1
    expect(answers).toBe(11)
  })

  it('asks once, however many coins differ', () => {
    const desk = EngineDesk.ready()
    desk.effects = []
    const [position] = holding('1')
    if (!position) throw new Error('no position')
    observe(desk, { positions: [position, { ...position, coin: 'ETH' }] })
    expect(desk.effects.filter(({ kind }) => kind === 'observeAccount')).toHaveLength(1)
  })
})

describe('cash that differs', () => {
  const more = (desk: EngineDesk) => ((desk.state.book.cash ?? 0n) + parseMoney('5')) as Money

  it('is listed when fills and funding are all told', () => {
    const desk = EngineDesk.ready()
    observe(desk, { cash: more(desk) })
    observe(desk, { cash: more(desk) })
    expect(types(observe(desk, { cash: more(desk) }))).toEqual(['DifferenceFound'])
    expect(desk.state.book.risk.causes).toEqual([])
  })

  it('is not while funding is only asked for every few minutes', () => {
    const desk = EngineDesk.ready()
    const fundingConfirmedMs = desk.nowMs
    for (let answer = 0; answer < 20; answer += 1) {
      expect(types(observe(desk, { cash: more(desk), fundingConfirmedMs }))).toEqual([])
    }
  })
})
