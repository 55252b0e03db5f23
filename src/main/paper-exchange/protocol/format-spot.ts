/** One quote token and one pair, so that clients which load spot markets find a sound list. */
const token = (name: string, index: number, szDecimals: number, weiDecimals: number) => ({
  name,
  szDecimals,
  weiDecimals,
  index,
  tokenId: `0x${index.toString(16).padStart(32, '0')}`,
  isCanonical: true,
  evmContract: null,
  fullName: null,
  deployerTradingFeeShare: '0.0',
})

/** As in spotMeta. Nothing here is traded by the paper exchange. */
export const toSpotMeta = () => ({
  universe: [{ tokens: [1, 0], name: 'PURR/USDC', index: 0, isCanonical: true }],
  tokens: [token('USDC', 0, 8, 8), token('PURR', 1, 0, 5)],
})

export const toSpotAssetCtxs = () => [
  {
    prevDayPx: '0.2',
    dayNtlVlm: '0.0',
    markPx: '0.2',
    midPx: null,
    circulatingSupply: '600000000.0',
    coin: 'PURR/USDC',
    totalSupply: '600000000.0',
    dayBaseVlm: '0.0',
  },
]
