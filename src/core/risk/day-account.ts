import type { Money } from '../money/amount.ts'
import { addMoney, asMoney, subtractMoney, ZERO_MONEY } from '../money/amount.ts'

/** The day's book: what the daily loss cap is measured with (R1). */
export interface DayAccount {
  readonly dayKey: string
  readonly startEquity: Money
  /** Unrealised profit when the day began, so that yesterday's gains are not today's. */
  readonly startUnrealised: Money
  /** Realised since then, net of fees and funding. */
  readonly realised: Money
}

/**
 * Whether a day begins: on the first look, and when the date moved on. A clock that was set back
 * does not begin a day again, and midnights that nobody saw begin one day, the one that it now is.
 */
export const beginsDay = (account: DayAccount | null, dayKey: string): boolean =>
  account === null || dayKey > account.dayKey

export const openDay = (dayKey: string, equity: Money, unrealised: Money): DayAccount => ({
  dayKey,
  startEquity: equity,
  startUnrealised: unrealised,
  realised: ZERO_MONEY,
})

/** Profit of a closing fill, its fee (positive is paid) and funding (positive is received). */
export function withRealised(
  account: DayAccount,
  closedPnl: Money,
  feePaid: Money,
  fundingReceived: Money,
): DayAccount {
  const change = asMoney(closedPnl - feePaid + fundingReceived)
  return { ...account, realised: addMoney(account.realised, change) }
}

/** What RiskInputs wants to know of the day. */
export const dayFiguresOf = (
  account: DayAccount,
  unrealised: Money,
): {
  readonly dayStartEquity: Money
  readonly dayRealised: Money
  readonly dayUnrealised: Money
} => ({
  dayStartEquity: account.startEquity,
  dayRealised: account.realised,
  dayUnrealised: subtractMoney(unrealised, account.startUnrealised),
})
