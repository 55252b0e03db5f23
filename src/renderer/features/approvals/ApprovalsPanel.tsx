import './approvals-panel.css'
import { useEffect, useRef, useState } from 'react'
import type { TicketView } from '#contract/views.ts'
import { useDesk, useSlice } from '../../state/desk-store.ts'
import { announce } from '../../state/notices.ts'
import { isOpenStage } from '../../state/selectors.ts'
import { Empty, Panel } from '../../ui/Panel.tsx'
import { ApprovalTicket } from './ApprovalTicket.tsx'
import { EndedTickets } from './EndedTickets.tsx'
import { shortTitle, stageWord } from './ticket-words.ts'

const ENDED_SHOWN = 30

/** Tells screen readers of a ticket that was not there before; the focus stays where it is. */
function useAnnouncedTickets(open: readonly TicketView[]): void {
  const known = useRef<ReadonlySet<string> | null>(null)
  useEffect(() => {
    const fresh = open.filter((ticket) => known.current?.has(ticket.ticketId) === false)
    const newest = fresh.at(-1)
    if (newest !== undefined) announce(`New ticket to approve. ${newest.sentence}`)
    known.current = new Set(open.map((ticket) => ticket.ticketId))
  }, [open])
}

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
    <Empty title="Nothing waits for your signature.">
      {isHalted
        ? 'Entries are stopped. Closing and moving stops still come here to be signed.'
        : strategiesOn === 0
          ? 'Every order comes here before it can reach the venue. Send one from the order ticket, or switch a strategy on.'
          : `${strategiesOn === 1 ? 'One strategy is' : `${strategiesOn} strategies are`} watching. A signal that passes the risk manager appears here with what it may lose and make.`}
    </Empty>
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
  useAnnouncedTickets(open)
  const shown = open.find((ticket) => ticket.ticketId === chosenId) ?? open[0]
  return (
    <Panel title="Approvals" className="approvals" count={open.length}>
      {shown === undefined ? (
        <NothingToApprove />
      ) : (
        <div className="approvals-open">
          {open.length > 1 ? (
            <WaitingList tickets={open} shownId={shown.ticketId} onShow={setChosenId} />
          ) : null}
          <ApprovalTicket key={shown.ticketId} ticket={shown} />
        </div>
      )}
      <EndedTickets tickets={ended} />
    </Panel>
  )
}
