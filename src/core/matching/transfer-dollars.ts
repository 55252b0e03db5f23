import type { Money } from '../money/amount.ts'
import { asMoney, ZERO_MONEY } from '../money/amount.ts'
import type { AccountOutcome } from './leverage.ts'
import { availableMargin } from './margin.ts'
import type { VenueAccount, VenueState } from './venue-state.ts'

/** Moves dollars between the spot and the perpetual side; what positions need cannot leave. */
export function transferDollars(
  state: VenueState,
  account: VenueAccount,
  amount: Money,
  toPerpetuals: boolean,
): AccountOutcome {
  if (account.isUnified) return 'Action disabled when unified account is active'
  if (amount <= 0n) return 'Invalid amount.'
  const available = toPerpetuals ? account.spotDollars : availableMargin(state, account)
  if (amount > available) {
    return toPerpetuals
      ? 'Insufficient spot balance for transfer.'
      : 'Insufficient balance for withdrawal.'
  }
  const moved = toPerpetuals ? amount : -amount
  account.collateral = asMoney(account.collateral + moved)
  account.spotDollars = asMoney(account.spotDollars - moved)
  return null
}

/** Takes dollars out of the account, as far as its positions do not need them. */
export function takeDollars(
  state: VenueState,
  account: VenueAccount,
  amount: Money,
): AccountOutcome {
  if (amount <= 0n) return 'Invalid amount.'
  if (amount > availableMargin(state, account)) return 'Insufficient balance for withdrawal.'
  account.collateral = asMoney(account.collateral - amount)
  return null
}

/** Makes the account unified: what lay on the spot side carries positions from now on. */
export function unifyAccount(account: VenueAccount): void {
  account.isUnified = true
  account.collateral = asMoney(account.collateral + account.spotDollars)
  account.spotDollars = ZERO_MONEY
}
