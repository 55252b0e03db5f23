import type { TicketStage, TicketView } from '#contract/views.ts'
import { assertNever } from '#core/model/assert-never.ts'
import { capitalised } from '../../ui/plain-words.ts'

/** What is being waited for, in one sentence. */
export function stageSentence(stage: TicketStage): string {
  switch (stage) {
    case 'pending':
      return 'Waiting for you.'
    case 'preparing':
      return 'Building the order and its hash.'
    case 'onDevice':
      return 'Compare the digits with your Ledger, then confirm there.'
    case 'signed':
      return 'Signature checked against your account. Sending once.'
    case 'submitted':
      return 'Sent. The venue has not answered yet.'
    case 'unknown':
      return 'Sent, but no answer came. Asking the venue; it is never sent twice.'
    case 'done':
      return 'The venue took it.'
    case 'declined':
      return 'Declined.'
    case 'expired':
      return 'The offer ran out.'
    case 'denied':
      return 'Denied by the risk manager.'
    case 'rejected':
      return 'Rejected by the venue.'
    default:
      return assertNever(stage)
  }
}

const NOT_YET_ASKED =
  'Not on the Ledger’s screen yet. If it shows another request, answer that one first: its digits are not these.'

/** The same, with what the device asks just now. */
export function waitingSentence(ticket: TicketView): string {
  if (ticket.stage !== 'onDevice' || ticket.deviceQuestion === 'review') {
    return stageSentence(ticket.stage)
  }
  if (ticket.deviceQuestion === null) return NOT_YET_ASKED
  return 'Your Ledger first asks about its Transaction Check. Choose “Maybe later”: this desk sends nothing to Ledger’s servers. The order comes next.'
}

export function stageWord(stage: TicketStage): string {
  switch (stage) {
    case 'pending':
      return 'Waiting'
    case 'onDevice':
      return 'On device'
    case 'unknown':
      return 'Asking venue'
    default:
      return capitalised(stage)
  }
}

const KIND_WORDS: Record<TicketView['kind'], string> = {
  bracket: 'Bracket',
  close: 'Close',
  move: 'Move',
  protect: 'Add stop',
  cancel: 'Cancel',
  leverage: 'Leverage',
}

/** "Bracket BTC": enough to tell it from its neighbours in a list. */
export const shortTitle = (ticket: TicketView): string =>
  `${KIND_WORDS[ticket.kind]} ${ticket.coin}`.trim()

/** The four steps after the press of Approve. */
export const STEPS = ['preparing', 'onDevice', 'signed', 'submitted'] as const

/** Index of the step a stage is at; −1 before the first, 4 after the last. */
export function stepIndex(stage: TicketStage): number {
  if (stage === 'pending') return -1
  if (stage === 'unknown') return STEPS.indexOf('submitted')
  const index = (STEPS as readonly TicketStage[]).indexOf(stage)
  return index === -1 ? STEPS.length : index
}

/** 0x and 64 hex digits in groups of four, in capitals as the Ethereum app shows them. */
export const hexGroups = (connectionId: string): readonly string[] =>
  connectionId
    .replace(/^0x/, '')
    .toUpperCase()
    .match(/.{1,4}/g) ?? []

/** After these the ticket offers other terms than those that were approved before. */
export const hasNewTerms = ({ stage, problem }: TicketView): boolean =>
  stage === 'pending' && (problem?.code === 'discarded' || problem?.code === 'timeout')
