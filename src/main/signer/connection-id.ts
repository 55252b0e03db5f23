import { concat, getBytes, keccak256, toBeHex } from 'ethers'

const NO_VAULT = '0x00'
const HAS_VAULT = '0x01'
const HAS_EXPIRY = '0x00'

/** What has to be known beside the bytes to hash an action. */
export interface ActionEnvelope {
  /** Epoch ms; the venue's replay guard. */
  readonly nonce: number
  /** Epoch ms after which the venue refuses the action; null for none. */
  readonly expiresAfterMs: number | null
  /** 0x and 40 hex digits. This desk trades for no vault; the venue's vectors do. */
  readonly vaultAddress?: string | null
}

/**
 * The hash that the device shows: keccak256(bytes ‖ nonce u64 ‖ (00 | 01 ‖ vault) [‖ 00 ‖ expiry
 * u64]), big-endian. Computed with ethers; the venue adapter uses another library. Throws on a number that is
 * no u64.
 */
export function connectionIdOf(actionBytes: Uint8Array, envelope: ActionEnvelope): string {
  const expiry =
    envelope.expiresAfterMs === null ? [] : [HAS_EXPIRY, toBeHex(envelope.expiresAfterMs, 8)]
  const vault = envelope.vaultAddress ? [HAS_VAULT, envelope.vaultAddress] : [NO_VAULT]
  return keccak256(concat([actionBytes, toBeHex(envelope.nonce, 8), ...vault, ...expiry]))
}

/** Bytes from hex with or without 0x; throws a plain sentence otherwise. */
export function actionBytesOf(actionHex: string): Uint8Array {
  const text = actionHex.startsWith('0x') ? actionHex : `0x${actionHex}`
  if (!/^0x([0-9a-fA-F]{2})+$/.test(text)) throw new Error('the action is no hex text')
  return getBytes(text)
}
