import { describe, expect, it } from 'vitest'
import { parseMoney, parsePrice } from '../money/decimal.ts'
import { EngineDesk, types } from './engine-desk.test-support.ts'
import { entryOf } from './risk-road.test-support.ts'

const HOUR_MS = 3_600_000

describe('position watchers', () => {
  const inPosition = (): EngineDesk => {
    const desk = EngineDesk.ready()
    desk.propose()
    desk.enter()
    desk.fill(entryOf(desk))
    return desk
  }
  const alerts = (desk: EngineDesk): string[] =>
    [...desk.state.book.alerts.values()].map(({ kind }) => kind)

  it('tell of a position that is open too long, once', () => {
    const desk = inPosition()
    desk.wait(24 * HOUR_MS)
    expect(alerts(desk)).toEqual([])
    expect(desk.wait(1_000)).toContainEqual({
      type: 'PositionAlertChanged',
      coin: 'BTC',
      kind: 'openTooLong',
      change: 'raised',
      message: 'BTC has been open for 24 h: look whether it still belongs there.',
    })
    expect(types(desk.wait(1_000))).not.toContain('PositionAlertChanged')
  })

  it('tell of a stop that is gone, and when the position is', () => {
    const desk = inPosition()
    desk.wait(1_000)
    expect(alerts(desk)).toEqual([])
    const terms = desk.ticket().terms
    if (terms?.kind !== 'bracket') throw new Error('no bracket')
    desk.take({
      kind: 'orderReported',
      clientOrderId: terms.stopId,
      venueOrderId: desk.state.book.orders.get(terms.stopId)?.venueOrderId ?? ('9' as never),
      status: 'canceled',
      venueStatus: 'canceled',
      tsEventMs: desk.nowMs,
    })
    desk.wait(1_000)
    expect(alerts(desk)).toEqual(['noRestingStop'])
    desk.fill(terms.targetId ?? '', { closedPnl: parseMoney('1') })
    desk.wait(1_000)
    expect(alerts(desk)).toEqual([])
  })

  it('tell of a liquidation that comes near', () => {
    const desk = inPosition()
    desk.state.market.liquidationPrices.set('BTC', parsePrice('18500'))
    desk.wait(1_000)
    expect([...desk.state.book.alerts.values()][0]?.message).toBe(
      'BTC is 7.5 % away from its liquidation: close a part, or add collateral.',
    )
  })
})
