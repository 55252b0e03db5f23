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
  type,
} from '../dev/screen.test-support.tsx'
import { markFailed, resetMirror } from '../state/desk-store.ts'
import { App } from './App.tsx'
import { openTab } from './Dock.tsx'
import { usePalette } from './use-shortcuts.ts'

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

/** For what hangs alone: the code of a screen is read when it is first shown. */
const PATIENCE_MS = 60_000

/** The heading of a screen whose code is still being read. */
const heading = (name: string): Promise<HTMLElement> =>
  vi.waitFor(async () => {
    await settle()
    return byRole('heading', name)
  }, PATIENCE_MS)

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
    'Book',
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
  expect(document.querySelector('.cannot-act')?.textContent).toContain('cannot act')
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
  await key({ altKey: true, code: 'Digit2', key: '2' })
  expect(await heading('Orders and fills')).toBe(document.activeElement)
  await key({ altKey: true, code: 'KeyP', key: 'p' })
  await vi.waitFor(async () => {
    await settle()
    expect(document.activeElement?.getAttribute('data-key')).toBe('positions')
  }, PATIENCE_MS)
  const after = desk.requests.filter((request) => !/^(get|preview)/.test(request.name)).length
  expect(after).toBe(before)
  await key({ ctrlKey: true, shiftKey: true, code: 'KeyK', key: 'K' })
  expect(sent(desk, 'pressKill').length).toBe(1)
  await press(byRole('button', 'Keep positions with their stops'))
})

test('the kill switch is heard over a dialog and out of its field, once however long it is held', async () => {
  const desk = await renderOverDesk(<App />, busy)
  await key({ ctrlKey: true, code: 'KeyK', key: 'k' })
  const field = document.querySelector<HTMLInputElement>('.palette-input')
  const kill = { ctrlKey: true, shiftKey: true, code: 'KeyK', key: 'K', bubbles: true }
  await act(async () => {
    field?.dispatchEvent(new KeyboardEvent('keydown', kill))
    field?.dispatchEvent(new KeyboardEvent('keydown', { ...kill, repeat: true }))
  })
  await settle()
  expect(sent(desk, 'pressKill')).toHaveLength(1)
  await press(byRole('button', 'Keep positions with their stops'))
  await act(async () => usePalette.setState({ isOpen: false }))
})

test('a shortcut has the keys that a person chose for it, and no others', async () => {
  const preferences = { ...busy.preferences, shortcuts: { device: 'Ctrl+Shift+D' } }
  await renderOverDesk(<App />, { ...busy, preferences })
  await key({ altKey: true, code: 'KeyL', key: 'l' })
  expect(document.activeElement).toBe(document.body)
  await key({ ctrlKey: true, shiftKey: true, code: 'KeyD', key: 'D' })
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Right button')
})

test('the palette opens a screen by a few letters', async () => {
  await renderOverDesk(<App />, busy)
  await key({ ctrlKey: true, code: 'KeyK', key: 'k' })
  const field = document.querySelector<HTMLInputElement>('.palette-input')
  if (field === null) throw new Error('no palette')
  await type(field, 'health')
  await press(byRole('menuitem', /^Screen: Health/))
  await frame()
  expect(await heading('Health')).toBe(document.activeElement)
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

test('a fault in one screen leaves the status bar, the rail and the kill switch', async () => {
  const complaints = vi.spyOn(console, 'error').mockReturnValue(undefined)
  const broken = { ...busy, strategies: null as never }
  // the tables below the chart show strategies too; only the screen is to break
  openTab('positions', false)
  await renderOverDesk(<App />, broken)
  await key({ altKey: true, code: 'Digit3', key: '3' })
  const title = await heading('This screen has a fault')
  expect(title.closest('main')).not.toBeNull()
  byRole('button', 'Kill switch')
  byRole('button', 'Settings')
  complaints.mockRestore()
})
