export type Side = 'buy' | 'sell'

export const opposite = (side: Side): Side => (side === 'buy' ? 'sell' : 'buy')
/** +1n for a buy, −1n for a sell. */
export const signOf = (side: Side): 1n | -1n => (side === 'buy' ? 1n : -1n)
