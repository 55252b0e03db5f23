import { expect, it } from 'vitest'
import { EngineDesk } from '../../core/engine/engine-desk.test-support.ts'
import { trayItems, trayWords } from './tray-items.ts'

it('stops with the first item, closes with the second, and asks nothing', () => {
  const heard: string[] = []
  const actions = {
    kill: (shouldFlatten: boolean) => heard.push(`kill ${shouldFlatten}`),
    show: () => heard.push('show'),
    quit: () => heard.push('quit'),
  }
  for (const { click } of trayItems(actions, 'PAPER')) (click as (() => void) | undefined)?.()
  expect(heard).toEqual(['kill false', 'kill true', 'show', 'quit'])
})

it('tells the mode, what is open and at risk, and that entries are stopped', () => {
  const desk = EngineDesk.ready()
  expect(trayWords(desk.state, false)).toMatch(/^[A-Z]+ · no open position$/)
  desk.propose()
  desk.enter()
  const { terms } = desk.ticket()
  if (terms?.kind !== 'bracket') throw new Error('no bracket')
  desk.fill(terms.entryId)
  expect(trayWords(desk.state, false)).toMatch(/ · 1 open position · \$\d+\.\d\d at risk/)
  expect(trayWords(desk.state, true)).not.toContain('$')
  desk.take({ kind: 'killPressed', reason: 'enough', shouldFlatten: false })
  expect(trayWords(desk.state, false)).toMatch(/ · entries are stopped$/)
})
