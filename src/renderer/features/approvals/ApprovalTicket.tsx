import './approval-ticket.css'
import { useId } from 'react'
import type { TicketView } from '#contract/views.ts'
import { Dollars } from '../../ui/Amount.tsx'
import { signOfText } from '../../ui/exact-decimal.ts'
import { Icon } from '../../ui/Icon.tsx'
import { capitalised } from '../../ui/plain-words.ts'
import { BracketRuler } from './BracketRuler.tsx'
import { ConnectionId } from './ConnectionId.tsx'
import { Countdown } from './Countdown.tsx'
import { StageTrack } from './StageTrack.tsx'
import { TicketActions } from './TicketActions.tsx'
import { TicketReasons } from './TicketReasons.tsx'
import { hasNewTerms } from './ticket-words.ts'

/** What it may cost. Only an entry has a loss, a gain and a margin; the others have a fee at most. */
function Figures({ ticket }: { readonly ticket: TicketView }) {
  if (ticket.kind !== 'bracket') {
    return signOfText(ticket.fees) === 'zero' ? null : (
      <dl className="figures">
        <div>
          <dt>Fees</dt>
          <dd>
            <Dollars value={ticket.fees} name="fees" />
          </dd>
        </div>
      </dl>
    )
  }
  return (
    <dl className="figures">
      {ticket.lossAtStop === null ? null : (
        <div className="figure-large">
          <dt>Loss at stop</dt>
          <dd>
            <Dollars value={ticket.lossAtStop} means="loss" name="lossAtStop" />
          </dd>
        </div>
      )}
      {ticket.gainAtTarget === null ? null : (
        <div className="figure-large">
          <dt>Gain at target</dt>
          <dd>
            <Dollars value={ticket.gainAtTarget} means="gain" name="gainAtTarget" />
          </dd>
        </div>
      )}
      {ticket.fees === null ? null : (
        <div>
          <dt>Fees, both legs</dt>
          <dd>
            <Dollars value={ticket.fees} name="fees" />
          </dd>
        </div>
      )}
      {ticket.margin === null ? null : (
        <div>
          <dt>Margin</dt>
          <dd>
            <Dollars value={ticket.margin} name="margin" />
          </dd>
        </div>
      )}
    </dl>
  )
}

function TicketCountdown({ ticket }: { readonly ticket: TicketView }) {
  const isSigning = ticket.expiresAfterMs !== null && ticket.stage !== 'pending'
  const untilMs = isSigning ? (ticket.expiresAfterMs ?? 0) : ticket.offerExpiresMs
  const startMs = isSigning ? (ticket.nonce ?? ticket.offeredWallMs) : ticket.offeredWallMs
  return (
    <Countdown
      untilMs={untilMs}
      totalMs={untilMs - startMs}
      label={isSigning ? 'Time left to sign' : 'Time left to approve'}
    />
  )
}

/** One ticket at full size: the sentence, what it may cost, and under the perforation the pen. */
export function ApprovalTicket({ ticket }: { readonly ticket: TicketView }) {
  const id = useId()
  const hasSigning = ticket.stage !== 'pending'
  return (
    <article
      className="slip"
      aria-labelledby={id}
      data-stage={ticket.stage}
      data-row={ticket.ticketId}
    >
      <div className="slip-face">
        <div className="slip-top">
          <span className="slip-origin">{capitalised(ticket.origin)}</span>
          <TicketCountdown ticket={ticket} />
        </div>
        <h3 className="slip-sentence selectable" id={id} tabIndex={-1}>
          {ticket.sentence}
        </h3>
        {ticket.problem === null ? null : (
          <div className="slip-problem" role="alert" data-code={ticket.problem.code}>
            <Icon name="warning" />
            <p>
              {ticket.problem.message}
              {hasNewTerms(ticket)
                ? ' This ticket offers it anew: read it before you approve.'
                : null}
            </p>
          </div>
        )}
        {hasSigning ? <StageTrack ticket={ticket} /> : null}
        {hasSigning && ticket.connectionId !== null ? (
          <ConnectionId value={ticket.connectionId} isSigned={ticket.stage !== 'onDevice'} />
        ) : null}
        <Figures ticket={ticket} />
        <BracketRuler ticket={ticket} />
        {hasSigning ? null : <TicketReasons ticket={ticket} />}
      </div>
      <div className="slip-stub">
        <TicketActions ticket={ticket} describedBy={id} />
        <p className="slip-number">
          Ticket {ticket.ticketId.replace('t-', '№ ')}
          <span title={ticket.digest} data-exact={ticket.digest} data-name="digest">
            terms {ticket.digest.slice(0, 8)}
          </span>
        </p>
      </div>
    </article>
  )
}
