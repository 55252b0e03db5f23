import type { Money, Price } from '../money/amount.ts'
import { asMoney } from '../money/amount.ts'
import { shareOf } from '../money/rounding.ts'
import { DeniedDecision } from './check-order.ts'
import type { DayFigures } from './day-budget.ts'
import { dayBudget } from './day-budget.ts'
import { positionLoss } from './exposure.ts'
import { checkState } from './order-checks.ts'
import type { RiskPosition } from './risk-inputs.ts'
import type { RiskState } from './risk-state.ts'

/** Everything that the move of a stop is judged by. */
export interface StopMove {
  readonly state: RiskState
  readonly equity: Money
  readonly day: DayFigures
  readonly coin: string
  /** Where the stop would rest. */
  readonly stopPrice: Price
}

const lossOf = (position: RiskPosition, { day }: StopMove): Money =>
  positionLoss(position, position.entryPrice, day.limits)

/**
 * A stop that is moved away from the market adds risk as an entry does: it is denied while the desk
 * is not active, and where the position could then lose more than one trade may, the open risk goes
 * over its cap, or the day's budget does not cover it. Null when it may rest there. A stop that is
 * moved nearer is never asked.
 */
export function checkStopMove(move: StopMove): DeniedDecision | null {
  const finding = checkState(move.state)
  if (finding !== null) return new DeniedDecision(finding.code, finding.values)
  const { coin, stopPrice, equity, day } = move
  const { limits, tickets } = day
  const positions = day.positions.map((position) =>
    position.coin === coin ? { ...position, stopPrice } : position,
  )
  let loss = 0n
  let openRisk = 0n
  for (const position of positions) {
    const own = lossOf(position, move)
    openRisk += own
    if (position.coin === coin) loss += own
  }
  for (const ticket of tickets) openRisk += ticket.worstCaseLoss
  const denied = (reckoned: bigint, allowed: bigint, cap: string): DeniedDecision =>
    new DeniedDecision('STOP_TOO_FAR', {
      coin,
      stop: stopPrice,
      loss: asMoney(loss),
      reckoned: asMoney(reckoned),
      allowed: asMoney(allowed),
      cap,
    })
  const perTrade = shareOf(equity, limits.riskPerTrade, 'down')
  if (loss > perTrade) return denied(loss, perTrade, 'what one trade may lose')
  const open = shareOf(equity, limits.openRiskMax, 'down')
  if (openRisk > open) return denied(openRisk, open, 'the open risk of all positions')
  const { used, atRisk, cap } = dayBudget({ ...day, positions })
  const dayWorst = used + atRisk
  return dayWorst > cap ? denied(dayWorst, cap, "the day's loss cap") : null
}
