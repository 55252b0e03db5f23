import type { StatusWord } from './status-word.ts'
import { STATUS } from './status-word.ts'

/** Commands that carry data signed by Ledger; ours never verifies, so the app calls it invalid. */
const SIGNED_BY_LEDGER: readonly number[] = [
  0x0a, 0x12, 0x14, 0x16, 0x22, 0x24, 0x26, 0x28, 0x2a, 0x30, 0x36, 0x38,
]
/** Transactions, staking keys, decryption, delegation: not what a trading desk's device is for. */
const OUT_OF_SCOPE: readonly number[] = [0x04, 0x0e, 0x10, 0x18, 0x34]

export const isOutOfScope = (ins: number): boolean => OUT_OF_SCOPE.includes(ins)

/** What a command is answered that this device knows of but does not carry out. */
export const statusOfUnsupported = (ins: number): StatusWord =>
  SIGNED_BY_LEDGER.includes(ins) || isOutOfScope(ins)
    ? STATUS.invalidData
    : STATUS.unknownInstruction
