/** Decimals of a size at the venue: 5 for prices from $10,000 on, one less for each tenth, down to 0. */
const MOST = 5

/**
 * What the venue gives an instrument of that price. Prices have six decimal places less these, so
 * that a cheap coin whose size had five would be priced in steps of ten cents.
 */
export function usualSizeDecimals(price: number): number {
  if (!(price > 0)) return MOST
  return Math.min(MOST, Math.max(0, Math.floor(Math.log10(price)) + 1))
}
