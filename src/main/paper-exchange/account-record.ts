import type {
  DayVolume,
  Leverage,
  VenueAccount,
  VenuePosition,
  VenueState,
} from '#core/matching/venue-state.ts'
import { createAccount } from '#core/matching/venue-state.ts'
import type { Money } from '#core/money/amount.ts'
import { ZERO_MONEY } from '#core/money/amount.ts'

/** An account as the archive keeps it: maps as lists; its orders lie in a table of their own. */
interface AccountRecord {
  readonly address: string
  readonly collateral: Money
  readonly depositTotal: Money
  /** Records of earlier versions know of the perpetual side only. */
  readonly spotDollars?: Money
  readonly isUnified?: boolean
  readonly positions: readonly VenuePosition[]
  readonly leverage: readonly (readonly [number, Leverage])[]
  readonly volumeTotal: Money
  readonly volumeByDay: readonly DayVolume[]
}

export function toAccountRecord(account: VenueAccount): AccountRecord {
  return {
    address: account.address,
    collateral: account.collateral,
    depositTotal: account.depositTotal,
    spotDollars: account.spotDollars,
    isUnified: account.isUnified,
    positions: [...account.positions.values()],
    leverage: [...account.leverage.entries()],
    volumeTotal: account.volumeTotal,
    volumeByDay: account.volumeByDay,
  }
}

/** Puts an account back into the venue as it was written. */
export function restoreAccount(state: VenueState, body: unknown): void {
  const record = body as AccountRecord
  const account = createAccount(record.address)
  account.collateral = record.collateral
  account.depositTotal = record.depositTotal
  account.spotDollars = record.spotDollars ?? ZERO_MONEY
  account.isUnified = record.isUnified ?? false
  account.volumeTotal = record.volumeTotal
  account.volumeByDay = [...record.volumeByDay]
  for (const [asset, leverage] of record.leverage) account.leverage.set(asset, leverage)
  for (const position of record.positions) {
    account.positions.set(position.asset, position)
    state.markets[position.asset]?.holders.add(record.address)
  }
  state.accounts.set(record.address, account)
}
