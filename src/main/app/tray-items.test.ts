import { expect, it } from 'vitest'
import { trayItems } from './tray-items.ts'

it('stops with the first item, closes with the second, and asks nothing', () => {
  const heard: string[] = []
  const items = trayItems({
    kill: (shouldFlatten) => heard.push(`kill ${shouldFlatten}`),
    show: () => heard.push('show'),
    quit: () => heard.push('quit'),
  })
  for (const { click } of items) (click as (() => void) | undefined)?.()
  expect(heard).toEqual(['kill false', 'kill true', 'show', 'quit'])
})
