import { takeDollars, transferDollars } from '#core/matching/transfer-dollars.ts'
import { deposit } from '#core/matching/venue-state.ts'
import type { Money } from '#core/money/amount.ts'
import { asMoney, SCALE } from '#core/money/amount.ts'
import { parseMoney } from '#core/money/decimal.ts'
import type { LedgerEntry } from '../archive.ts'
import type { Context } from './action-context.ts'
import type { ExchangeAnswer } from './exchange-answer.ts'
import { DONE, refused } from './exchange-answer.ts'
import { readOrNull } from './read-or-null.ts'

/** What the venue keeps of every withdrawal. */
const WITHDRAWAL_FEE = asMoney(SCALE)

type Entry = Omit<LedgerEntry, 'account' | 'timeMs'>
type OwnAccount = NonNullable<ReturnType<Context['venue']['accountFor']>>

/** Moves money and writes it down for each account that it concerns; or says why not. */
function move(
  { venue, identity, signer }: Context,
  amountText: string,
  act: (account: OwnAccount, amount: Money) => string | null,
  entryOf: (amount: Money) => Entry,
  others: readonly string[] = [],
): ExchangeAnswer {
  const account = venue.accountFor(identity.account)
  const amount = readOrNull(amountText, parseMoney)
  const refusal = account === null || amount === null ? 'Invalid amount.' : act(account, amount)
  const accounts = refusal === null ? [identity.account, ...others] : [identity.account]
  venue.commit({ events: [], accounts, signers: [signer] }, () => {
    if (refusal !== null || amount === null) return
    const timeMs = venue.time.nowMs
    for (const address of accounts) {
      venue.archive.recordLedger({ account: address, timeMs, ...entryOf(amount) })
    }
  })
  return refusal === null ? DONE : refused(refusal)
}

/** Between the spot and the perpetual side of one account. */
export const transfer = (context: Context, amount: string, toPerp: boolean): ExchangeAnswer =>
  move(
    context,
    amount,
    (account, dollars) => transferDollars(context.venue.state, account, dollars, toPerp),
    (dollars) => ({ kind: 'accountClassTransfer', amount: dollars, toPerp }),
  )

/** Out of the venue; paper dollars go nowhere. */
export const withdraw = (context: Context, amount: string, nonce: number): ExchangeAnswer =>
  move(
    context,
    amount,
    (account, dollars) =>
      dollars <= WITHDRAWAL_FEE
        ? 'Invalid amount.'
        : takeDollars(context.venue.state, account, dollars),
    (dollars) => ({
      kind: 'withdraw',
      amount: dollars - WITHDRAWAL_FEE,
      fee: WITHDRAWAL_FEE,
      nonce,
    }),
  )

/** To another account of the venue, which is opened where it is new. */
export function sendDollars(context: Context, amount: string, destination: string): ExchangeAnswer {
  const { state } = context.venue
  const sender = context.identity.account
  return move(
    context,
    amount,
    (account, dollars) => {
      const isOwn = destination === sender
      const refusal = isOwn ? 'Invalid amount.' : takeDollars(state, account, dollars)
      if (refusal === null) deposit(state, destination, dollars)
      return refusal
    },
    (dollars) => ({ kind: 'internalTransfer', amount: dollars, sender, destination }),
    [destination],
  )
}
