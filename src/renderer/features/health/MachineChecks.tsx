import './health.css'
import { useEffect, useState } from 'react'
import type { HealthCheckView } from '#contract/views.ts'
import { ask } from '../../state/desk-request.ts'
import { Panel } from '../../ui/Panel.tsx'

const LOOK_EVERY_MS = 30_000
const WORDS = { healthy: 'Healthy', degraded: 'Needs a look', down: 'Does not work' } as const

/** Asked for as long as the screen is shown; null before the first answer. */
function useMachineChecks(): readonly HealthCheckView[] | string | null {
  const [checks, setChecks] = useState<readonly HealthCheckView[] | string | null>(null)
  useEffect(() => {
    let isShown = true
    const look = async (): Promise<void> => {
      const answer = await ask('getHealthChecks', {})
      if (isShown) setChecks(answer.ok ? answer.value : answer.error.message)
    }
    void look()
    const timer = setInterval(() => void look(), LOOK_EVERY_MS)
    return () => {
      isShown = false
      clearInterval(timer)
    }
  }, [])
  return checks
}

/** This computer and the data folder, as `countersign doctor` sees them. */
export function MachineChecks() {
  const checks = useMachineChecks()
  return (
    <Panel title="This computer">
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
