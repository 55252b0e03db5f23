import type { PaperVenue } from '../paper-venue.ts'
import type { Signer } from '../signers.ts'
import type { ExchangeAnswer } from './exchange-answer.ts'
import { DONE } from './exchange-answer.ts'

/** Who signed, and whose account it is about. */
export interface Identity {
  readonly signer: string
  readonly account: string
}

/** What carrying out an action needs. */
export interface Context {
  readonly venue: PaperVenue
  readonly identity: Identity
  readonly signer: Signer
}

/** Writes the used nonce where nothing else changed. */
export function done({ venue, identity, signer }: Context): ExchangeAnswer {
  venue.commit({ events: [], accounts: [identity.account], signers: [signer] })
  return DONE
}
