import './health.css'
import type { Light } from '#contract/views.ts'
import { priceAgeNow, useReading } from '../../state/desk-clock.ts'
import { useDesk } from '../../state/desk-store.ts'
import { capitalised } from '../../ui/plain-words.ts'
import { ageText } from '../../ui/time-text.ts'

const LIGHT_WORDS: Record<Light, string> = {
  healthy: 'healthy',
  degraded: 'degraded',
  down: 'down',
}
const VENUE_WORDS = { connecting: 'Connecting', live: 'Live', stale: 'Stale', down: 'Down' }

interface CellProps {
  readonly name: string
  readonly light: Light
  readonly reason: string
  readonly text: string
}

/** A light with a shape of its own for each state, so that colour is not needed. */
function HealthCell({ name, light, reason, text }: CellProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div
      className="health"
      role="group"
      aria-label={`${name}: ${LIGHT_WORDS[light]}`}
      data-light={light}
      title={reason}
    >
      <span className="health-light" aria-hidden="true" />
      <span className="health-name">{name}</span>
      <span className="health-text">{text}</span>
    </div>
  )
}

function VenueCell() {
  const { venue } = useDesk((slices) => ({ venue: slices.status.venue }))
  const ageMs = useReading(priceAgeNow, 500)
  const age = ageMs === null ? '' : ` · ${ageText(ageMs)}`
  return (
    <HealthCell
      name="Venue"
      light={venue.light}
      reason={venue.reason}
      text={`${VENUE_WORDS[venue.state]}${age}`}
    />
  )
}

/** Venue with the age of its last price, device, store. */
export function HealthCells() {
  const { device, store } = useDesk((slices) => ({
    device: slices.status.device,
    store: slices.status.store,
  }))
  return (
    <div className="health-cells">
      <VenueCell />
      <HealthCell name="Device" light={device.light} reason={device.reason} text={device.name} />
      <HealthCell
        name="Store"
        light={store.light}
        reason={store.reason}
        text={store.light === 'healthy' ? 'On disk' : capitalised(LIGHT_WORDS[store.light])}
      />
    </div>
  )
}
