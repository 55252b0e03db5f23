import type { TicketStage as TicketStageView, TicketView } from '#contract/views.ts'
import { signingRequestId } from '#core/engine/device-inputs.ts'
import type { Band, Origin } from '#core/engine/events.ts'
import type { DeskState } from '#core/engine/state.ts'
import type { Ticket, TicketStage } from '#core/engine/ticket.ts'
import { isEnded } from '#core/engine/ticket.ts'
import { signOf } from '#core/model/side.ts'
import type { Terms } from '#core/model/terms.ts'
import type { Amount, Quantity } from '#core/money/amount.ts'
import { asMoney } from '#core/money/amount.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import { notional } from '#core/money/rounding.ts'

const textOrNull = (amount: Amount | null | undefined): string | null =>
  amount === null || amount === undefined ? null : formatDecimal(amount)

export const originText = (origin: Origin): string => {
  if (origin.from === 'person') return 'manual'
  return origin.from === 'strategy'
    ? `${origin.strategyId} ${origin.timeframe}`
    : `desk: ${origin.reason}`
}

/** A ticket that is in the log has been offered or denied; `initialized` lasts no longer than one step. */
const stageOf = (stage: TicketStage): TicketStageView =>
  stage === 'initialized' ? 'preparing' : stage

const bracketFields = (terms: Terms | null) =>
  terms?.kind === 'bracket'
    ? {
        entryType: terms.entryType,
        worstPrice: formatDecimal(terms.limitPrice),
        stopPrice: formatDecimal(terms.stopPrice),
        targetPrice: textOrNull(terms.targetPrice),
      }
    : { entryType: null, worstPrice: null, stopPrice: null, targetPrice: null }

const sideOf = (ticket: Ticket) => {
  if (ticket.terms && 'side' in ticket.terms) return ticket.terms.side
  return ticket.wish?.side ?? null
}

const quantityOf = (terms: Terms | null): Quantity | null =>
  terms && 'quantity' in terms ? terms.quantity : null

/** What an entry that was not made would have made until now, from its worst price, without fees. */
function hindsight(state: DeskState, ticket: Ticket): string | null {
  const { terms } = ticket
  if (terms?.kind !== 'bracket' || ticket.stage === 'done' || !isEnded(ticket.stage)) return null
  const quote = state.market.quotes.get(terms.coin)
  if (!quote) return null
  const difference = (quote.mark - terms.limitPrice) * signOf(terms.side)
  return formatDecimal(asMoney(notional(difference as typeof quote.mark, terms.quantity, 'down')))
}

const bandText = (band: Band | null) => ({
  bandLow: textOrNull(band?.low),
  bandHigh: textOrNull(band?.high),
})

function questionOf({ market }: DeskState, ticket: Ticket): TicketView['deviceQuestion'] {
  const asked = market.deviceQuestion
  if (ticket.stage !== 'onDevice' || asked === null) return null
  return asked.requestId === signingRequestId(ticket.ticketId, ticket.attempt)
    ? asked.question
    : null
}

export function ticketView(state: DeskState, ticket: Ticket): TicketView {
  const { terms, figures, decision } = ticket
  return {
    ticketId: ticket.ticketId,
    // without terms it was denied: an entry by its wish, else a stop that was to go farther away
    kind: terms?.kind ?? (ticket.wish === null ? 'move' : 'bracket'),
    stage: stageOf(ticket.stage),
    origin: originText(ticket.origin),
    coin: ticket.coin,
    side: sideOf(ticket),
    quantity: textOrNull(quantityOf(terms)),
    ...bracketFields(terms),
    lossAtStop: textOrNull(figures?.lossAtStop),
    gainAtTarget: textOrNull(figures?.gainAtTarget),
    fees: textOrNull(figures?.fees),
    margin: textOrNull(figures?.margin),
    sentence: ticket.sentence,
    digest: ticket.digest,
    ...bandText(ticket.band),
    offerExpiresMs: ticket.offerExpiresMs,
    expiresAfterMs: ticket.expiresAfterMs,
    nonce: ticket.nonce,
    connectionId: ticket.connectionId,
    problem: ticket.problem,
    deviceQuestion: questionOf(state, ticket),
    ending: ticket.ending,
    hindsight: hindsight(state, ticket),
    confluence: ticket.wish?.origin.from === 'strategy' ? ticket.wish.origin.confluence : [],
    riskNumbers: decision?.numbers ?? {},
    bindingCap: decision?.result === 'passed' ? decision.code : null,
    openedWallMs: ticket.openedWallMs,
    offeredWallMs: ticket.offeredWallMs,
    openedMarketMs: ticket.openedMarketMs,
  }
}

const TICKETS_SHOWN = 200

/** Newest first; the open ones are always among them. */
export function ticketViews(state: DeskState): TicketView[] {
  const tickets = [...state.book.tickets.values()].reverse()
  const shown = tickets.filter((ticket, place) => place < TICKETS_SHOWN || !isEnded(ticket.stage))
  return shown.map((ticket) => ticketView(state, ticket))
}
