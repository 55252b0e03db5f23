import './risk-screen.css'
import { useSlice } from '../../state/desk-store.ts'
import { Empty } from '../../ui/Panel.tsx'
import { capitalised } from '../../ui/plain-words.ts'
import { ScreenFrame } from '../../ui/ScreenFrame.tsx'
import { BudgetBar } from './BudgetBar.tsx'
import { DecisionsTable } from './DecisionsTable.tsx'
import { LimitButtons } from './LimitButtons.tsx'
import { LimitsTable } from './LimitsTable.tsx'
import { Overshoots } from './Overshoots.tsx'
import { RiskCauses } from './RiskCauses.tsx'
import { RiskSwitches } from './RiskSwitches.tsx'
import { WhatIf } from './WhatIf.tsx'

/** What the risk manager goes by, where everything stands, and why it said yes or no. */
export function RiskScreen() {
  const risk = useSlice('risk')
  return (
    <ScreenFrame
      title="Risk"
      lead="The limits that every entry has to pass, where they stand now, and each decision with its numbers. Exits always go through."
      aside={
        <>
          <span className="profile-badge" title="The profile of the limits">
            {capitalised(risk.profile)} profile
          </span>
          <LimitButtons />
        </>
      }
    >
      <div className="risk-screen">
        <div className="risk-top">
          {risk.day === null ? (
            <Empty title="The day has not begun.">
              The budget is known once the venue has said what the account holds.
            </Empty>
          ) : (
            <BudgetBar day={risk.day} />
          )}
          <RiskCauses causes={risk.causes} alerts={risk.alerts} />
        </div>
        {risk.overshoots.length === 0 ? null : <Overshoots sentences={risk.overshoots} />}
        <div className="risk-columns">
          <section className="risk-part risk-part-table" aria-label="Limits">
            <LimitsTable limits={risk.limits} />
          </section>
          <div className="risk-side">
            <WhatIf />
            <RiskSwitches instruments={risk.instruments} killHotkey={risk.killHotkey} />
          </div>
        </div>
        <section className="risk-part risk-part-table" aria-label="Decisions">
          <h2 className="risk-heading">Why, and why no trade?</h2>
          <DecisionsTable />
        </section>
      </div>
    </ScreenFrame>
  )
}
