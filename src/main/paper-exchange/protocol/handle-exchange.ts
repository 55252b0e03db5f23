import type { PaperVenue } from '../paper-venue.ts'
import { takeNonce } from '../signers.ts'
import type { L1Message } from '../verify-signature.ts'
import { isUserSigned, recoverL1Signer, recoverUserSigner } from '../verify-signature.ts'
import type { AddressLimits } from './address-limits.ts'
import { weightOfAction } from './address-limits.ts'
import type { ExchangeAnswer } from './exchange-answer.ts'
import { refused } from './exchange-answer.ts'
import { performAction } from './perform-action.ts'
import type { Action } from './wire-schemas.ts'
import { exchangeBodySchema, hashedForm, parseAction } from './wire-schemas.ts'

/** `unreadable`: the venue answers HTTP 422 with this text. */
export type ExchangeReply =
  | { readonly kind: 'answer'; readonly answer: ExchangeAnswer; readonly actionType: string }
  | { readonly kind: 'unreadable'; readonly message: string }

export const UNREADABLE = 'Failed to deserialize the JSON body into the target type'

/** What came after its expiry costs an address so many times as much. */
const EXPIRED_TIMES = 5

interface Envelope {
  readonly action: Action
  readonly received: Record<string, unknown>
  readonly message: Omit<L1Message, 'action'>
  readonly signature: { readonly r: string; readonly s: string; readonly v: number }
}

/** Carries out signed actions: signature, nonce, expiry, limits, then the action itself. */
export class ExchangeHandler {
  readonly #venue: PaperVenue
  readonly #limits: AddressLimits

  constructor(venue: PaperVenue, limits: AddressLimits) {
    this.#venue = venue
    this.#limits = limits
  }

  handle(body: unknown): ExchangeReply {
    const envelope = readEnvelope(body)
    if (!envelope) return { kind: 'unreadable', message: UNREADABLE }
    this.#venue.advance()
    return { kind: 'answer', answer: this.#perform(envelope), actionType: envelope.action.type }
  }

  #perform(envelope: Envelope): ExchangeAnswer {
    const { action, message } = envelope
    const identity = this.#identify(envelope)
    if ('refusal' in identity) return refused(identity.refusal)
    const wallMs = this.#venue.wallMs()
    const signer = this.#venue.signers.entry(identity.signer)
    const wrongNonce = takeNonce(signer, message.nonce, wallMs)
    if (wrongNonce) return refused(wrongNonce)
    const change = { events: [], accounts: [identity.account], signers: [signer] }
    const isExpired = message.expiresAfterMs !== null && message.expiresAfterMs < wallMs
    const weight = (isExpired ? EXPIRED_TIMES : 1) * weightOfAction(action)
    const overLimit = this.#limits.take(this.#venue, identity.account, action, weight, wallMs)
    if (overLimit || isExpired) {
      this.#venue.commit(change)
      return refused(
        overLimit ?? `Action expired: expiresAfter ${message.expiresAfterMs} is before ${wallMs}`,
      )
    }
    return performAction(this.#venue, identity, action, signer)
  }

  /** Who signed, and for which account. */
  #identify(
    envelope: Envelope,
  ): { readonly signer: string; readonly account: string } | { readonly refusal: string } {
    const { action, message, signature } = envelope
    if (isUserSigned(action.type)) return this.#identifyUser(envelope)
    const signer = recoverL1Signer({ ...message, action: hashedForm(action) }, signature)
    if (signer === null) return { refusal: 'Invalid signature.' }
    if (message.vaultAddress !== null) {
      return { refusal: `Vault not registered: ${message.vaultAddress}` }
    }
    const master = this.#venue.signers.masterOf(signer, this.#venue.wallMs())
    const account = master ?? this.#venue.accountFor(signer)?.address
    return account
      ? { signer, account }
      : { refusal: `User or API Wallet ${signer} does not exist.` }
  }

  #identifyUser({
    action,
    received,
    message,
    signature,
  }: Envelope):
    | { readonly signer: string; readonly account: string }
    | { readonly refusal: string } {
    if ('hyperliquidChain' in action && action.hyperliquidChain !== 'Testnet') {
      return { refusal: 'Paper trading takes hyperliquidChain Testnet only.' }
    }
    const isOther =
      ('nonce' in action && action.nonce !== message.nonce) ||
      ('destination' in action && action.time !== message.nonce)
    if (isOther) {
      return { refusal: 'Invalid nonce: the nonce of the action is not that of the request' }
    }
    const signer = recoverUserSigner(received, signature)
    if (signer === null) return { refusal: 'Invalid signature.' }
    const account = this.#venue.accountFor(signer)?.address
    return account
      ? { signer, account }
      : { refusal: `Must deposit before performing actions. User: ${signer}` }
  }
}

function readEnvelope(body: unknown): Envelope | null {
  const parsed = exchangeBodySchema.safeParse(body)
  if (!parsed.success) return null
  const received = (body as { action: Record<string, unknown> }).action
  const action = parseAction(parsed.data.action)
  if (!action) return null
  const { nonce, vaultAddress, expiresAfter, signature } = parsed.data
  return {
    action,
    received,
    signature,
    message: {
      nonce,
      vaultAddress: vaultAddress ?? null,
      expiresAfterMs: expiresAfter ?? null,
    },
  }
}
