import { nativeTheme } from 'electron'
import type { DeskSettings } from './desk-settings.ts'

/** What is really drawn, after the system was asked. */
export type DrawnTheme = 'light' | 'dark'

export function drawnTheme({ theme }: Pick<DeskSettings, 'theme'>): DrawnTheme {
  if (theme !== 'system') return theme
  return nativeTheme.shouldUseDarkColors ? 'dark' : 'light'
}
