import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { WindowState } from './window-state.ts'
import {
  defaultWindowState,
  fitToScreens,
  readWindowState,
  writeWindowState,
} from './window-state.ts'

const folder = mkdtempSync(join(tmpdir(), 'countersign-window-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const state: WindowState = {
  position: { x: 40, y: 30 },
  width: 1200,
  height: 800,
  isMaximized: false,
}
const screen = { x: 0, y: 0, width: 1920, height: 1080 }

describe('window state', () => {
  it('comes back as it was written', () => {
    const file = join(folder, 'window.json')
    writeWindowState(file, state)
    expect(readWindowState(file)).toEqual(state)
  })

  it.each(['', 'null', '{"width":1}', '{"width":"1200"}', 'not JSON'])(
    'falls back to the default for %j',
    (text) => {
      const file = join(folder, 'broken.json')
      writeFileSync(file, text)
      expect(readWindowState(file)).toEqual(defaultWindowState)
    },
  )

  it('falls back to the default when there is no file', () => {
    expect(readWindowState(join(folder, 'none.json'))).toEqual(defaultWindowState)
  })

  it('keeps a place on a screen and forgets one beside all screens', () => {
    expect(fitToScreens(state, [screen])).toEqual(state)
    const gone = { ...state, position: { x: 2500, y: 30 } }
    expect(fitToScreens(gone, [screen]).position).toBeNull()
    expect(fitToScreens(gone, [screen, { ...screen, x: 1920 }])).toEqual(gone)
    expect(fitToScreens({ ...state, position: { x: 0, y: -500 } }, [screen]).position).toBeNull()
  })
})
