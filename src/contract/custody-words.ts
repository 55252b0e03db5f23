/** How many accounts are read at a time. */
export const ACCOUNTS_A_PAGE = 5

/** What has to be typed before the desk restarts with real money. */
export const MAINNET_WORD = 'REAL MONEY'
