/**
 * One text for one value: keys sorted, no spaces, bigints as "#123" (a text that begins with # gets another #), `undefined` left out.
 * Digests and the event log are made from it, so its form must never change.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.startsWith('#') ? `#${value}` : value)
    case 'bigint':
      return `"#${value}"`
    case 'boolean':
      return value ? 'true' : 'false'
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('a number in the log must be finite')
      return JSON.stringify(value)
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? listText(value) : fieldsText(value as Fields)
    default:
      throw new TypeError(`a ${typeof value} has no place in the log`)
  }
}

type Fields = Readonly<Record<string, unknown>>

function listText(list: readonly unknown[]): string {
  let text = '['
  for (let index = 0; index < list.length; index += 1) {
    if (index > 0) text += ','
    text += canonicalJson(list[index])
  }
  return `${text}]`
}

function fieldsText(fields: Fields): string {
  let text = '{'
  for (const name of Object.keys(fields).sort()) {
    const field = fields[name]
    if (field === undefined) continue
    if (text.length > 1) text += ','
    text += `${nameText(name)}:${canonicalJson(field)}`
  }
  return `${text}}`
}

/** The same few hundred names come again and again. */
const nameTexts = new Map<string, string>()
const NAMES_KEPT = 2_000

function nameText(name: string): string {
  const known = nameTexts.get(name)
  if (known !== undefined) return known
  const text = JSON.stringify(name)
  if (nameTexts.size < NAMES_KEPT) nameTexts.set(name, text)
  return text
}

/** Reads back what `canonicalJson` wrote. */
export function parseCanonicalJson(text: string): unknown {
  return revived(JSON.parse(text))
}

const HASH_SIGN = 35

/** In place, and without a reviver of JSON.parse, which takes three times as long. */
function revived(value: unknown): unknown {
  if (typeof value === 'string') return isMarked(value) ? unmarked(value) : value
  if (typeof value !== 'object' || value === null) return value
  const fields = value as Record<string, unknown>
  for (const key of Object.keys(fields)) {
    const field = fields[key]
    if (typeof field === 'string') {
      if (isMarked(field)) fields[key] = unmarked(field)
    } else if (typeof field === 'object') revived(field)
  }
  return value
}

const isMarked = (text: string): boolean => text.charCodeAt(0) === HASH_SIGN

const unmarked = (text: string): string | bigint =>
  text.charCodeAt(1) === HASH_SIGN ? text.slice(1) : BigInt(text.slice(1))
