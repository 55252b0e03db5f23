import type { Mode } from '#core/model/signature.ts'

export interface AllowedHost {
  readonly host: string
  readonly modes: readonly Mode[]
  /** What is sent there and why, for docs/privacy.md. */
  readonly purpose: string
  /** Only after a person has asked for it. */
  readonly isOnRequest?: true
}

/** This computer: the paper exchange, device emulators, the services of the system. */
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'] as const

/**
 * Every host on the network that the desk ever connects to. docs/privacy.md holds the same list,
 * and network-guard.ts refuses all others.
 */
export const allowedHosts: readonly AllowedHost[] = [
  {
    host: 'api.hyperliquid.xyz',
    modes: ['mainnet'],
    purpose: 'prices, your account’s address, your signed orders: the exchange itself',
  },
  {
    host: 'api.hyperliquid-testnet.xyz',
    modes: ['testnet'],
    purpose: 'the same on the exchange’s test network, with play money',
  },
  {
    host: 'discord.com',
    modes: ['testnet', 'mainnet'],
    purpose: 'alerts to your own channel, once you have entered its webhook; never before',
  },
  {
    host: 'api.hyperliquid.xyz',
    modes: ['paper'],
    purpose: 'only once you have switched live prices on: public prices, no address, no account',
    isOnRequest: true,
  },
]

/** What a desk of a mode may connect to; paper has no host but this computer by itself. */
export const hostsOf = (mode: Mode, hasLivePrices = false): ReadonlySet<string> =>
  new Set([
    ...(mode === 'mainnet' ? [] : LOOPBACK),
    ...allowedHosts
      .filter(({ modes, isOnRequest }) => modes.includes(mode) && (!isOnRequest || hasLivePrices))
      .map(({ host }) => host),
  ])
