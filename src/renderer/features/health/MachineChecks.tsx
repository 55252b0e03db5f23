import './health.css'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { HealthCheckView } from '#contract/views.ts'
import { ask } from '../../state/desk-request.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Panel } from '../../ui/Panel.tsx'

const LOOK_EVERY_MS = 30_000
const WORDS = { healthy: 'Healthy', degraded: 'Needs a look', down: 'Does not work' } as const

type Answer = readonly HealthCheckView[] | string | null

interface Checks {
  /** Null before the first answer; a sentence where there is none to be had. */
  readonly answer: Answer
  readonly isLooking: boolean
  look(): void
}

/** Asked for as long as the screen is shown, and whenever a person wants to know. */
function useMachineChecks(): Checks {
  const [answer, setAnswer] = useState<Answer>(null)
  const [isLooking, setIsLooking] = useState(false)
  const isShown = useRef(true)
  const look = useCallback(async (): Promise<void> => {
    setIsLooking(true)
    const found = await ask('getHealthChecks', {})
    if (!isShown.current) return
    setIsLooking(false)
    setAnswer(found.ok ? found.value : found.error.message)
  }, [])
  useEffect(() => {
    isShown.current = true
    void look()
    const timer = setInterval(() => void look(), LOOK_EVERY_MS)
    return () => {
      isShown.current = false
      clearInterval(timer)
    }
  }, [look])
  return { answer, isLooking, look: () => void look() }
}

/** This computer and the data folder with its settings, as `countersign doctor` sees them. */
export function MachineChecks() {
  const { answer: checks, isLooking, look } = useMachineChecks()
  return (
    <Panel
      title="This computer"
      aside={
        <ActionButton size="small" isPending={isLooking} onPress={look}>
          Check again
        </ActionButton>
      }
    >
      {checks === null || typeof checks === 'string' ? (
        <p className="machine-checks-waiting" role="status">
          {checks ?? 'Looking…'}
        </p>
      ) : (
        <ul className="machine-checks" aria-label="Checks of this computer">
          {checks.map(({ id, title, light, sentence, code }) => (
            <li key={id} className="health-part" data-light={light}>
              <span className="health-light" aria-hidden="true" />
              <p>
                <strong>
                  {title}: {WORDS[light]}.
                </strong>{' '}
                {sentence}
                {code === null ? '' : ` (${code})`}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
