import type { Money } from '../money/amount.ts'
import { asMoney, maxMoney } from '../money/amount.ts'
import { shareOf } from '../money/rounding.ts'
import { positionLoss } from './exposure.ts'
import type { Limits } from './limits.ts'
import type { RiskInputs } from './risk-inputs.ts'

/** The parts of the day's cap: used + atRisk + left = cap, unless more is used than there was. */
export interface DayBudget {
  readonly cap: Money
  /** Which of two rules gave the cap: the stricter. */
  readonly capFrom: 'share of equity' | 'dollar amount'
  /** Lost so far: realised and unrealised, fees and funding. Never negative. */
  readonly used: Money
  /** What open positions can still lose to their stops, and tickets at their worst. */
  readonly atRisk: Money
  readonly left: Money
}

/** R1: the stricter of the share of the day-start equity and the dollar amount. */
export function dayLossCap(
  limits: Limits,
  dayStartEquity: Money,
): Pick<DayBudget, 'cap' | 'capFrom'> {
  const share = maxMoney(asMoney(0n), shareOf(dayStartEquity, limits.dayLossShare, 'down'))
  const amount = limits.dayLossAmount
  return amount !== null && amount < share
    ? { cap: amount, capFrom: 'dollar amount' }
    : { cap: share, capFrom: 'share of equity' }
}

/** The inputs that the day's budget depends on. */
export type DayFigures = Pick<
  RiskInputs,
  'limits' | 'dayStartEquity' | 'dayRealised' | 'dayUnrealised' | 'positions' | 'tickets'
>

/** What the day has lost and may lose: the part of its budget that no position's stop moves. */
export type DayLoss = Pick<DayBudget, 'cap' | 'capFrom' | 'used'>

export function dayLoss(limits: Limits, dayStartEquity: Money, equity: Money): DayLoss {
  const { cap, capFrom } = dayLossCap(limits, dayStartEquity)
  const lost = dayStartEquity - equity
  return { cap, capFrom, used: asMoney(lost > 0n ? lost : 0n) }
}

/**
 * Where the day stands. Stricter than the day's loss alone: what open positions can still lose
 * from the mark to their stops counts as well, so that all stops together cannot pass the cap;
 * unrealised gains cover that, realised gains do not extend the budget. A realised loss counts in
 * full even where an unrealised gain outweighs it: the store, which knows no marks, counts it too.
 */
export function dayBudget(figures: DayFigures): DayBudget {
  const { limits, dayRealised, dayUnrealised } = figures
  // Realised and unrealised together are all that the account's value has changed by.
  const equity = asMoney(figures.dayStartEquity + dayRealised + dayUnrealised)
  const { cap, capFrom, used } = dayLoss(limits, figures.dayStartEquity, equity)
  let toStops = 0n
  for (const position of figures.positions) {
    toStops += positionLoss(position, position.markPrice, limits)
  }
  const realisedLoss = dayRealised < 0n ? -dayRealised : 0n
  const worst = realisedLoss - dayUnrealised + toStops
  let committed = worst > used ? worst : used
  if (realisedLoss > committed) committed = realisedLoss
  let tickets = 0n
  for (const ticket of figures.tickets) tickets += ticket.worstCaseLoss
  const left = cap - committed - tickets
  return {
    cap,
    capFrom,
    used,
    atRisk: asMoney(committed - used + tickets),
    left: asMoney(left > 0n ? left : 0n),
  }
}
