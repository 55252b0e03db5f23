import './session-cell.css'
import { Button } from 'react-aria-components'
import { useSecondsUntil } from '../../state/desk-clock.ts'
import { useDesk } from '../../state/desk-store.ts'
import { showScreen } from '../../state/shown-screen.ts'
import { Icon } from '../../ui/Icon.tsx'
import { leftText } from './session-words.ts'

function TimeLeft({ untilMs }: { readonly untilMs: number }) {
  const seconds = useSecondsUntil(untilMs)
  return <>{leftText(seconds)} left</>
}

/** In the status bar while a session key can sign: how long it still may. */
export function SessionCell() {
  const session = useDesk((slices) => slices.custody.session)
  if (session.stage !== 'active' || session.validUntilMs === null) return null
  return (
    <Button
      className="session-cell"
      aria-label="Trading session; open its controls"
      onPress={() => showScreen('ledger')}
    >
      <Icon name="pen" size={14} />
      <span className="session-cell-name">Session</span>
      <span className="session-cell-time" data-name="sessionLeft">
        <TimeLeft untilMs={session.validUntilMs} />
      </span>
    </Button>
  )
}
