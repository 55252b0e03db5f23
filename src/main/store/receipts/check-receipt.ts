import { createHash } from 'node:crypto'
import { concat, keccak256, recoverAddress, TypedDataEncoder, toBeHex } from 'ethers'
import type { ReceiptRow } from './receipt-row.ts'

const AGENT_TYPES = {
  Agent: [
    { name: 'source', type: 'string' },
    { name: 'connectionId', type: 'bytes32' },
  ],
}
const VENUE_DOMAIN = {
  name: 'Exchange',
  version: '1',
  chainId: 1337,
  verifyingContract: '0x0000000000000000000000000000000000000000',
}

/**
 * The venue's hash of an action: keccak256 over the bytes, the nonce as eight bytes, 00 for "no
 * vault" and, where there is an expiry, 00 and eight bytes of it. Made here from the receipt alone,
 * without the code that made it for the device.
 */
function connectionIdOf(row: ReceiptRow): string {
  const parts = [`0x${row.action_hex}`, toBeHex(row.nonce, 8), '0x00']
  if (row.expires_after_ms !== null) parts.push('0x00', toBeHex(row.expires_after_ms, 8))
  return keccak256(concat(parts))
}

function signerOf(row: ReceiptRow): string {
  const message = { source: row.source, connectionId: row.connection_id }
  const hash = TypedDataEncoder.hash(VENUE_DOMAIN, AGENT_TYPES, message)
  return recoverAddress(hash, { r: row.r, s: row.s, v: row.v })
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

function termsKind(row: ReceiptRow): unknown {
  const terms: unknown = JSON.parse(row.terms)
  return typeof terms === 'object' && terms !== null && 'kind' in terms ? terms.kind : null
}

function wrongFigure(row: ReceiptRow): string | null {
  if (!isSame(connectionIdOf(row), row.connection_id)) {
    return 'its action, nonce and expiry do not give the hash that was signed'
  }
  if (!isSame(signerOf(row), row.recovered_address)) {
    return 'its signature is not by the address that it names'
  }
  if (termsKind(row) === 'bracket' && !isSame(row.recovered_address, row.account)) {
    return "an order that adds risk was not signed by the account's own address"
  }
  if (createHash('sha256').update(row.terms, 'utf8').digest('hex') !== row.digest) {
    return 'its terms do not give the digest that was approved'
  }
  return null
}

/** Null when hash, signer and digest follow from what the receipt holds; otherwise what does not. */
export function wrongReceipt(row: ReceiptRow): string | null {
  try {
    return wrongFigure(row)
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split(' (')[0] ?? '') : String(cause)
    return `it holds a value that cannot be one of a receipt: ${why}`
  }
}
