import { z } from 'zod'

/** Ledger Live numbers accounts in the third place of the path, older wallets in the last. */
export const PATH_SCHEMES = ['ledgerLive', 'legacy'] as const
export type PathScheme = (typeof PATH_SCHEMES)[number]

/** Whose device is asked: the one of this desk, or the Ledger that another venue would be signed with. */
export const DEVICE_TARGETS = ['desk', 'testnet', 'mainnet'] as const
export type DeviceTarget = (typeof DEVICE_TARGETS)[number]
export const deviceTarget = z.enum(DEVICE_TARGETS)

export const openVenueRequest = z.strictObject({
  mode: z.enum(['paper', 'testnet', 'mainnet']),
  typedWord: z.string().max(40),
})

/** The account that this data folder trades at a venue. */
export interface VenueAccountView extends AccountChoiceView {
  readonly mode: 'testnet' | 'mainnet'
  /** When its owner compared the address on the device; null is not in this version's file. */
  readonly comparedMs: number | null
  /** True when a log of this account exists: it cannot be exchanged for another any more. */
  readonly isFounded: boolean
}

export const readAccountsRequest = z.strictObject({
  target: deviceTarget,
  scheme: z.enum(PATH_SCHEMES),
  from: z.int().min(0).max(995),
})
export type ReadAccountsRequest = z.infer<typeof readAccountsRequest>

/** "44'/60'/0'/0/0" and the like. */
export const derivationPathText = z
  .string()
  .regex(/^44'\/60'\/(\d{1,3}'\/0\/0|0'\/\d{1,3})$/, 'an Ethereum path')

export interface AccountChoiceView {
  readonly derivationPath: string
  /** With its checksum. */
  readonly address: string
}

export interface PracticeSignatureView {
  readonly recoveredAddress: string
  readonly signature: string
}

/** One approval receipt, as the list shows it. */
export interface ReceiptView {
  readonly seq: number
  readonly ticketId: string
  readonly attempt: number
  readonly sentence: string
  readonly kind: string
  readonly digest: string
  readonly connectionId: string
  readonly nonce: number
  readonly expiresAfterMs: number | null
  readonly recoveredAddress: string
  /** By the session key where it is not the account itself. */
  readonly isBySession: boolean
  readonly signature: string
  readonly actionHex: string
  readonly decision: string
  readonly approvedWallMs: number
  readonly signedWallMs: number
  readonly hash: string
}

export const receiptsPageRequest = z.strictObject({ beforeSeq: z.int().min(1).nullable() })

export interface ReceiptsVerdictView {
  readonly isWhole: boolean
  /** What was checked, or where it breaks and how, in one sentence. */
  readonly sentence: string
  readonly wrongSeq: number | null
}
