import type { Money, Quantity } from '../money/amount.ts'
import { asMoney, asQuantity, SCALE } from '../money/amount.ts'
import { notional, quantityFor, shareOf } from '../money/rounding.ts'
import { roundToLot } from '../money/tick.ts'
import { dayBudget } from './day-budget.ts'
import type { DenialCode } from './denial-codes.ts'
import {
  lossPerUnitE24,
  marginOf,
  positionLoss,
  positionNotional,
  unitsWithin,
} from './exposure.ts'
import type { OrderPrices } from './order-prices.ts'
import type { RiskInputs } from './risk-inputs.ts'

export type CapName =
  | 'riskPerTrade'
  | 'dayBudget'
  | 'openRisk'
  | 'positionMargin'
  | 'grossNotional'
  | 'requested'

/** What one rule leaves for this order. */
export interface Cap {
  readonly name: CapName
  /** For an order that asks for more than fits. */
  readonly code: DenialCode
  /** Dollars that the rule leaves: of loss, margin or notional; never negative. */
  readonly allowed: Money
  /** Units that fit into them, not yet down to the lot. */
  readonly units: Quantity
}

const CODE: Readonly<Record<Exclude<CapName, 'requested'>, DenialCode>> = {
  riskPerTrade: 'OVER_RISK_PER_TRADE',
  dayBudget: 'OVER_DAY_BUDGET',
  openRisk: 'OVER_OPEN_RISK',
  positionMargin: 'OVER_POSITION_MARGIN',
  grossNotional: 'OVER_GROSS_NOTIONAL',
}

const notBelowZero = (amount: bigint): Money => asMoney(amount > 0n ? amount : 0n)

/** What the other positions and tickets already take of each cap. */
interface Taken {
  readonly openRisk: bigint
  readonly coinMargin: bigint
  readonly notional: bigint
}

function takenBy(inputs: RiskInputs): Taken {
  const { limits, instrument } = inputs
  let openRisk = 0n
  let coinMargin = 0n
  let gross = 0n
  for (const position of inputs.positions) {
    const amount = positionNotional(position)
    openRisk += positionLoss(position, position.entryPrice, limits)
    gross += amount
    if (position.coin === instrument.coin) coinMargin += marginOf(amount, inputs.leverage)
  }
  for (const ticket of inputs.tickets) {
    openRisk += ticket.worstCaseLoss
    gross += ticket.notional
    if (ticket.coin === instrument.coin) coinMargin += ticket.margin
  }
  return { openRisk, coinMargin, notional: gross }
}

/**
 * R2 and R3: what each rule leaves, in the documented order. `equity` is what shares are taken of.
 * The division is exact and goes down, so that the rounded-up loss, margin or notional of the
 * quantity never exceeds what is allowed.
 */
export function orderCaps(
  inputs: RiskInputs,
  prices: OrderPrices & { readonly stop: NonNullable<OrderPrices['stop']> },
  equity: Money,
): readonly Cap[] {
  const { limits, proposal, leverage } = inputs
  const taken = takenBy(inputs)
  const lossE24 = lossPerUnitE24(proposal.side, prices.worst, prices.stop, limits)
  const share = (ratio: Parameters<typeof shareOf>[1]) => shareOf(equity, ratio, 'down')
  const cap = (name: Exclude<CapName, 'requested'>, allowed: Money, units: bigint): Cap => ({
    name,
    code: CODE[name],
    allowed,
    units: asQuantity(units),
  })
  const byLoss = (name: 'riskPerTrade' | 'dayBudget' | 'openRisk', allowed: Money): Cap =>
    cap(name, allowed, unitsWithin(allowed, lossE24))
  const margin = notBelowZero(share(limits.positionMarginMax) - taken.coinMargin)
  const gross = notBelowZero(share(limits.grossNotionalMax) - taken.notional)
  return [
    byLoss('riskPerTrade', notBelowZero(share(limits.riskPerTrade))),
    byLoss('dayBudget', dayBudget(inputs).left),
    byLoss('openRisk', notBelowZero(share(limits.openRiskMax) - taken.openRisk)),
    cap('positionMargin', margin, (margin * BigInt(leverage) * SCALE) / prices.exposure),
    cap('grossNotional', gross, (gross * SCALE) / prices.exposure),
  ]
}

/** The smallest cap; of equal ones the first. */
export function bindingCap(caps: readonly Cap[]): Cap {
  const [first, ...others] = caps
  if (first === undefined) throw new Error('there are always caps')
  let least = first
  for (const cap of others) if (cap.units < least.units) least = cap
  return least
}

/** The units that a person asked for, down to the lot; null where the caps decide. */
export function requestedQuantity(inputs: RiskInputs, prices: OrderPrices): Quantity | null {
  const { sizing } = inputs.proposal
  const { sizeDecimals } = inputs.instrument
  if (sizing.by === 'risk') return null
  const units =
    sizing.by === 'quantity'
      ? sizing.quantity
      : quantityFor(sizing.notional, prices.reference, 'down')
  return roundToLot(asQuantity(units > 0n ? units : 0n), sizeDecimals)
}

/** The value that the venue holds against its minimum: at the price of the order itself. */
export const orderValue = (prices: OrderPrices, quantity: Quantity): Money =>
  notional(prices.worst, quantity, 'down')
