import { checksummedDigits, toHex } from './bytes-format.ts'
import type { DerivedKey } from './keyring.ts'
import { networkName } from './network-name.ts'
import type { Review, ReviewPair } from './review.ts'

export const hashPair = (title: string, hash: Uint8Array): ReviewPair => ({
  title,
  value: `0x${toHex(hash).toUpperCase()}`,
})

export const hashPairs = (
  domainHash: Uint8Array,
  messageHash: Uint8Array,
): readonly ReviewPair[] => [
  hashPair('Domain hash', domainHash),
  hashPair('Message hash', messageHash),
]

export function addressReview(key: DerivedKey, chainId: bigint): Review {
  const network = networkName(chainId)
  return {
    kind: 'address',
    title: network ? `Verify ${network} address` : 'Verify address',
    pairs: [{ title: 'Address', value: `0x${checksummedDigits(key.address)}` }],
    isBlind: false,
    isSkippable: false,
    accept: 'Confirm',
    reject: 'Cancel',
    accepted: 'Address verified',
    rejected: 'Address verification cancelled',
  }
}

export const messageReview = (text: string): Review => ({
  kind: 'personalMessage',
  title: 'Review message',
  pairs: [{ title: 'Message', value: text }],
  isBlind: false,
  isSkippable: false,
  accept: 'Sign message',
  reject: 'Reject message',
  accepted: 'Message signed',
  rejected: 'Message rejected',
})

export const TRANSACTION_CHECK_QUESTION: Review = {
  kind: 'choice',
  title: 'Enable Transaction Check?',
  pairs: [
    { title: 'Transaction Check', value: 'Get real-time warnings about risky transactions.' },
  ],
  isBlind: false,
  isSkippable: false,
  accept: 'Yes, enable',
  reject: 'Maybe later',
  accepted: 'Transaction Check enabled',
  rejected: '',
}

/** The review of typed data, of its fields or of its hashes. */
export const typedReview = (
  kind: 'typedMessage' | 'hashedMessage',
  pairs: readonly ReviewPair[],
  isTouchModel: boolean,
): Review => ({
  kind,
  title: 'Review typed message',
  pairs,
  isBlind: true,
  isSkippable: kind === 'typedMessage',
  accept: isTouchModel ? 'Sign typed message?' : 'Sign message',
  reject: 'Reject message',
  accepted: 'Message signed',
  rejected: 'Message rejected',
})
