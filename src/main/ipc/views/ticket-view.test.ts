import { expect, it } from 'vitest'
import { EngineDesk } from '#core/engine/engine-desk.test-support.ts'
import { asClientOrderId } from '#core/model/ids.ts'
import { parsePrice } from '#core/money/decimal.ts'
import { ticketView } from './ticket-view.ts'

it('a stop that may not go farther away is shown as a move, not as a bracket', () => {
  const desk = EngineDesk.ready()
  desk.propose()
  desk.enter()
  const { terms } = desk.ticket()
  if (terms?.kind !== 'bracket') throw new Error('no bracket')
  desk.fill(terms.entryId)
  desk.take({
    kind: 'moveRequested',
    clientOrderId: asClientOrderId(terms.stopId),
    triggerPrice: parsePrice('15000'),
  })
  expect(ticketView(desk.state, desk.ticket('t-1')).kind).toBe('bracket')
  expect(ticketView(desk.state, desk.ticket('t-2'))).toMatchObject({
    kind: 'move',
    stage: 'denied',
  })
})
