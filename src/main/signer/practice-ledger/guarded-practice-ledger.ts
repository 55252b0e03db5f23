import type { PracticeDevice, PracticeLedgerOptions } from './practice-ledger.ts'
import { PracticeLedger } from './practice-ledger.ts'
import { PUBLISHED_TEST_MNEMONIC } from './published-mnemonic.ts'
import type { SigningPolicy, TypedDataLeaf } from './typed-data-policy.ts'
import { NO_POLICY } from './typed-data-policy.ts'

declare const guard: unique symbol

/**
 * A practice device that cannot sign for the venue's mainnet. Only `createGuardedPracticeLedger`
 * makes one; whoever composes a desk asks for this type and cannot be handed a bare device.
 */
export type GuardedDevice = PracticeDevice & { readonly [guard]: true }

const guardedDevices = new WeakSet<object>()

/** The same check for whatever got past the compiler. */
export const isGuardedDevice = (device: object): device is GuardedDevice =>
  guardedDevices.has(device)

const is = (leaf: TypedDataLeaf, key: string, value: string): boolean =>
  leaf.key.toLowerCase() === key.toLowerCase() && leaf.value === value

/** Refuses what mainnet would accept: source "a", chain Mainnet, and hashes that hide both. */
export const PRACTICE_POLICY: SigningPolicy = {
  refuseTypedData(leaves) {
    const message = leaves.filter((leaf) => leaf.root === 'message')
    if (message.some((leaf) => is(leaf, 'source', 'a'))) {
      return 'Source "a" stands for mainnet. A practice device never signs it.'
    }
    if (message.some((leaf) => is(leaf, 'hyperliquidChain', 'Mainnet'))) {
      return 'Chain Mainnet: a practice device never signs for it.'
    }
    return null
  },
  refuseHashes: () => 'A hash hides whether it is for mainnet. Use the full message.',
}

export type GuardedPracticeLedgerOptions = Omit<PracticeLedgerOptions, 'policy' | 'mnemonic'> & {
  /** The published test mnemonic unless another is given. */
  readonly mnemonic?: string
}

/** The only practice device that a desk may have. Throws when the mnemonic is none. */
export function createGuardedPracticeLedger(options: GuardedPracticeLedgerOptions): GuardedDevice {
  const device = new PracticeLedger({
    ...options,
    mnemonic: options.mnemonic ?? PUBLISHED_TEST_MNEMONIC,
    policy: PRACTICE_POLICY,
  })
  guardedDevices.add(device)
  return device as PracticeDevice as GuardedDevice
}

/**
 * The device without the policy, to answer recorded exchanges that name mainnet. It takes no other
 * mnemonic than the published one, so nothing it signs is worth anything.
 */
export function createRecordedVectorsLedger(
  options: Omit<PracticeLedgerOptions, 'policy' | 'mnemonic'>,
): PracticeDevice {
  return new PracticeLedger({ ...options, mnemonic: PUBLISHED_TEST_MNEMONIC, policy: NO_POLICY })
}
