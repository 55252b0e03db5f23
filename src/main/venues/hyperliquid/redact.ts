const MAX_SAMPLE = 400
/** Addresses, hashes, keys and signatures: 0x and at least 32 digits. */
const LONG_HEX = /0x[0-9a-fA-F]{32,}/g

/**
 * The beginning of an unknown message for the log. Every long hex text becomes its first six
 * characters, so that no address or signature gets there.
 */
export function redactedSample(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  const redacted = text.slice(0, MAX_SAMPLE * 4).replace(LONG_HEX, (hex) => `${hex.slice(0, 6)}…`)
  return redacted.length > MAX_SAMPLE ? `${redacted.slice(0, MAX_SAMPLE)}…` : redacted
}
