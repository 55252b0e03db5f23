// @vitest-environment jsdom
import { act } from 'react'
import { expect, test, vi } from 'vitest'
import { SNAPSHOTS } from '../dev/fixtures.ts'
import {
  allByRole,
  byRole,
  press,
  renderOverDesk,
  sent,
  settle,
} from '../dev/screen.test-support.tsx'
import { markFailed, resetMirror } from '../state/desk-store.ts'
import { App } from './App.tsx'

vi.mock('../features/desk/candle-chart.ts', () => ({
  createCandleChart: () => ({
    setCandles: () => undefined,
    updateLast: () => undefined,
    setLines: () => undefined,
    setMarks: () => undefined,
    setPlaces: () => undefined,
    showLatest: () => undefined,
    recolour: () => undefined,
    remove: () => undefined,
  }),
}))

const { busy, stale, error } = SNAPSHOTS
const frame = () =>
  act(async () => new Promise<void>((done) => requestAnimationFrame(() => done())))
const key = async (init: KeyboardEventInit): Promise<void> => {
  await act(async () => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, ...init }))
  })
  await settle()
}

test('a live price is reported once, a stale one is not', async () => {
  const old = await renderOverDesk(<App />, stale)
  await frame()
  expect(old.readyCount).toBe(0)
})

test('every part of the desk is a named region', async () => {
  const desk = await renderOverDesk(<App />, busy)
  await frame()
  expect(desk.readyCount).toBe(1)
  expect(document.documentElement.dataset.ready).toBe('live')
  for (const name of ['Order ticket', 'Chart', 'Approvals', 'Practice Ledger'])
    byRole('region', name)
  expect(document.querySelector('[aria-label="Mode: paper"]')?.textContent).toBe('PAPER')
  expect(allByRole('tab').map((tab) => tab.getAttribute('aria-label'))).toEqual([
    'Positions',
    'Open orders',
    'Fills',
    'Equity',
    'Strategies',
    'Decisions',
    'Differences',
  ])
})

test('what is wrong is told in banners and by "cannot act"', async () => {
  await renderOverDesk(<App />, error)
  const text = allByRole('status')
    .map((one) => one.textContent)
    .join('\n')
  expect(text).toContain('Entries are stopped.')
  expect(text).toContain('The venue is away.')
  expect(text).toContain('Nothing can be signed now.')
  expect(document.querySelector('.cannot-act')?.textContent).toBe('cannot act')
})

test('shortcuts move the focus and send nothing', async () => {
  const desk = await renderOverDesk(<App />, busy)
  const before = desk.requests.filter((request) => !/^(get|preview)/.test(request.name)).length
  await key({ altKey: true, code: 'KeyA', key: 'a' })
  expect(document.activeElement?.className).toContain('slip-sentence')
  await key({ altKey: true, code: 'KeyT', key: 't' })
  expect(document.activeElement?.closest('.order-form')).not.toBeNull()
  await key({ altKey: true, code: 'KeyL', key: 'l' })
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Right button')
  await key({ ctrlKey: true, shiftKey: true, code: 'KeyK', key: 'K' })
  byRole('dialog', 'Stop all entries?')
  await press(byRole('button', 'Keep trading'))
  const after = desk.requests.filter((request) => !/^(get|preview)/.test(request.name)).length
  expect(after).toBe(before)
})

test('a strategy is switched from its table', async () => {
  const desk = await renderOverDesk(<App />, busy)
  await press(byRole('tab', 'Strategies'))
  await press(byRole('switch', 'Momentum on SOL 9h'))
  expect(sent(desk, 'setStrategy')).toEqual([
    { strategyId: 'momentum', coin: 'SOL', timeframe: '9h', isOn: true },
  ])
})

test('before the first snapshot it says what it does, and why it cannot', async () => {
  await renderOverDesk(<App />, busy)
  await act(async () => resetMirror())
  expect(byRole('status', 'Reading the log…').textContent).toBe('Reading the log…')
  await act(async () => markFailed('The log is held by another desk.'))
  expect(byRole('alert').textContent).toContain('The log is held by another desk.')
})
