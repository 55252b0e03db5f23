import './ticket-actions.css'
import { useEffect, useState } from 'react'
import type { TicketView } from '#contract/views.ts'
import { useSecondsUntil } from '../../state/desk-clock.ts'
import { tell } from '../../state/desk-request.ts'
import { notify } from '../../state/notices.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { DeclineForm } from './DeclineForm.tsx'
import { hasNewTerms } from './ticket-words.ts'

/** Changes whenever the desk answered a press, one way or the other. */
const pressKey = (ticket: TicketView): string =>
  [ticket.stage, ticket.digest, ticket.nonce, ticket.problem?.code].join('|')

/** Sends once a press; the button waits until the ticket moves. */
function usePress(ticket: TicketView): [boolean, () => void] {
  const [sentKey, setSentKey] = useState<string | null>(null)
  const key = pressKey(ticket)
  useEffect(() => {
    setSentKey((sent) => (sent === key ? sent : null))
  }, [key])
  const press = (): void => {
    setSentKey(key)
    tell('approveTicket', { ticketId: ticket.ticketId, digest: ticket.digest })
      .then((isTaken) => {
        if (!isTaken) setSentKey(null)
      })
      .catch(() => notify('error', 'The desk does not answer.'))
  }
  return [sentKey === key, press]
}

const canStillDecline = (ticket: TicketView): boolean =>
  ticket.stage === 'pending' || ticket.stage === 'preparing' || ticket.stage === 'onDevice'

/** Approve, resume, decline: under the perforation. */
export function TicketActions(props: {
  readonly ticket: TicketView
  readonly describedBy: string
}) {
  const { ticket, describedBy } = props
  const [isDeclining, setIsDeclining] = useState(false)
  const [isSent, press] = usePress(ticket)
  const seconds = useSecondsUntil(ticket.offerExpiresMs)
  const isPending = ticket.stage === 'pending'
  if (isDeclining && canStillDecline(ticket)) {
    return (
      <DeclineForm
        onKeep={() => setIsDeclining(false)}
        onDecline={(reason) => {
          setIsDeclining(false)
          tell('declineTicket', { ticketId: ticket.ticketId, reason }).catch(() =>
            notify('error', 'The desk does not answer.'),
          )
        }}
      />
    )
  }
  if (!canStillDecline(ticket)) return null
  const decline = (
    <ActionButton size={isPending ? 'large' : 'normal'} onPress={() => setIsDeclining(true)}>
      Decline
    </ActionButton>
  )
  if (!isPending) return <div className="ticket-wait">{decline}</div>
  return (
    <div className="ticket-actions">
      {decline}
      <ActionButton
        size="large"
        tone="ink"
        onPress={press}
        isPending={isSent}
        isDisabled={seconds === 0}
        describedBy={describedBy}
      >
        <Icon name="pen" />
        {ticket.problem === null || hasNewTerms(ticket) ? 'Approve' : 'Resume'}
      </ActionButton>
    </div>
  )
}
