import type { ReceiptView } from '#contract/custody.ts'
import type { CustodyView, SessionView } from '#contract/custody-views.ts'
import { MINUTE_MS, WALL_NOW_MS } from './fixture-parts.ts'

export const NO_SESSION: SessionView = {
  stage: 'none',
  agentAddress: null,
  agentName: null,
  startedMs: null,
  validUntilMs: null,
  isEnding: false,
  problem: null,
  lastEnding: null,
}

/** A session that is being asked for, or that has begun; null for another word. */
export function sessionAt(stage: string | null): SessionView | null {
  if (stage !== 'onDevice' && stage !== 'active') return null
  return {
    ...NO_SESSION,
    stage,
    agentAddress: '0x51c0a3b6cf7c44d6f1fb4e83b0d0a6a5d71f7a10',
    agentName: 'countersign valid_until 1678985400000',
    startedMs: WALL_NOW_MS - 20 * MINUTE_MS,
    validUntilMs: WALL_NOW_MS + 460 * MINUTE_MS,
  }
}

export const CUSTODY: CustodyView = {
  accountAddress: '0xdad77910dbdfde764fc21fcd4e74d71bbaca6d8d',
  derivationPath: "44'/60'/0'/0/0",
  session: NO_SESSION,
  driver: { setting: 'automatic', isFixed: false },
  deviceQuestion: null,
}

const receipt = (seq: number, sentence: string, isBySession: boolean): ReceiptView => ({
  seq,
  ticketId: `t-${seq + 7}`,
  attempt: 1,
  sentence,
  kind: 'bracket',
  digest: '7c'.repeat(32),
  connectionId: `0x${'4e'.repeat(32)}`,
  nonce: 1_679_000_000_000 + seq,
  expiresAfterMs: 1_679_000_060_000 + seq,
  recoveredAddress: isBySession
    ? '0x51c0a3b6cf7c44d6f1fb4e83b0d0a6a5d71f7a10'
    : '0xdad77910dbdfde764fc21fcd4e74d71bbaca6d8d',
  isBySession,
  signature: `0x${'9a'.repeat(65)}`,
  actionHex: '83a474797065a56f72646572',
  decision: 'passed',
  approvedWallMs: WALL_NOW_MS - (9 - seq) * 20 * MINUTE_MS,
  signedWallMs: WALL_NOW_MS - (9 - seq) * 20 * MINUTE_MS + 11_000,
  hash: 'd4'.repeat(32),
})

/** Newest first, as the desk gives them. */
export const RECEIPTS: readonly ReceiptView[] = [
  receipt(4, 'Move the stop of BTC to 19,826.', true),
  receipt(
    3,
    'Buy 0.10812 BTC at the market, at no more than 20,292, stop at 19,826 and take profit at 21,040.',
    false,
  ),
  receipt(2, 'Cancel the entry of 0.4 ETH at 1,441.2.', true),
  receipt(
    1,
    'Sell 1.2044 ETH at the market, at no less than 1,462.3, take profit at 1,419.6.',
    false,
  ),
]
