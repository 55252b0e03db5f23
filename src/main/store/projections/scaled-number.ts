/** A whole number of a decision's figures as SQL compares it; null where it has none. */
export function scaledNumber(text: string | undefined): bigint | null {
  return text !== undefined && /^-?\d{1,18}$/.test(text) ? BigInt(text) : null
}
