import './approvals-panel.css'
import { useRef, useState } from 'react'
import type { TicketView } from '#contract/views.ts'
import { useDesk, useSlice } from '../../state/desk-store.ts'
import { isOpenStage } from '../../state/selectors.ts'
import { Discreet } from '../../ui/discreet.ts'
import { Panel } from '../../ui/Panel.tsx'
import { useKeptFocus } from '../../ui/use-kept-focus.ts'
import { ApprovalTicket } from './ApprovalTicket.tsx'
import { BlankSlip } from './BlankSlip.tsx'
import { EndedTickets } from './EndedTickets.tsx'
import { shortTitle, stageWord } from './ticket-words.ts'
import { useTicketNews } from './use-ticket-news.ts'

const ENDED_SHOWN = 30

function WaitingList(props: {
  readonly tickets: readonly TicketView[]
  readonly shownId: string
  readonly onShow: (ticketId: string) => void
}) {
  return (
    <ul className="waiting" aria-label="Open tickets">
      {props.tickets.map((ticket) => (
        <li key={ticket.ticketId}>
          <button
            type="button"
            className="waiting-ticket"
            aria-pressed={ticket.ticketId === props.shownId}
            onClick={() => props.onShow(ticket.ticketId)}
          >
            <strong>{shortTitle(ticket)}</strong> {stageWord(ticket.stage)}
          </button>
        </li>
      ))}
    </ul>
  )
}

function NothingToApprove() {
  const { strategiesOn, isHalted } = useDesk((slices) => ({
    strategiesOn: slices.strategies.filter((strategy) => strategy.isOn).length,
    isHalted: slices.status.risk.state === 'halted',
  }))
  return (
    <BlankSlip title="Nothing waits for your signature.">
      {isHalted
        ? 'Entries are stopped. Closing and moving stops still come here to be signed.'
        : strategiesOn === 0
          ? 'Every order comes here before it can reach the venue. Send one from the order ticket, or switch a strategy on.'
          : `${strategiesOn === 1 ? 'One strategy is' : `${strategiesOn} strategies are`} watching. A signal that passes the risk manager appears here with what it may lose and make.`}
    </BlankSlip>
  )
}

/** Everything that waits for a person or the device, and what became of the rest. */
export function ApprovalsPanel() {
  const tickets = useSlice('tickets')
  const [chosenId, setChosenId] = useState<string | null>(null)
  const open = tickets.filter((ticket) => isOpenStage(ticket.stage))
  const ended = tickets
    .filter((ticket) => !isOpenStage(ticket.stage))
    .toSorted((a, b) => b.openedWallMs - a.openedWallMs)
    .slice(0, ENDED_SHOWN)
  const container = useRef<HTMLDivElement>(null)
  useTicketNews(tickets)
  useKeptFocus(container, '.slip-sentence, .approvals-rest')
  const shown = open.find((ticket) => ticket.ticketId === chosenId) ?? open[0]
  return (
    <Panel title="Approvals" className="approvals" count={open.length}>
      <div ref={container}>
        {shown === undefined ? (
          <NothingToApprove />
        ) : (
          <div className="approvals-open">
            {open.length > 1 ? (
              <WaitingList tickets={open} shownId={shown.ticketId} onShow={setChosenId} />
            ) : null}
            {/* what is about to be signed is never hidden */}
            <Discreet value={false}>
              <ApprovalTicket key={shown.ticketId} ticket={shown} />
            </Discreet>
          </div>
        )}
        <div className="approvals-rest" tabIndex={-1}>
          <EndedTickets tickets={ended} />
        </div>
      </div>
    </Panel>
  )
}
