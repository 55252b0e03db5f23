import { isAtVenue, isFinal, isInFlight } from '../model/order-status.ts'
import { formatDecimal } from '../money/decimal.ts'
import type { DecisionDraft } from './decision-draft.ts'
import { CASH } from './mismatches.ts'
import { dollars } from './money-text.ts'
import { raiseCause } from './risk-causes.ts'
import type { DeskState } from './state.ts'
import type { AccountObserved, ForeignActivityReported } from './venue-inputs.ts'

/** The first answer of a new desk: what is there is taken over, and named. */
function adopt(draft: DecisionDraft, observed: AccountObserved): void {
  draft.events.push({
    type: 'AccountAdopted',
    cash: observed.cash,
    positions: observed.positions.map(({ coin, quantity, entryPrice }) => ({
      coin,
      quantity,
      entryPrice,
    })),
  })
}

function comparePositions(state: DeskState, draft: DecisionDraft, observed: AccountObserved): void {
  const coins = [...state.market.mismatches].filter(([key]) => key !== CASH)
  if (coins.some(([, { isConfirmed }]) => !isConfirmed)) {
    draft.effects.push({ kind: 'observeAccount', cause: 'asked' })
  }
  for (const [coin, { isConfirmed }] of coins) {
    if (!isConfirmed) continue
    const ours = state.book.positions.get(coin)?.quantity ?? 0n
    const theirs = observed.positions.find((position) => position.coin === coin)?.quantity ?? 0n
    const message =
      `${coin}: the venue has a position of ${formatDecimal(theirs)}, the log one of ` +
      `${formatDecimal(ours)}. Entries are halted until you have looked at it.`
    // Said once; but what was settled and differs the same way again is another drift.
    const agreedMs = state.market.agreedMs.get(coin) ?? 0
    const isKnown = state.book.differences.some(
      (known) => known.message === message && known.tsWallMs >= agreedMs,
    )
    if (isKnown) continue
    draft.events.push(
      { type: 'DifferenceFound', subject: 'position', coin, message },
      raiseCause(state.book, 'positionDrift', message, null, draft.events),
    )
  }
}

/** Orders that the log believes at the venue and the venue does not list: each is asked for. */
function compareOrders(state: DeskState, draft: DecisionDraft, observed: AccountObserved): void {
  const listed = new Set(observed.openOrders.map((order) => order.clientOrderId))
  const known = new Set<string>()
  for (const order of state.book.orders.values()) {
    known.add(order.clientOrderId)
    if (listed.has(order.clientOrderId)) {
      if (isInFlight(order.status)) draft.moveOrder(order.clientOrderId, 'accepted')
      continue
    }
    if (isAtVenue(order.status) && !isFinal(order.status)) {
      draft.effects.push({ kind: 'lookUpOrder', clientOrderId: order.clientOrderId })
    }
  }
  const foreign = observed.openOrders.filter(
    (order) => order.clientOrderId === null || !known.has(order.clientOrderId),
  )
  for (const order of foreign) {
    const message =
      `The venue lists a ${order.coin} order (${order.venueOrderId}) that this desk did not send. ` +
      'It is left alone; cancel it at the venue if it is not yours.'
    if (state.book.differences.some((difference) => difference.message === message)) continue
    draft.events.push({ type: 'DifferenceFound', subject: 'order', coin: order.coin, message })
  }
}

function compareCash(state: DeskState, draft: DecisionDraft, observed: AccountObserved): void {
  const { cash } = state.book
  if (cash === null || !state.market.mismatches.get(CASH)?.isConfirmed) return
  const message =
    `The venue has ${dollars(observed.cash)} of collateral, the log ${dollars(cash)}: a deposit, ` +
    'a withdrawal or a payment that was not reported.'
  if (state.book.differences.at(-1)?.message === message) return
  draft.events.push({ type: 'DifferenceFound', subject: 'cash', coin: null, message })
}

/** The venue's own setting, as it is: no limit of ours makes it another one. */
export function noteLeverage(
  state: DeskState,
  draft: DecisionDraft,
  { coin, leverage }: { readonly coin: string; readonly leverage: number },
): void {
  if (state.book.leverage.get(coin) === leverage) return
  draft.events.push({ type: 'LeverageChanged', coin, leverage })
}

/** What happens outside the desk's markets is listed once; what was there before is no news. */
export function takeForeignActivity(
  state: DeskState,
  draft: DecisionDraft,
  { coin, message, tsEventMs }: ForeignActivityReported,
): void {
  const { book } = state
  if (tsEventMs !== null && (book.cash === null || tsEventMs <= book.adoptedMs)) return
  if (book.differences.some((known) => known.message === message)) return
  draft.events.push({ type: 'DifferenceFound', subject: 'order', coin, message })
}

/** The venue against the log: differences are listed with what they mean, and nothing is touched. */
export function reconcile(state: DeskState, draft: DecisionDraft, observed: AccountObserved): void {
  if (state.book.cash === null) adopt(draft, observed)
  else {
    comparePositions(state, draft, observed)
    compareCash(state, draft, observed)
  }
  compareOrders(state, draft, observed)
  for (const position of observed.positions) noteLeverage(state, draft, position)
}
