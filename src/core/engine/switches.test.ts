import { describe, expect, it } from 'vitest'
import type { BracketTerms } from '../model/terms.ts'
import { parsePrice, parseQuantity } from '../money/decimal.ts'
import { advance } from './advance.ts'
import { EngineDesk, types } from './engine-desk.test-support.ts'
import type { StrategySwitched } from './person-inputs.ts'
import { entryOf } from './risk-road.test-support.ts'

describe('switches', () => {
  const switched: StrategySwitched = {
    kind: 'strategySwitched',
    strategyId: 'momentum',
    coin: 'BTC',
    timeframe: '3h',
    isOn: false,
  }

  it('an instrument that is off denies, exits go on, on again passes', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.enter()
    desk.fill(entryOf(desk))
    desk.propose()
    expect(types(desk.take({ kind: 'instrumentSwitched', coin: 'BTC', isOn: false }))).toEqual([
      'InstrumentSet',
      'OrderDeclined',
    ])
    expect(desk.ticket('t-2')).toMatchObject({ stage: 'declined', ending: 'BTC was switched off.' })
    desk.propose()
    expect(desk.ticket('t-3').ending).toBe('BTC is switched off.')
    desk.take({ kind: 'closeRequested', coin: 'BTC', quantity: parseQuantity('0.01') })
    expect(desk.ticket('t-4').stage).toBe('preparing')
    expect(desk.take({ kind: 'instrumentSwitched', coin: 'BTC', isOn: false })).toEqual([])
    desk.take({ kind: 'instrumentSwitched', coin: 'BTC', isOn: true })
    desk.propose()
    expect(desk.ticket('t-5').ending).not.toBe('BTC is switched off.')
  })

  const offBTC = { kind: 'instrumentSwitched', coin: 'BTC', isOn: false } as const

  it('an instrument that is switched off has its resting entries cancelled, and nothing else', () => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.enter()
    desk.fill(entryOf(desk))
    desk.propose({
      entry: { type: 'limit', price: parsePrice('19900') },
      sizing: { by: 'quantity', quantity: parseQuantity('0.001') },
    })
    desk.enter('t-2')
    const { entryId } = desk.ticket('t-2').terms as BracketTerms
    desk.take(offBTC)
    expect(desk.ticket('t-3')).toMatchObject({
      stage: 'preparing',
      terms: { kind: 'cancel', cancels: [{ coin: 'BTC', clientOrderId: entryId }] },
    })
    desk.wait(1_000)
    expect(desk.state.book.tickets.size).toBe(3)
  })

  it('an entry that was on its way when its instrument was switched off is cancelled too', () => {
    const desk = EngineDesk.ready()
    desk.propose({ entry: { type: 'limit', price: parsePrice('19900') } })
    desk.approve()
    desk.prepare()
    desk.sign()
    expect(types(desk.take(offBTC))).toEqual(['InstrumentSet'])
    desk.accept()
    desk.wait(1_000)
    desk.wait(1_000)
    expect(desk.state.book.tickets.size).toBe(2)
    expect(desk.ticket('t-2').terms).toMatchObject({ kind: 'cancel' })
  })

  it('a strategy that is switched off loses its open tickets and no others', () => {
    const desk = EngineDesk.ready()
    desk.take({ ...switched, isOn: true })
    desk.propose()
    expect(types(desk.take(switched))).toEqual(['StrategySet'])
    expect(desk.ticket().stage).toBe('pending')
  })
})

describe('signals', () => {
  it.each([
    [true, 'ApprovalRequested'],
    [false, 'OrderDenied'],
  ])('of a strategy that is on: %s, have an answer in the log', (isOn, answer) => {
    const desk = EngineDesk.ready()
    const setting = { strategyId: 'momentum', coin: 'BTC', timeframe: '3h' as const }
    desk.take({ kind: 'strategySwitched', ...setting, isOn: true })
    desk.take({ kind: 'candlesLoaded', coin: 'BTC', timeframe: '3h', bars: [] })
    desk.take({ kind: 'strategySwitched', ...setting, isOn })
    const { market } = desk.state
    const [runner] = market.runners.values()
    if (!runner) throw new Error('no runner')
    runner.freshSignal = {
      side: 'buy',
      reason: 'a test',
      confluence: [{ name: 'trend', score: 1, weight: 1 }],
    }
    market.hasFreshSignal = true
    const bar = { openTimeMs: 0, open: 1, high: 1, low: 1, close: 1, volume: 1 }
    const { events } = advance(desk.state, {
      stamp: { tsWallMs: desk.nowMs, tsMarketMs: desk.nowMs },
      body: { kind: 'candleClosed', coin: 'BTC', timeframe: '3h', bar },
    })
    expect(types(events)).toEqual(['SignalEmitted', 'OrderInitialized', answer])
    const denial = events.find((event) => event.type === 'OrderDenied')
    expect(denial?.type === 'OrderDenied' ? denial.decision.code : 'passed').toBe(
      isOn ? 'passed' : 'STRATEGY_OFF',
    )
  })
})
