import './ended-tickets.css'
import type { TicketView } from '#contract/views.ts'
import { order } from '../../state/desk-request.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Dollars } from '../../ui/Amount.tsx'
import { scaledOf } from '../../ui/exact-decimal.ts'
import { Moment } from '../../ui/Moment.tsx'
import { PrivateText } from '../../ui/PrivateText.tsx'
import { capitalised } from '../../ui/plain-words.ts'
import { shortTitle, stageSentence, stageWord } from './ticket-words.ts'

/** What it would have done: an amount where the desk gives one, else its own words. */
function Hindsight({ text }: { readonly text: string }) {
  return (
    <p className="ended-hindsight">
      {scaledOf(text) === null ? (
        text
      ) : (
        <>
          Would have made <Dollars value={text} isSigned name="hindsight" /> before fees.
        </>
      )}
    </p>
  )
}

function EndedTicket({ ticket }: { readonly ticket: TicketView }) {
  const canRequote = ticket.stage === 'expired' && ticket.kind === 'bracket'
  return (
    <li className="ended" data-stage={ticket.stage} data-row={ticket.ticketId}>
      <div className="ended-head">
        <span className="ended-stamp">{stageWord(ticket.stage)}</span>
        <span className="ended-title">{shortTitle(ticket)}</span>
        <span className="ended-time">
          <Moment tsMs={ticket.openedMarketMs} />
        </span>
      </div>
      <p className="ended-sentence">
        <PrivateText>{ticket.sentence}</PrivateText>
      </p>
      <p className="ended-why">
        <PrivateText>{capitalised(ticket.ending ?? stageSentence(ticket.stage))}</PrivateText>
      </p>
      {ticket.hindsight === null ? null : <Hindsight text={ticket.hindsight} />}
      {canRequote ? (
        <ActionButton
          size="small"
          label={`New quote for ${shortTitle(ticket)}`}
          onPress={() => order('requoteTicket', { ticketId: ticket.ticketId })}
        >
          New quote
        </ActionButton>
      ) : null}
    </li>
  )
}

/** Tickets that came to an end stay listed, with how and with what they would have done. */
export function EndedTickets({ tickets }: { readonly tickets: readonly TicketView[] }) {
  if (tickets.length === 0) return null
  return (
    <section className="ended-block" aria-label="Ended tickets">
      <h3 className="ended-heading">Ended</h3>
      <ul className="ended-list">
        {tickets.map((ticket) => (
          <EndedTicket key={ticket.ticketId} ticket={ticket} />
        ))}
      </ul>
    </section>
  )
}
