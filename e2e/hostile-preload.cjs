// A page that has broken out of its own world: it holds Electron's raw messages, past our preload,
// in the desk's own window. Only e2e/hostile.spec.ts loads it.
const { contextBridge, ipcRenderer } = require('electron')

const REQUEST_CHANNEL = 'desk:request'
const AT_ONCE = 50

/** mulberry32: the same messages for the same seed. */
function randomOf(seed) {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const texts = [
  '',
  'BTC',
  '1',
  '0',
  '-1',
  '1e9',
  '1h',
  'buy',
  't-1',
  'RESUME',
  'LOOSEN',
  '../../etc/passwd',
  'file:///etc/passwd',
  'javascript:alert(1)',
  '<img src=x onerror=alert(1)>',
  "'; DROP TABLE events; --",
  '\u0000',
  '\ud800',
  '\u202e',
  '%00',
  '..%2f',
  'ab'.repeat(32),
  `0x${'0'.repeat(32)}`,
  "44'/60'/0'/0/0",
  'x'.repeat(5000),
]
const numbers = [0, -0, 1, -1, 0.1, 2 ** 53, -(2 ** 53), 1e308, Number.NaN, Infinity, -Infinity]

function cyclic() {
  const value = { inner: {} }
  value.inner.outer = value
  return value
}

const strange = [
  () => undefined,
  () => null,
  () => new Date(0),
  () => new Map([['a', 1]]),
  () => new Set([1]),
  () => /a+$/,
  () => 10n ** 30n,
  () => new Uint8Array(64),
  () => new ArrayBuffer(8),
  () => new Error('hostile'),
  () => cyclic(),
  () => new Array(5000).fill(0),
  () => JSON.parse('{"__proto__":{"polluted":true}}'),
  () => JSON.parse('{"constructor":{"prototype":{"polluted":true}}}'),
  () => Object.create(null),
  () => Array(7),
]

function deep(levels) {
  let value = 'bottom'
  for (let level = 0; level < levels; level += 1) value = { value }
  return value
}

function anyValue(random, fields, depth) {
  const kind = random(10)
  if (kind < 4) return texts[random(texts.length)]
  if (kind < 5) return numbers[random(numbers.length)]
  if (kind < 6) return random(2) === 0
  if (kind < 7) return strange[random(strange.length)]()
  if (depth > 3) return deep(random(40))
  if (kind < 8) return Array.from({ length: random(4) }, () => anyValue(random, fields, depth + 1))
  return payloadOf(random, fields, depth + 1)
}

function payloadOf(random, fields, depth = 0) {
  const payload = {}
  for (let count = random(6); count > 0; count -= 1) {
    payload[fields[random(fields.length)]] = anyValue(random, fields, depth)
  }
  return payload
}

function wordsOf(random, names, fields) {
  const name = random(20) === 0 ? anyValue(random, fields, 0) : names[random(names.length)]
  const payload = random(8) === 0 ? anyValue(random, fields, 0) : payloadOf(random, fields)
  const more = random(30) === 0 ? [anyValue(random, fields, 0)] : []
  return random(50) === 0 ? [name] : [name, payload, ...more]
}

/** What asks the device waits for its owner, and what waits for the desk's clock for the test. */
const PATIENCE_MS = 1_000

const late = () =>
  new Promise((resolve) =>
    setTimeout(() => resolve({ error: { code: 'still waiting' } }), PATIENCE_MS),
  )

async function outcomeOf(words) {
  try {
    const answer = await Promise.race([ipcRenderer.invoke(REQUEST_CHANNEL, ...words), late()])
    return answer?.ok === true ? 'ok' : (answer?.error?.code ?? 'no answer at all')
  } catch (cause) {
    return String(cause).includes('could not be cloned') ? 'not sendable' : String(cause)
  }
}

async function ask(tally, words) {
  const outcome = await outcomeOf(words)
  tally[outcome] = (tally[outcome] ?? 0) + 1
  if (outcome === 'still waiting') {
    const name = `waits: ${String(words[0])}`
    names.set(name, (names.get(name) ?? 0) + 1)
  }
}

/** Which requests were not answered in time, with how often. */
const names = new Map()

contextBridge.exposeInMainWorld('hostile', {
  /** Sends `count` messages of `seed` to the desk's own channel; answers with counts by outcome. */
  async fuzz(seed, count, names, fields) {
    const random = randomOf(seed)
    const tally = {}
    for (let sent = 0; sent < count; sent += AT_ONCE) {
      const some = Math.min(AT_ONCE, count - sent)
      await Promise.all(
        Array.from({ length: some }, () => ask(tally, wordsOf(random, names, fields))),
      )
    }
    return tally
  },
  /** One message as it is. */
  async invoke(channel, ...words) {
    try {
      return { answer: await ipcRenderer.invoke(channel, ...words) }
    } catch (cause) {
      return { failure: String(cause) }
    }
  },
  /** Every other way to send, to every channel name that comes to mind. */
  shout(channels) {
    for (const channel of channels) {
      ipcRenderer.send(channel, { hostile: true })
      ipcRenderer.sendToHost(channel, { hostile: true })
      ipcRenderer.postMessage(channel, { hostile: true }, [new MessageChannel().port1])
    }
  },
  waiting: () => [...names].map(([name, count]) => `${name} ${count}`),
  globals: ['require', 'process', 'Buffer', 'module'].filter((name) => name in globalThis),
})
