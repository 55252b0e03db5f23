import type { DeskSlices, TicketView } from '#contract/views.ts'

/** One thing to do now, with where it is done. */
export interface GuidePhase {
  /** Set on the root element, so that the place can be outlined. */
  readonly id: 'turn' | 'wait' | 'propose' | 'approve' | 'sign' | 'sent' | 'close'
  readonly title: string
  readonly text: string
  /** What "Take me there" gives the focus; null while there is nothing to do. */
  readonly target: string | null
}

const WAIT: GuidePhase = {
  id: 'wait',
  title: 'Waiting for the first price.',
  text: 'The paper exchange is starting; it takes a few seconds.',
  target: null,
}
const TURN: GuidePhase = {
  id: 'turn',
  title: 'This is your practice Ledger.',
  text: 'It stands in for the real device: two buttons, one small screen. Press ▶ once to turn its page.',
  target: '.device-button-right',
}
const SENT: GuidePhase = {
  id: 'sent',
  title: 'Signed, checked, sent once.',
  text: 'The signature was compared with your account before anything left. The exchange answers now.',
  target: null,
}

const sign = (ticket: TicketView, isLast: boolean): GuidePhase => ({
  id: 'sign',
  title: 'Compare, then sign on the device.',
  text:
    ticket.deviceQuestion === 'transactionCheck'
      ? 'The device first asks about a check of its own. Turn with ▶, accept with both buttons; the order comes next.'
      : `The device warns first: accept with both buttons. Then compare the code with the ticket, turn with ▶ to the last page and sign${isLast ? ' the close' : ''} with both.`,
  target: '.device-button-right',
})

const isSigning = ({ stage }: TicketView): boolean => stage === 'preparing' || stage === 'onDevice'
const isSent = ({ stage }: TicketView): boolean =>
  stage === 'signed' || stage === 'submitted' || stage === 'unknown'

function towardsPosition(slices: DeskSlices): GuidePhase {
  const entry = slices.tickets.find((one) => one.kind === 'bracket' && !isOver(one))
  if (entry !== undefined) {
    if (isSigning(entry)) return sign(entry, false)
    if (isSent(entry)) return SENT
    return {
      id: 'approve',
      title: 'Read the sentence, then approve it.',
      text: 'What, how much, the worst price, the loss at the stop, the gain at the target, the fees: this is what you sign, and nothing else.',
      target: '.ticket-actions .button-ink',
    }
  }
  const last = slices.tickets.find((one) => one.kind === 'bracket')
  const why = last?.ending ?? null
  return {
    id: 'propose',
    title: why === null ? 'Propose a trade.' : 'Propose it again.',
    text:
      why === null
        ? 'The size comes from 1 % risk, the stop is 2 % away, the target 4 %. Press Propose; nothing is sent by it.'
        : `The last one ended: ${why} Nothing was sent. Press Propose once more.`,
    target: '.order-send button',
  }
}

const isOver = ({ stage }: TicketView): boolean =>
  ['done', 'declined', 'expired', 'denied', 'rejected'].includes(stage)

function towardsClose(slices: DeskSlices): GuidePhase {
  const closing = slices.tickets.find((one) => one.kind === 'close' && !isOver(one))
  if (closing !== undefined && isSigning(closing)) return sign(closing, true)
  if (closing !== undefined && isSent(closing)) return SENT
  const [position] = slices.positions
  const size = position === undefined ? '' : `${position.quantity} ${position.coin}`
  return {
    id: 'close',
    title: `You hold ${size}. Stop and target rest at the exchange.`,
    text: 'They stay there even when this window is closed. To end the trade yourself, press Close in its row.',
    target: 'button[aria-label^="Close "]:not([aria-label^="Close part"])',
  }
}

/** What there is to do now in a step of the band. */
export function guidePhase(step: 'device' | 'bracket' | 'close', slices: DeskSlices): GuidePhase {
  if (slices.status.venue.state === 'connecting' || slices.account === null) return WAIT
  if (step === 'device') return TURN
  return step === 'bracket' ? towardsPosition(slices) : towardsClose(slices)
}
