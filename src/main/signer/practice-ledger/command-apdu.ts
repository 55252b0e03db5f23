export interface CommandApdu {
  readonly cla: number
  readonly ins: number
  readonly p1: number
  readonly p2: number
  readonly data: Uint8Array
}

const HEADER_LENGTH = 4

/** Splits `CLA INS P1 P2 [Lc data]`; null when it is too short or Lc does not fit the length. */
export function parseApdu(bytes: Uint8Array): CommandApdu | null {
  const [cla, ins, p1, p2, lc] = bytes
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) return null
  if (lc !== undefined && bytes.length - HEADER_LENGTH - 1 !== lc) return null
  return { cla, ins, p1, p2, data: bytes.subarray(HEADER_LENGTH + 1) }
}
