import './health.css'
import type { Light, StatusView } from '#contract/views.ts'
import { priceAgeNow, useReading } from '../../state/desk-clock.ts'
import { useDesk, useDeskStore } from '../../state/desk-store.ts'
import { Panel } from '../../ui/Panel.tsx'
import { ScreenFrame } from '../../ui/ScreenFrame.tsx'
import { ageText } from '../../ui/time-text.ts'
import { DifferencesTable } from './DifferencesTable.tsx'
import { MachineChecks } from './MachineChecks.tsx'

interface PartHealth {
  readonly name: string
  readonly light: Light
  readonly reason: string
}

const WORDS: Record<Light, string> = { healthy: 'Healthy', degraded: 'Degraded', down: 'Down' }
const RISK_LIGHTS = { active: 'healthy', reducing: 'degraded', halted: 'down' } as const
const RISK_WORDS = {
  active: 'Entries and exits are judged as usual.',
  reducing: 'Only closing is allowed now.',
  halted: 'Entries are stopped.',
}

function engineOf(status: StatusView, mirror: string): PartHealth {
  const { risk } = status
  if (mirror === 'catchingUp') {
    return { name: 'Engine', light: 'degraded', reason: 'An update was missed; reading again.' }
  }
  const why = risk.reason === null ? '' : ` ${risk.reason}`
  const reason = `${RISK_WORDS[risk.state]}${why}`
  return { name: 'Engine', light: RISK_LIGHTS[risk.state], reason }
}

function partsOf(status: StatusView, mirror: string): PartHealth[] {
  const { venue, device, store, canAct } = status
  return [
    engineOf(status, mirror),
    { name: 'Venue stream', light: venue.light, reason: venue.reason },
    { name: `Device: ${device.name}`, light: device.light, reason: device.reason },
    { name: 'Store', light: store.light, reason: store.reason },
    {
      name: 'Signing',
      light: canAct ? 'healthy' : 'down',
      reason: canAct
        ? 'The device or a session key can sign.'
        : 'Neither the device nor a session key can sign now.',
    },
  ]
}

/** How every part of the desk is, and where it differs from the venue. */
export function HealthScreen() {
  const status = useDesk((slices) => ({ status: slices.status })).status
  const mirror = useDeskStore((state) => state.state)
  const ageMs = useReading(priceAgeNow, 500)
  const parts = partsOf(status, mirror)
  const ill = parts.filter((part) => part.light !== 'healthy').length
  return (
    <ScreenFrame
      title="Health"
      lead={
        ill === 0
          ? `All parts are healthy; the last price is ${ageMs === null ? 'not there yet' : `${ageText(ageMs)} old`}.`
          : `${ill} of ${parts.length} parts need a look.`
      }
      layout="fill"
    >
      <div className="health-screen">
        <ul className="health-parts" aria-label="Parts of the desk">
          {parts.map((part) => (
            <li key={part.name} className="health-part" data-light={part.light}>
              <span className="health-light" aria-hidden="true" />
              <div>
                <h2 className="health-part-name">{part.name}</h2>
                <p className="health-part-word">{WORDS[part.light]}</p>
                <p className="health-part-reason">{part.reason}</p>
              </div>
            </li>
          ))}
        </ul>
        <MachineChecks />
        <Panel title="Desk and venue">
          <DifferencesTable />
        </Panel>
      </div>
    </ScreenFrame>
  )
}
