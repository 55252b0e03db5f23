import { isAtVenue } from '../model/order-status.ts'
import type { DecisionDraft } from './decision-draft.ts'
import { cancelOrders } from './exits.ts'
import type { Stamp } from './inputs.ts'
import type { InstrumentSwitched, StrategySwitched } from './person-inputs.ts'
import type { DeskState } from './state.ts'
import { declineEntries } from './stop-entries.ts'

/** On or off from now on. Off also ends its entries that were not sent yet. */
export function switchStrategy(
  state: DeskState,
  draft: DecisionDraft,
  switched: StrategySwitched,
): void {
  const { strategyId, coin, timeframe, isOn } = switched
  draft.events.push({ type: 'StrategySet', strategyId, coin, timeframe, isOn })
  if (isOn) return
  declineEntries(state, draft, `The strategy ${strategyId} was switched off.`, (ticket) => {
    const { origin } = ticket
    if (origin.from !== 'strategy' || ticket.coin !== coin) return false
    return origin.strategyId === strategyId && origin.timeframe === timeframe
  })
}

/**
 * On or off from now on, for every strategy and by hand. Off also ends its entries: those that were
 * not sent yet are declined, those that rest at the venue are cancelled. Positions, their stops and
 * every exit go on.
 */
export function switchInstrument(
  state: DeskState,
  draft: DecisionDraft,
  stamp: Stamp,
  { coin, isOn }: InstrumentSwitched,
): void {
  if (isOn !== state.book.instrumentsOff.has(coin)) return
  draft.events.push({ type: 'InstrumentSet', coin, isOn })
  if (isOn) return
  declineEntries(state, draft, `${coin} was switched off.`, (one) => one.coin === coin)
  const clientOrderIds = [...state.book.openOrders.values()]
    .filter((order) => order.coin === coin && order.role === 'entry' && isAtVenue(order.status))
    .map((order) => order.clientOrderId)
  cancelOrders(state, draft, stamp, { clientOrderIds })
}
