import './risk-screen.css'
import type { RiskView } from '#contract/risk-views.ts'
import { useDesk } from '../../state/desk-store.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Moment } from '../../ui/Moment.tsx'

type Cause = RiskView['causes'][number]

function CauseRow({ cause }: { readonly cause: Cause }) {
  return (
    <li className="risk-cause" data-mode={cause.mode}>
      <Icon name={cause.mode === 'halted' ? 'stop' : 'warning'} size={14} />
      <span>
        <strong>{cause.title}.</strong> {cause.reason}. Ends with: {cause.ends}
        {cause.untilMs === null ? null : (
          <>
            {' '}
            (<Moment tsMs={cause.untilMs} /> UTC)
          </>
        )}
        .
      </span>
    </li>
  )
}

/** No limit holds entries back; the venue or the device still may. */
function Unbarred() {
  const { status } = useDesk((slices) => ({ status: slices.status }))
  const { venue, device, canAct } = status
  if (canAct && venue.state === 'live') {
    return (
      <p className="risk-well">
        <Icon name="check" size={14} /> Entries are allowed.
      </p>
    )
  }
  const reason = venue.state === 'live' ? device.reason : venue.reason
  return (
    <p className="risk-cause" data-mode="reducing">
      <Icon name="warning" size={14} />
      <span>No limit is broken, but no entry goes through now: {reason}</span>
    </p>
  )
}

/** What holds entries back now, with how each ends; and what to look at in open positions. */
export function RiskCauses(props: Pick<RiskView, 'causes' | 'alerts'>) {
  const { causes, alerts } = props
  return (
    <section className="risk-part" aria-label="State">
      <h2 className="risk-heading">State</h2>
      {causes.length === 0 ? (
        <Unbarred />
      ) : (
        <ul className="risk-list">
          {causes.map((cause) => (
            <CauseRow key={cause.cause} cause={cause} />
          ))}
        </ul>
      )}
      {alerts.length === 0 ? null : (
        <ul className="risk-list" aria-label="Alerts">
          {alerts.map((alert) => (
            <li key={`${alert.coin}/${alert.kind}`} className="risk-cause" data-mode="reducing">
              <Icon name="warning" size={14} />
              <span>{alert.message}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
