/** Networks that the Ethereum app knows by name, as far as this desk meets them. */
const NAMES: Readonly<Record<string, string>> = {
  '1': 'Ethereum',
  '10': 'OP Mainnet',
  '56': 'BNB Chain',
  '137': 'Polygon',
  '8453': 'Base',
  '42161': 'Arbitrum One',
  '43114': 'Avalanche',
}

export const networkName = (chainId: bigint): string | null => NAMES[chainId.toString()] ?? null
