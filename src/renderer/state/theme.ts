import { create } from 'zustand'
import { useDeskStore } from './desk-store.ts'

/** What is really drawn, after `system` was looked up. */
export type DrawnTheme = 'light' | 'dark'

export const useDrawnTheme = create<{ readonly theme: DrawnTheme }>()(() => ({ theme: 'dark' }))

/** Sets `data-theme` on the root element from the desk's setting and the system's. */
export function followTheme(): void {
  const system = window.matchMedia('(prefers-color-scheme: light)')
  const draw = (): void => {
    const setting = useDeskStore.getState().slices?.theme ?? 'system'
    const theme = setting === 'system' ? (system.matches ? 'light' : 'dark') : setting
    document.documentElement.dataset.theme = theme
    if (useDrawnTheme.getState().theme !== theme) useDrawnTheme.setState({ theme })
  }
  draw()
  system.addEventListener('change', draw)
  useDeskStore.subscribe((mirror, before) => {
    if (mirror.slices?.theme !== before.slices?.theme) draw()
  })
}
