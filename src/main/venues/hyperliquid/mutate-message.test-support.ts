/** Numbers in [0, 1). */
export type Random = () => number

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** What a venue that has gone wrong might put in the place of a value. */
const STRANGE: readonly Json[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  0.1,
  2 ** 53,
  1e21,
  1e308,
  '',
  ' ',
  '0',
  '0.0',
  '-0',
  '-0.0',
  '+1',
  '1e400',
  '1e-9',
  '1E5',
  'NaN',
  'Infinity',
  '-Infinity',
  '0x10',
  '1,5',
  '1.',
  '.5',
  ' 100',
  '100 ',
  '１００',
  '9'.repeat(20),
  '9'.repeat(400),
  `0.${'0'.repeat(30)}1`,
  '-1',
  'BTC',
  'ETH',
  '@107',
  'xyz:NVDA',
  '__proto__',
  'constructor',
  'open',
  'filled',
  'someNewStatus',
  '0x',
  `0x${'f'.repeat(32)}`,
  `0x${'f'.repeat(40)}`,
  `0x${'f'.repeat(64)}`,
  '\u0000',
  '\ud800',
  [],
  {},
  [[]],
]

const NAMES = ['__proto__', 'constructor', 'toString', 'length', '', 'px', 'sz', 'oid', 'value']

const pick = <T>(random: Random, list: readonly T[]): T => {
  const found = list[Math.floor(random() * list.length)]
  if (found === undefined) throw new RangeError('nothing to pick from')
  return found
}

interface Place {
  readonly holder: Json[] | { [key: string]: Json }
  readonly key: string | number
}

function placesIn(value: Json, places: Place[] = []): Place[] {
  if (value === null || typeof value !== 'object') return places
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value)
  for (const key of keys) {
    places.push({ holder: value, key })
    placesIn((value as Record<string | number, Json>)[key] ?? null, places)
  }
  return places
}

const at = ({ holder, key }: Place): Json => (holder as Record<string | number, Json>)[key] ?? null

function put({ holder, key }: Place, value: Json): void {
  Object.defineProperty(holder, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}

function remove({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1)
  else delete holder[key]
}

function rename(place: Place, name: string): void {
  const value = at(place)
  remove(place)
  if (Array.isArray(place.holder)) place.holder.push(value)
  else put({ holder: place.holder, key: name }, value)
}

/** The same value in another type, as a venue's new version might send it. */
function retyped(value: Json): Json {
  switch (typeof value) {
    case 'string':
      return Number.isFinite(Number(value)) ? Number(value) : [value]
    case 'number':
      return String(value)
    default:
      return [value]
  }
}

/** A digit more, a digit less, another sign: a value that is wrong but well formed. */
function nudged(random: Random, value: Json): Json {
  if (typeof value === 'number') return pick(random, [value + 1, -value, value * 10, value + 0.5])
  if (typeof value !== 'string') return value
  return pick(random, [`-${value}`, `${value}0`, `1${value}`, value.slice(1), value.toUpperCase()])
}

function mutateTree(random: Random, tree: Json): void {
  const place = pick(random, placesIn(tree))
  const kind = Math.floor(random() * 7)
  if (kind === 0) remove(place)
  else if (kind === 1) rename(place, pick(random, NAMES))
  else if (kind === 2) put(place, retyped(at(place)))
  else if (kind === 3) put(place, nudged(random, at(place)))
  else if (kind === 4) put(place, structuredClone(at(pick(random, placesIn(tree)))))
  else put(place, structuredClone(pick(random, STRANGE)))
}

function mutateText(random: Random, text: string): string {
  const from = Math.floor(random() * text.length)
  const kind = Math.floor(random() * 5)
  if (kind === 0) return text.slice(0, from)
  if (kind === 1) return text.slice(from)
  if (kind === 2) return `${text.slice(0, from)}${text.slice(from + 1)}`
  const letter = String.fromCharCode(Math.floor(random() * 128))
  if (kind === 3) return `${text.slice(0, from)}${letter}${text.slice(from + 1)}`
  return text.replace(/-?\d+(\.\d+)?/, () => pick(random, ['NaN', '1e400', '-0', '1e-400', '']))
}

/** The message with one to three things wrong; rarely the text itself is broken. */
export function mutateMessage(random: Random, text: string): string {
  if (random() < 0.15) return mutateText(random, text)
  const tree = JSON.parse(text) as Json
  const count = 1 + Math.floor(random() * 3)
  for (let index = 0; index < count && placesIn(tree).length > 0; index += 1) {
    mutateTree(random, tree)
  }
  return JSON.stringify(tree)
}
