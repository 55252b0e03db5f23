import type { Money } from '../money/amount.ts'
import { asMoney, ZERO_MONEY } from '../money/amount.ts'

/** The day's book: what the daily loss cap is measured with (R1). */
export interface DayAccount {
  readonly dayKey: string
  readonly startEquity: Money
  /** Profit of closing fills since then, before fees. */
  readonly realised: Money
  /** Paid since then; negative where the venue paid. */
  readonly fees: Money
  /** Received since then; negative where it was paid. */
  readonly funding: Money
}

/**
 * Whether a day begins: on the first look, and when the date moved on. A clock that was set back
 * does not begin a day again, and midnights that nobody saw begin one day, the one that it now is.
 */
export const beginsDay = (account: DayAccount | null, dayKey: string): boolean =>
  account === null || dayKey > account.dayKey

export const openDay = (dayKey: string, startEquity: Money): DayAccount => ({
  dayKey,
  startEquity,
  realised: ZERO_MONEY,
  fees: ZERO_MONEY,
  funding: ZERO_MONEY,
})

/** Profit of a fill that closes, and its fee (positive is paid). */
export const withFill = (account: DayAccount, closedPnl: Money, feePaid: Money): DayAccount => ({
  ...account,
  realised: asMoney(account.realised + closedPnl),
  fees: asMoney(account.fees + feePaid),
})

/** Funding (positive is received). */
export const withFunding = (account: DayAccount, received: Money): DayAccount => ({
  ...account,
  funding: asMoney(account.funding + received),
})

/**
 * What RiskInputs wants to know of the day. What the account's value has changed by and was not
 * realised is the day's change of the unrealised profit, so yesterday's gains are not today's.
 */
export function dayFiguresOf(
  account: DayAccount,
  equity: Money,
): {
  readonly dayStartEquity: Money
  readonly dayRealised: Money
  readonly dayUnrealised: Money
} {
  const dayRealised = asMoney(account.realised - account.fees + account.funding)
  return {
    dayStartEquity: account.startEquity,
    dayRealised,
    dayUnrealised: asMoney(equity - account.startEquity - dayRealised),
  }
}
