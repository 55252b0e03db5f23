import type { LimitView, RiskView } from '#contract/risk-views.ts'
import { profileOf } from '#core/engine/limit-changes.ts'
import type { LimitStanding } from '#core/engine/limit-standings.ts'
import { dayOvershoot, limitStandings, takenPerMille } from '#core/engine/limit-standings.ts'
import { dayBudgetOf } from '#core/engine/risk-view.ts'
import type { DeskState } from '#core/engine/state.ts'
import { formatDecimal, formatFixed } from '#core/money/decimal.ts'
import { LIMIT_FIELDS, LIMIT_NAMES } from '#core/risk/limit-fields.ts'
import { limitText } from '#core/risk/limit-inputs.ts'
import { RISK_CAUSES } from '#core/risk/risk-state.ts'

export interface RiskSurroundings {
  readonly killHotkey: () => RiskView['killHotkey']
}

const HOUR_MS = 3_600_000
const OVERSHOOTS_SHOWN = 5

const grouped = (text: string): string => text.replace(/\B(?=(\d{3})+(?!\d)\.)/g, ',')

function amountText({ unit }: LimitStanding, amount: bigint): string {
  if (unit === 'money') return `$${grouped(formatFixed(amount, 2))}`
  return unit === 'ms' ? `${Math.floor(Number(amount) / HOUR_MS)} h` : String(amount)
}

function limitViews(state: DeskState): LimitView[] {
  const standings = new Map(limitStandings(state).map((one) => [one.name, one]))
  return LIMIT_NAMES.map((name) => {
    const { label, rule } = LIMIT_FIELDS[name]
    const standing = standings.get(name)
    return {
      name,
      label,
      rule,
      value: limitText(name, state.book.limits[name]),
      taken: standing ? amountText(standing, standing.taken) : null,
      allowed: standing ? amountText(standing, standing.allowed) : null,
      takenPerMille: standing ? takenPerMille(standing) : null,
    }
  })
}

function dayView(state: DeskState): RiskView['day'] {
  const budget = dayBudgetOf(state)
  const { day, limits } = state.book
  if (!budget || !day) return null
  return {
    dayKey: day.dayKey,
    zone: limits.dayTimeZone,
    cap: formatDecimal(budget.cap),
    capFrom: budget.capFrom,
    used: formatDecimal(budget.used),
    atRisk: formatDecimal(budget.atRisk),
    left: formatDecimal(budget.left),
    overshoot: formatDecimal(dayOvershoot(state)),
  }
}

function instrumentViews({ book, market }: DeskState): RiskView['instruments'] {
  const coins = new Set([...market.quotes.keys(), ...book.positions.keys(), ...book.instrumentsOff])
  return [...coins].sort().map((coin) => ({ coin, isOn: !book.instrumentsOff.has(coin) }))
}

function resumeView({ book, market }: DeskState): RiskView['resume'] {
  const asked = market.askedResume
  if (book.mode === 'paper' || asked === null) return null
  return { isAsking: !asked.isAnswered, problem: asked.problem }
}

/** The risk screen: the day, every limit with where it stands, what holds, and the switches. */
export function riskBoardView(state: DeskState, around: RiskSurroundings): RiskView {
  const { book } = state
  return {
    profile: profileOf(book.limits),
    day: dayView(state),
    overshoots: book.overshoots
      .slice(-OVERSHOOTS_SHOWN)
      .reverse()
      .map(({ message }) => message),
    limits: limitViews(state),
    causes: book.risk.causes.map(({ cause, reason, sinceMs, untilMs }) => {
      const { mode, title, ends } = RISK_CAUSES[cause]
      return { cause, mode, title, reason, ends, sinceMs, untilMs }
    }),
    alerts: [...book.alerts.values()].map(({ coin, kind, message, sinceMarketMs }) => ({
      coin,
      kind,
      message,
      sinceMs: sinceMarketMs,
    })),
    instruments: instrumentViews(state),
    resume: resumeView(state),
    killHotkey: around.killHotkey(),
  }
}
