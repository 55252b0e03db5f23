import { wordlist } from '@scure/bip39/wordlists/english.js'

const PHRASE_WORDS_MIN = 12
const phraseWords = new Set(wordlist)

/** Addresses, hashes, keys and signatures, with and without 0x; a chain's or a receipt's hash too. */
const LONG_HEX = /\b0x[0-9a-fA-F]{16,}\b|\b[0-9a-fA-F]{40,}\b/g
const MAIL_ADDRESS = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
/** What stands behind a name that promises a secret, in JSON, in a query, in a header. */
const NAMED_SECRET =
  /((?:pass(?:word|phrase)?|secret|token|api[-_]?key|private[-_]?key|mnemonic|seed[-_]?phrase|authorization|cookie|webhook)\\?["']?\s*[:=]\s*\\?["']?)(?:(?:Bearer|Basic)\s+)?[^\s"'\\,;&}]+/gi
const BEARER = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/g
/** Of an address on the web only the host stays: hooks carry their secret in the path. */
const WEB_PATH =
  /\b((?:https?|wss?):\/\/)(?:[^\s/@"'\\]+@)?([\w.-]+|\[[\da-f:]+\])(:\d+)?\/[^\s"'\\)]{12,}/gi
/** A line break may stand as it does in JSON. */
const WORD_RUN = /\b[a-z]{3,8}(?:(?:[\s,]|\\n)+[a-z]{3,8}){11,}\b/g

/** A run of words is a recovery phrase when twelve in a row are of its list. */
function withoutPhrase(run: string): string {
  let inARow = 0
  for (const word of run.split(/(?:[\s,]|\\n)+/)) {
    inARow = phraseWords.has(word) ? inARow + 1 : 0
    if (inARow >= PHRASE_WORDS_MIN) return '[recovery phrase]'
  }
  return run
}

/** A line of a log without what must be in none: secrets, keys, addresses, recovery phrases. */
export function redact(line: string): string {
  return line
    .replace(WORD_RUN, withoutPhrase)
    .replace(NAMED_SECRET, '$1[secret]')
    .replace(BEARER, '$1 [secret]')
    .replace(WEB_PATH, '$1$2$3/[path]')
    .replace(LONG_HEX, (hex) => (hex.startsWith('0x') ? '0x[hex]' : '[hex]'))
    .replace(MAIL_ADDRESS, '[mail address]')
}
