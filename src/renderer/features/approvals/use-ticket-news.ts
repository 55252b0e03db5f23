import { useEffect, useRef } from 'react'
import type { TicketStage, TicketView } from '#contract/views.ts'
import { announce, notify } from '../../state/notices.ts'
import { isOpenStage } from '../../state/selectors.ts'
import { shortTitle, stageSentence } from './ticket-words.ts'

/** As the desk writes the origin of what a person proposed. */
const BY_HAND = 'manual'

function tellEnding(ticket: TicketView): void {
  const text = `${shortTitle(ticket)}: ${ticket.ending ?? stageSentence(ticket.stage)}`
  // who moves a stop is answered at once; an order is judged after its press
  const isDenied = ticket.stage === 'denied' && ticket.kind === 'bracket'
  const isNo = isDenied || ticket.stage === 'rejected'
  if (isNo && ticket.origin === BY_HAND) notify('warning', text)
  else announce(text)
}

/**
 * Tells screen readers of new tickets and of endings, without moving the focus. A no to what was
 * proposed by hand is also shown, since its ticket never opens.
 */
export function useTicketNews(tickets: readonly TicketView[]): void {
  const known = useRef<ReadonlyMap<string, TicketStage> | null>(null)
  useEffect(() => {
    const before = known.current
    known.current = new Map(tickets.map((ticket) => [ticket.ticketId, ticket.stage]))
    if (before === null) return
    for (const ticket of tickets) {
      const stage = before.get(ticket.ticketId)
      if (stage === ticket.stage) continue
      if (!isOpenStage(ticket.stage)) tellEnding(ticket)
      else if (stage === undefined) announce(`New ticket to approve. ${ticket.sentence}`)
    }
  }, [tickets])
}
