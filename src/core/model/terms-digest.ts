import { canonicalJson } from './canonical-json.ts'
import { sha256Hex } from './sha256.ts'
import type { Terms } from './terms.ts'
import { utf8Bytes } from './utf8.ts'

/** 64 hex digits that stand for exactly these terms; the nonce and the expiry are not in it. */
export const termsDigest = (terms: Terms): string => sha256Hex(utf8Bytes(canonicalJson(terms)))
