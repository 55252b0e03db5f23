import { order } from '../../state/desk-request.ts'
import { useSlice } from '../../state/desk-store.ts'
import { ScreenFrame } from '../../ui/ScreenFrame.tsx'
import { Segments } from '../../ui/Segments.tsx'

const THEMES = [
  { key: 'system', text: 'As the system' },
  { key: 'light', text: 'Light' },
  { key: 'dark', text: 'Dark' },
] as const

/** How this desk looks and behaves on this computer. */
export function SettingsScreen() {
  const theme = useSlice('theme')
  return (
    <ScreenFrame title="Settings">
      <Segments
        label="Appearance"
        segments={THEMES}
        value={theme}
        onChange={(chosen) => order('setTheme', { theme: chosen })}
      />
    </ScreenFrame>
  )
}
