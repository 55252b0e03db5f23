import { create } from 'zustand'
import type { PreferencesView } from '#contract/preferences.ts'
import { useDeskStore } from './desk-store.ts'

/** What is really drawn, after `system` was looked up. */
export type DrawnTheme = 'light' | 'dark'

interface Drawn {
  readonly theme: DrawnTheme
  readonly palette: PreferencesView['palette']
}

/** What is drawn now; canvases read their colours again when it changes. */
export const useDrawnTheme = create<Drawn>()(() => ({ theme: 'dark', palette: 'standard' }))

/** Sets `data-theme` on the root element from the desk's setting and the system's. */
export function followTheme(): void {
  const system = window.matchMedia('(prefers-color-scheme: light)')
  const paint = (): void => {
    const palette = useDeskStore.getState().slices?.preferences.palette ?? 'standard'
    document.documentElement.dataset.palette = palette
    if (useDrawnTheme.getState().palette !== palette) useDrawnTheme.setState({ palette })
  }
  const draw = (): void => {
    const setting = useDeskStore.getState().slices?.theme ?? 'system'
    const theme = setting === 'system' ? (system.matches ? 'light' : 'dark') : setting
    document.documentElement.dataset.theme = theme
    if (useDrawnTheme.getState().theme !== theme) useDrawnTheme.setState({ theme })
  }
  draw()
  paint()
  system.addEventListener('change', draw)
  useDeskStore.subscribe((mirror, before) => {
    if (mirror.slices?.theme !== before.slices?.theme) draw()
    if (mirror.slices?.preferences.palette !== before.slices?.preferences.palette) paint()
  })
}
