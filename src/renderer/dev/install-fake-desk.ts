import type { FirstRunStep } from '#contract/first-run-steps.ts'
import type { DeskSlices } from '#contract/views.ts'
import { createFakeDesk } from './fake-desk.ts'
import { sessionAt } from './fixture-custody.ts'
import { ENDED, TICKET_STATES } from './fixture-tickets.ts'
import type { SnapshotName } from './fixtures.ts'
import { SNAPSHOTS } from './fixtures.ts'

/** The real screen over a desk of fixtures: preview.html?state=busy&theme=light&mode=testnet */
const wanted = new URLSearchParams(window.location.search)
const state = (wanted.get('state') ?? 'busy') as SnapshotName
const theme = (wanted.get('theme') ?? 'dark') as DeskSlices['theme']
const mode = (wanted.get('mode') ?? 'paper') as DeskSlices['status']['mode']
const snapshot: DeskSlices = SNAPSHOTS[state]

const step = wanted.get('first-run') as FirstRunStep | null
const preferences: DeskSlices['preferences'] = {
  ...snapshot.preferences,
  ...(step === null ? {} : { firstRun: { step, state: 'open' } }),
  isDiscreet: wanted.has('discreet'),
  palette: wanted.has('colour-blind') ? 'colourBlind' : 'standard',
}

const open = TICKET_STATES[wanted.get('ticket') ?? '']
const tickets = open === undefined ? snapshot.tickets : [...open, ...ENDED]
const session = sessionAt(wanted.get('session'))
const custody = { ...snapshot.custody, ...(session === null ? {} : { session }) }

const status = { ...snapshot.status, mode }
const desk = createFakeDesk({ ...snapshot, theme, status, preferences, tickets, custody })
Object.assign(window, { desk })
