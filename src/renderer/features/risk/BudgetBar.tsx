import './risk-screen.css'
import type { RiskView } from '#contract/risk-views.ts'
import { Dollars } from '../../ui/Amount.tsx'
import { scaledOf } from '../../ui/exact-decimal.ts'

type Day = NonNullable<RiskView['day']>

/** Hundredths of a per cent of the whole bar, which grows when more was lost than the cap. */
function shares(day: Day): { readonly used: number; readonly atRisk: number } {
  const used = scaledOf(day.used) ?? 0n
  const atRisk = scaledOf(day.atRisk) ?? 0n
  const left = scaledOf(day.left) ?? 0n
  const whole = used + atRisk + left
  if (whole <= 0n) return { used: 0, atRisk: 0 }
  return {
    used: Number((used * 10_000n) / whole),
    atRisk: Number((atRisk * 10_000n) / whole),
  }
}

const per = (share: number): string => `${share / 100}%`

function Part(props: {
  readonly name: string
  readonly tone: 'used' | 'risk' | 'left'
  readonly value: string
  readonly note: string
}) {
  return (
    <div className="budget-part" data-tone={props.tone}>
      <dt>{props.name}</dt>
      <dd>
        <Dollars value={props.value} name={`budget-${props.tone}`} />
        <span className="budget-note">{props.note}</span>
      </dd>
    </div>
  )
}

/** The day's loss budget as one bar: used, at risk, left. */
export function BudgetBar({ day }: { readonly day: Day }) {
  const { used, atRisk } = shares(day)
  const hasOvershoot = scaledOf(day.overshoot) !== 0n
  return (
    <section className="risk-part" aria-label="Loss budget of the day">
      <h2 className="risk-heading">
        Loss budget of {day.dayKey} <span className="risk-faint">{day.zone}</span>
      </h2>
      <div className="budget-track" aria-hidden="true">
        <span className="budget-used" style={{ width: per(used) }} />
        <span className="budget-risk" style={{ width: per(atRisk) }} />
      </div>
      <dl className="budget-parts">
        <Part name="Lost" tone="used" value={day.used} note="realised, unrealised, fees, funding" />
        <Part
          name="At risk"
          tone="risk"
          value={day.atRisk}
          note="down to the stops, and open tickets"
        />
        <Part name="Left" tone="left" value={day.left} note={`of the cap, a ${day.capFrom}`} />
        <div className="budget-part">
          <dt>Cap</dt>
          <dd>
            <Dollars value={day.cap} name="budget-cap" />
          </dd>
        </div>
      </dl>
      {hasOvershoot ? (
        <p className="risk-warning">
          <Dollars value={day.overshoot} name="overshoot" /> were lost beyond the cap: by slippage
          past what was reckoned, a gap or funding, or before the cap was lowered.
        </p>
      ) : null}
    </section>
  )
}
