import type { Mode } from '#core/model/signature.ts'

export interface VenueAddress {
  readonly httpUrl: string
  readonly wsUrl: string
}

/** The venue's own documentation, "API servers". Paper has the address of its own exchange. */
export const VENUE_ADDRESSES: Record<Exclude<Mode, 'paper'>, VenueAddress> = {
  mainnet: { httpUrl: 'https://api.hyperliquid.xyz', wsUrl: 'wss://api.hyperliquid.xyz/ws' },
  testnet: {
    httpUrl: 'https://api.hyperliquid-testnet.xyz',
    wsUrl: 'wss://api.hyperliquid-testnet.xyz/ws',
  },
}
