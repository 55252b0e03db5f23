import './rail.css'
import { Button } from 'react-aria-components'
import { useDesk } from '../state/desk-store.ts'
import { showScreen, useShownScreen } from '../state/shown-screen.ts'
import { Icon } from '../ui/Icon.tsx'
import type { ScreenEntry } from './screens.tsx'
import { SCREENS } from './screens.tsx'

interface RailEntryProps {
  readonly screen: ScreenEntry
  readonly isShown: boolean
}

function RailEntry({ screen, isShown }: RailEntryProps) {
  const count = useDesk((slices) => screen.count?.(slices) ?? 0)
  return (
    <li>
      <Button
        className="rail-entry"
        data-screen={screen.id}
        aria-label={count > 0 ? `${screen.title}, ${count} waiting` : screen.title}
        {...(isShown ? { 'aria-current': 'page' as const } : {})}
        onPress={() => showScreen(screen.id)}
      >
        <Icon name={screen.icon} size={18} />
        <span className="rail-word" aria-hidden="true">
          {screen.short}
        </span>
        {count > 0 ? (
          <span className="rail-count" aria-hidden="true">
            {count}
          </span>
        ) : null}
      </Button>
    </li>
  )
}

/** The way from screen to screen. */
export function Rail() {
  const shown = useShownScreen((state) => state.id)
  return (
    <nav className="rail" aria-label="Screens">
      <ul className="rail-list">
        {SCREENS.map((screen) => (
          <RailEntry key={screen.id} screen={screen} isShown={screen.id === shown} />
        ))}
      </ul>
    </nav>
  )
}
