/** A price for a strategy's sentence: five significant figures below 10,000, cents above. */
export function describePrice(price: number): string {
  if (!(Math.abs(price) < 1e15)) return String(price)
  const digits = Math.max(0, Math.ceil(Math.log10(Math.abs(price) || 1)))
  const places = Math.min(8, Math.max(2, 5 - digits))
  const [whole = '0', fraction] = price.toFixed(places).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** A share as a percentage with two decimals: 0.0123 is "1.23 %". */
export const describePercent = (share: number): string => `${(share * 100).toFixed(2)} %`
