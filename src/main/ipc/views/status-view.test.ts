import { expect, it } from 'vitest'
import type { StatusView } from '#contract/views.ts'
import { EngineDesk } from '#core/engine/engine-desk.test-support.ts'
import { statusView } from './status-view.ts'

function reasonAfter(silentMs: number, kind: StatusView['feed']['kind']): string {
  const { state, nowMs } = EngineDesk.ready()
  return statusView(state, {
    storeHealth: () => ({ state: 'healthy', reason: '' }),
    deviceName: 'Ledger',
    feed: () => ({ kind, speed: 1, isFinished: false, label: '', problem: null }),
    isAutopilotOn: () => false,
    hasAutopilot: true,
    wallNowMs: () => nowMs + silentMs,
    marketNowMs: () => nowMs,
  }).venue.reason
}

it('says that nothing fills while the live prices of paper have stopped', () => {
  expect(reasonAfter(1_000, 'live')).not.toContain('fills')
  expect(reasonAfter(9_000, 'live')).toMatch(/^No price for \d+ s; entries are frozen\. On paper/)
  expect(reasonAfter(9_000, 'live')).toContain('a market order is refused until prices come again')
  expect(reasonAfter(9_000, 'synthetic')).toMatch(/entries are frozen\.$/)
})
