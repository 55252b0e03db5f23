/** An ECDSA signature as the venue takes it: r and s are 0x and 64 hex digits, v is 27 or 28. */
export interface Signature {
  readonly r: string
  readonly s: string
  readonly v: 27 | 28
}

/** Paper and testnet sign with source "b", mainnet with "a"; never mixed. */
export type Mode = 'paper' | 'testnet' | 'mainnet'
