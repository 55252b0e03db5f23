import { confluenceScore } from './confluence-score.ts'
import { dayBudget } from './day-budget.ts'
import type { DenialCode } from './denial-codes.ts'
import { blockingAgeMs, signalKey } from './duplicate-signal.ts'
import type { DecisionValues } from './explain.ts'
import type { OrderPrices } from './order-prices.ts'
import { limitRange, triggerRange } from './order-prices.ts'
import type { RiskInputs, RiskQuote } from './risk-inputs.ts'
import type { RiskState } from './risk-state.ts'
import { decidingCause, RISK_CAUSES, riskMode } from './risk-state.ts'
import { quotaKeyOf, quotaOf } from './trade-quota.ts'

/** A no with the numbers of its sentence. */
export interface Finding {
  readonly code: DenialCode
  readonly values: DecisionValues
}

/** A check before there are prices. */
export type GateCheck = (inputs: RiskInputs) => Finding | null
/** A check of the priced order. */
export type PricedCheck = (inputs: RiskInputs, prices: OrderPrices) => Finding | null

function stateWords(state: RiskState): DecisionValues {
  const deciding = decidingCause(state)
  if (deciding === null) return { cause: 'none', reason: 'no cause' }
  const { title, ends } = RISK_CAUSES[deciding.cause]
  const words = deciding.reason === '' ? title : deciding.reason
  return { cause: deciding.cause, reason: `${words.replace(/\.$/, '')}, until ${ends}` }
}

/** Nothing that adds risk while the desk is halted or reducing. */
export function checkState(state: RiskState): Finding | null {
  const mode = riskMode(state)
  if (mode === 'active') return null
  return { code: mode === 'halted' ? 'HALTED' : 'REDUCING', values: stateWords(state) }
}

const checkActive: GateCheck = ({ state }) => checkState(state)

const checkStrategySwitch: GateCheck = ({ proposal: { origin }, isStrategyOn }) =>
  origin.from === 'strategy' && !isStrategyOn
    ? { code: 'STRATEGY_OFF', values: { strategy: origin.strategyId } }
    : null

const checkInstrumentSwitch: GateCheck = ({ instrument, isInstrumentOn }) =>
  isInstrumentOn ? null : { code: 'INSTRUMENT_OFF', values: { coin: instrument.coin } }

const checkListing: GateCheck = ({ instrument }) =>
  instrument.isDelisted ? { code: 'INSTRUMENT_DELISTED', values: { coin: instrument.coin } } : null

/** A quote with both sides that do not cross. */
export const isSoundQuote = (quote: RiskQuote | null): quote is RiskQuote =>
  quote !== null && quote.bid > 0n && quote.ask >= quote.bid

const checkQuote: GateCheck = ({ quote, instrument }) =>
  isSoundQuote(quote) ? null : { code: 'NO_QUOTE', values: { coin: instrument.coin } }

const checkQuoteAge: GateCheck = ({ quote, instrument, limits }) => {
  const ageMs = quote?.ageMs ?? Number.POSITIVE_INFINITY
  if (ageMs <= limits.quoteAgeMsMax) return null
  const values = { coin: instrument.coin, ageMs, maximumMs: limits.quoteAgeMsMax }
  return { code: 'QUOTE_STALE', values }
}

const checkEquity: GateCheck = ({ equity, dayStartEquity }) =>
  equity > 0n && dayStartEquity > 0n ? null : { code: 'NO_EQUITY', values: { equity } }

const checkLeverage: GateCheck = ({ leverage, limits, instrument }) => {
  const maximum = Math.min(limits.leverageMax, instrument.maxLeverage)
  if (Number.isSafeInteger(leverage) && leverage >= 1 && leverage <= maximum) return null
  return { code: 'LEVERAGE_TOO_HIGH', values: { coin: instrument.coin, leverage, maximum } }
}

/** In the documented order. */
export const GATE_CHECKS: readonly GateCheck[] = [
  checkActive,
  checkStrategySwitch,
  checkInstrumentSwitch,
  checkListing,
  checkQuote,
  checkQuoteAge,
  checkEquity,
  checkLeverage,
]

/** The limit price of an entry against the market; a market order sets its own. */
export const checkLimitPrice: PricedCheck = ({ proposal }, prices) => {
  if (proposal.entry.type === 'market') return null
  const { low, high } = limitRange(proposal, prices)
  const price = proposal.entry.price
  if (price >= low && price <= high) return null
  return { code: 'PRICE_OUTSIDE_BAND', values: { price, low, high, side: proposal.side } }
}

/**
 * A buy's stop lies below its entry, at its worst price too (which a coarse tick may put below the
 * middle), and below the market, which else would trigger it at once.
 */
export const checkStop: PricedCheck = ({ proposal: { side } }, prices): Finding | null => {
  const { stop, mid } = prices
  if (stop === null) return { code: 'NO_STOP', values: {} }
  const around = [mid, prices.reference, prices.worst]
  const reference = around.reduce((near, one) => ((side === 'buy') === one < near ? one : near))
  const isRight = side === 'buy' ? stop < reference : stop > reference
  return isRight ? null : { code: 'STOP_WRONG_SIDE', values: { stop, reference, side } }
}

export const checkTarget: PricedCheck = ({ proposal: { side, target: wish } }, prices) => {
  const { target, worst } = prices
  if (wish.by === 'none') return null
  const isRight = target !== null && (side === 'buy' ? target > worst : target < worst)
  if (isRight) return null
  return { code: 'TARGET_WRONG_SIDE', values: { target: target ?? 0n, reference: worst, side } }
}

/** A slip of the pen is told before anything is signed: the venue would take none of the bracket. */
export const checkTriggers: PricedCheck = (
  { proposal: { side }, instrument },
  { stop, target, mid },
) => {
  const { low, high } = triggerRange(side === 'buy' ? 'sell' : 'buy', mid, instrument.sizeDecimals)
  for (const [role, price] of [['stop', stop] as const, ['target', target] as const]) {
    if (price === null || (price >= low && price <= high)) continue
    return { code: 'TRIGGER_OUT_OF_REACH', values: { role, price, low, high } }
  }
  return null
}

const checkDayLoss: PricedCheck = (inputs) => {
  const { used, cap, capFrom } = dayBudget(inputs)
  return used >= cap ? { code: 'DAY_LOSS_CAP', values: { used, cap, capFrom } } : null
}

const checkQuota: PricedCheck = ({ proposal, limits, tradesToday, tickets, dayKey }) => {
  const quota = quotaKeyOf(proposal)
  const maximum = quotaOf(limits, quota)
  const waiting = tickets.filter((ticket) => ticket.quota === quota).length
  const trades = (tradesToday[quota] ?? 0) + waiting
  if (trades < maximum) return null
  return { code: 'TRADE_QUOTA', values: { trades, maximum, quota, day: dayKey } }
}

const checkDuplicate: PricedCheck = ({ proposal, instrument, limits, recentSignals, nowMs }) => {
  const { origin, side } = proposal
  if (origin.from === 'person') return null
  const key = signalKey(origin.strategyId, instrument.coin, side, origin.timeframe)
  const ageMs = blockingAgeMs(recentSignals, key, nowMs, limits.duplicateBlockMs)
  if (ageMs === null) return null
  const values = {
    strategy: origin.strategyId,
    ageMs,
    minutes: Math.floor(ageMs / 60_000),
    blockMinutes: Math.ceil(limits.duplicateBlockMs / 60_000),
  }
  return { code: 'DUPLICATE_SIGNAL', values }
}

const checkConfluence: PricedCheck = ({ proposal: { origin }, limits }) => {
  if (origin.from === 'person') return null
  const score = confluenceScore(origin.confluence)
  if (score >= limits.confluenceMin) return null
  return { code: 'LOW_CONFLUENCE', values: { score, minimum: limits.confluenceMin } }
}

const checkOpposite: PricedCheck = ({ proposal: { side }, instrument, positions, tickets }) => {
  const isOpposite = (of: 'buy' | 'sell') => of !== side
  const held = positions.find(
    (position) =>
      position.coin === instrument.coin &&
      position.quantity !== 0n &&
      isOpposite(position.quantity > 0n ? 'buy' : 'sell'),
  )
  const waiting = tickets.find(
    (ticket) => ticket.coin === instrument.coin && isOpposite(ticket.side),
  )
  if (held === undefined && waiting === undefined) return null
  const open = held === undefined ? `${waiting?.side} entry` : side === 'buy' ? 'short' : 'long'
  return { code: 'OPPOSITE_POSITION', values: { open, coin: instrument.coin, side } }
}

/** What adds to an open position opens none; of what else is open or may open, each coin counts. */
const checkPositionCount: PricedCheck = ({ instrument, positions, tickets, limits }) => {
  const held = positions.filter((position) => position.quantity !== 0n)
  if (held.some((position) => position.coin === instrument.coin)) return null
  const others = new Set([...held, ...tickets].map(({ coin }) => coin))
  others.delete(instrument.coin)
  if (others.size < limits.positionsMax) return null
  return {
    code: 'TOO_MANY_POSITIONS',
    values: { open: others.size, maximum: limits.positionsMax },
  }
}

/** In the documented order; prices are sound here. */
export const PRICED_CHECKS: readonly PricedCheck[] = [
  checkLimitPrice,
  checkStop,
  checkTarget,
  checkTriggers,
  checkDayLoss,
  checkQuota,
  checkDuplicate,
  checkConfluence,
  checkOpposite,
  checkPositionCount,
]

/** What is asked again after the human said yes: neither duplicate nor confluence can change. */
export const SECOND_CHECKS: readonly PricedCheck[] = [
  checkStop,
  checkTarget,
  checkTriggers,
  checkDayLoss,
  checkQuota,
  checkOpposite,
  checkPositionCount,
]
