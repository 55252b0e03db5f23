/** Active: all goes. Reducing: exits only. Halted: exits only, until a person resumes. */
export type RiskMode = 'active' | 'reducing' | 'halted'

export type RiskCause =
  | 'killSwitch'
  | 'invariantBroken'
  | 'positionDrift'
  | 'drawdown'
  | 'dayLoss'
  | 'lossesInRow'
  | 'venueErrors'
  | 'staleData'
  | 'exitsOnly'

/** `person`: by a device signature, in paper mode by a typed word. */
export type Resume = 'person' | 'nextDay' | 'coolDown' | 'whenHealthy'

export interface RiskCauseRow {
  readonly mode: 'reducing' | 'halted'
  readonly resume: Resume
  /** What happened, for the status bar. */
  readonly title: string
  /** How it ends. */
  readonly ends: string
}

/** One row a cause: what it does, and who or what ends it (rows R1, R8, R9, R13). */
export const RISK_CAUSES: Readonly<Record<RiskCause, RiskCauseRow>> = {
  killSwitch: {
    mode: 'halted',
    resume: 'person',
    title: 'Kill switch pressed',
    ends: 'a person resumes',
  },
  invariantBroken: {
    mode: 'halted',
    resume: 'person',
    title: 'A rule of the program itself was broken',
    ends: 'a person resumes',
  },
  positionDrift: {
    mode: 'halted',
    resume: 'person',
    title: 'Positions differ from the venue',
    ends: 'a person resumes',
  },
  drawdown: {
    mode: 'halted',
    resume: 'person',
    title: 'Drawdown limit reached',
    ends: 'a person resumes',
  },
  dayLoss: {
    mode: 'reducing',
    resume: 'nextDay',
    title: 'Daily loss cap reached',
    ends: 'the next trading day',
  },
  lossesInRow: {
    mode: 'reducing',
    resume: 'coolDown',
    title: 'Too many losses in a row',
    ends: 'the pause is over that the limits set',
  },
  venueErrors: {
    mode: 'reducing',
    resume: 'whenHealthy',
    title: 'Too many venue errors',
    ends: 'no error for as long as the limits ask',
  },
  staleData: {
    mode: 'reducing',
    resume: 'whenHealthy',
    title: 'Prices are stale',
    ends: 'fresh prices for as long as the limits ask',
  },
  exitsOnly: {
    mode: 'reducing',
    resume: 'person',
    title: 'Set to exits only',
    ends: 'a person resumes',
  },
}

/** A cause that holds now. */
export interface ActiveCause {
  readonly cause: RiskCause
  readonly sinceMs: number
  /** Market time at which it ends by itself; null waits for a person, a new day or health. */
  readonly untilMs: number | null
  readonly reason: string
}

/** Several causes can hold at once; the strictest decides. */
export interface RiskState {
  readonly causes: readonly ActiveCause[]
}

export const ACTIVE_STATE: RiskState = { causes: [] }

/** The cause that decides: halting before reducing, then the oldest; null when active. */
export function decidingCause(state: RiskState): ActiveCause | null {
  let deciding: ActiveCause | null = null
  for (const active of state.causes) {
    const isHalting = RISK_CAUSES[active.cause].mode === 'halted'
    if (deciding === null || (isHalting && RISK_CAUSES[deciding.cause].mode !== 'halted')) {
      deciding = active
    }
  }
  return deciding
}

export function riskMode(state: RiskState): RiskMode {
  const deciding = decidingCause(state)
  return deciding === null ? 'active' : RISK_CAUSES[deciding.cause].mode
}

/** With the cause raised; one that already holds keeps its beginning and takes the later end. */
export function withCause(state: RiskState, raised: ActiveCause): RiskState {
  const held = state.causes.find((active) => active.cause === raised.cause)
  if (held === undefined) return { causes: [...state.causes, raised] }
  const untilMs =
    held.untilMs === null || raised.untilMs === null ? null : Math.max(held.untilMs, raised.untilMs)
  const renewed = { ...raised, sinceMs: held.sinceMs, untilMs }
  return { causes: state.causes.map((active) => (active === held ? renewed : active)) }
}

export const withoutCause = (state: RiskState, cause: RiskCause): RiskState => ({
  causes: state.causes.filter((active) => active.cause !== cause),
})

/** What may end a cause: a person's word, a new day, or the moment with the health of the desk. */
export type ResumeOccasion =
  | { readonly by: 'person' }
  | { readonly by: 'newDay' }
  | {
      readonly by: 'time'
      readonly nowMs: number
      /** Since when prices are fresh; null while they are not. */
      readonly freshSinceMs: number | null
      /** Of the newest venue error; null where there was none. */
      readonly lastVenueErrorMs: number | null
      readonly healthyMsMin: number
    }

function ends(active: ActiveCause, occasion: ResumeOccasion): boolean {
  const { resume } = RISK_CAUSES[active.cause]
  if (occasion.by === 'person') return resume === 'person'
  if (occasion.by === 'newDay') return resume === 'nextDay'
  const { nowMs, healthyMsMin } = occasion
  if (resume === 'coolDown') return active.untilMs !== null && nowMs >= active.untilMs
  if (resume !== 'whenHealthy') return false
  const healthySinceMs =
    active.cause === 'staleData'
      ? occasion.freshSinceMs
      : (occasion.lastVenueErrorMs ?? active.sinceMs)
  return healthySinceMs !== null && nowMs - healthySinceMs >= healthyMsMin
}

/**
 * The causes that this occasion ends. A person ends the causes that wait for a person, and none of
 * the others: the pause after losses and the day's cap cannot be talked away.
 */
export const endedCauses = (state: RiskState, occasion: ResumeOccasion): readonly RiskCause[] =>
  state.causes.filter((active) => ends(active, occasion)).map((active) => active.cause)
