import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AlertLevel } from '#contract/alerts.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import type { SafeStorageLike } from '../secrets/secret-store.ts'
import { AlertDesk } from './alert-desk.ts'
import { readHook } from './discord-hook.ts'
import { postJson } from './post-json.ts'

const TOKEN = 'Abcdefghijklmnopqrstuvwxyz-0123456789_secret'
const HOOK = `https://discord.com/api/webhooks/123456784711/${TOKEN}`

/** In Discord's place: what was posted to it, and what it answers next. */
interface Channel {
  readonly posts: { readonly path: string; readonly body: string }[]
  readonly answers: { status: number; retryAfter?: string }[]
  readonly base: string
  close(): Promise<unknown>
}
async function startChannel(): Promise<Channel> {
  const posts: Channel['posts'] = []
  const answers: Channel['answers'] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => {
      body += part.toString()
    })
    request.on('end', () => {
      posts.push({ path: request.url ?? '', body })
      const { status, retryAfter } = answers.shift() ?? { status: 204 }
      if (retryAfter !== undefined) response.setHeader('Retry-After', retryAfter)
      response.statusCode = status
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    posts,
    answers,
    base: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

const keychain: SafeStorageLike = {
  isEncryptionAvailable: () => true,
  encryptString: (text) => Buffer.from(Buffer.from(text).map((byte) => byte ^ 0x5a)),
  decryptString: (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0x5a)).toString(),
  getSelectedStorageBackend: () => 'gnome_libsecret',
}

let folder = ''
let channel: Channel
let clock: ManualClock
let level: AlertLevel
let isReachable: boolean
const open: AlertDesk[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-alerts-'))
  channel = await startChannel()
  clock = new ManualClock(0)
  level = 'important'
  isReachable = true
})
afterEach(async () => {
  for (const desk of open.splice(0)) desk.close()
  await channel.close()
  rmSync(folder, { recursive: true, force: true })
})

function alertDesk(safeStorage: SafeStorageLike | null = keychain): AlertDesk {
  const desk = new AlertDesk({
    secretsFile: join(folder, 'secrets.json'),
    safeStorage,
    clock,
    post: (address, body) => {
      // what a library may say of a failure holds the address
      if (!isReachable) return Promise.reject(new Error(`connect failed: ${address}`))
      return postJson(address.replace('https://discord.com', channel.base), body)
    },
    level: () => level,
    setLevel: (chosen) => {
      level = chosen
    },
    mode: 'testnet',
  })
  open.push(desk)
  return desk
}

/** For what hangs alone: what is posted arrives when the machine comes to it. */
const eventually = (check: () => void) => vi.waitFor(check, { interval: 5, timeout: 60_000 })

const stop = { title: 'Stop filled', text: 'Sold 0.1 BTC at 20000.', isImportant: true }
const entry = { title: 'Entry filled', text: 'Bought 0.1 BTC at 20000.', isImportant: false }
const contents = () =>
  channel.posts.map(({ body }) => (JSON.parse(body) as { content: string }).content)

test('what is important goes to the channel, with its mode, and calls nobody by name', async () => {
  const desk = alertDesk()
  desk.tell([stop])
  desk.setHook(HOOK, null)
  desk.tell([entry, stop])
  await eventually(() => expect(channel.posts).toHaveLength(1))
  expect(channel.posts[0]?.path).toBe(`/api/webhooks/123456784711/${TOKEN}`)
  expect(contents()).toEqual(['**testnet: Stop filled**\nSold 0.1 BTC at 20000.'])
  expect(JSON.parse(channel.posts[0]?.body ?? '')).toMatchObject({
    allowed_mentions: { parse: [] },
  })
  desk.setLevel('all')
  desk.tell([entry])
  await eventually(() => expect(channel.posts).toHaveLength(2))
  desk.setLevel('quiet')
  desk.tell([stop])
  expect(await desk.test()).toBeNull()
  expect(contents().at(-1)).toContain('testnet: Test')
  expect(channel.posts).toHaveLength(3)
})

test('the webhook is on no disk, in no view and in no sentence', async () => {
  const sentences: string[] = []
  const desk = alertDesk()
  desk.setHook(HOOK, null)
  sentences.push(JSON.stringify(desk.view()))
  for (const status of [404, 500]) {
    channel.answers.push({ status })
    sentences.push((await desk.test()) ?? '')
  }
  isReachable = false
  sentences.push((await desk.test()) ?? '', JSON.stringify(desk.view()))
  for (const text of [`${HOOK}!`, HOOK.replace('discord.com', 'discord.example')]) {
    expect(() => desk.setHook(text, null)).toThrow('This is no webhook of Discord')
    try {
      desk.setHook(text, null)
    } catch (cause) {
      sentences.push(String(cause))
    }
  }
  expect(sentences.filter((sentence) => sentence.includes(TOKEN))).toEqual([])
  expect(sentences[1]).toMatch(/^Discord does not know this webhook \(404\)/)
  expect(sentences[3]).toBe('Discord cannot be reached.')
  expect(desk.view()).toMatchObject({ hook: 'discord.com …4711', problem: sentences[3] })
  for (const name of readdirSync(folder)) {
    expect(readFileSync(join(folder, name), 'utf8')).not.toContain(TOKEN)
  }
  expect(alertDesk().view().hook).toBe('discord.com …4711')
})

test('without a keychain a passphrase keeps it, and a restart asks for that', () => {
  const first = alertDesk(null)
  expect(first.view()).toMatchObject({ needsPassphrase: true, isLocked: false })
  first.setHook(HOOK, 'correct horse')
  expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).not.toContain(TOKEN)
  const second = alertDesk(null)
  expect(second.view()).toMatchObject({ isLocked: true, hook: null })
  expect(() => second.setHook(HOOK, null)).toThrow('unlock them first')
  expect(() => second.unlock('wrong horse')).toThrow('does not open')
  second.unlock('correct horse')
  expect(second.view()).toMatchObject({ isLocked: false, hook: 'discord.com …4711' })
  const third = alertDesk(null)
  third.setHook(null, null)
  expect(third.view()).toMatchObject({ isLocked: false, hook: null })
  expect(existsSync(join(folder, 'secrets.json'))).toBe(false)
})

test('without both it is kept in memory alone, and says so', () => {
  const desk = alertDesk(null)
  desk.setHook(HOOK, null)
  expect(desk.view()).toMatchObject({ hook: 'discord.com …4711' })
  expect(desk.view().keeping).toContain('forgotten when the desk closes')
  expect(readdirSync(folder)).toEqual([])
})

test('a failure is tried again, later each time, and as long as Discord asks', async () => {
  const desk = alertDesk()
  desk.setHook(HOOK, null)
  channel.answers.push({ status: 500 }, { status: 429, retryAfter: '30' })
  /** Time passes until so many posts have arrived. */
  const passUntil = (posts: number) =>
    vi.waitFor(
      () => {
        if (channel.posts.length < posts) clock.advance(1_000)
        expect(channel.posts).toHaveLength(posts)
      },
      { interval: 5, timeout: 60_000 },
    )
  desk.tell([stop])
  await passUntil(1)
  await eventually(() =>
    expect(desk.view().problem).toBe('Discord did not take the message (500).'),
  )
  const failedMs = clock.wallMs()
  await passUntil(2)
  expect(clock.wallMs() - failedMs).toBeGreaterThanOrEqual(2_000)
  const askedMs = clock.wallMs()
  await passUntil(3)
  expect(clock.wallMs() - askedMs).toBeGreaterThanOrEqual(30_000)
  await eventually(() => expect(desk.view().problem).toBeNull())
})

test('a file that does not open is named on the screen, and costs nothing else', () => {
  writeFileSync(join(folder, 'secrets.json'), '{')
  const desk = alertDesk()
  desk.tell([stop])
  expect(() => desk.view()).toThrow(/secrets\.json does not open: .* move the file away/)
})

test('the keychain is not touched before there is something to keep', () => {
  const untouched: SafeStorageLike = {
    ...keychain,
    isEncryptionAvailable: () => {
      throw new Error('the owner was asked')
    },
  }
  const desk = alertDesk(untouched)
  desk.tell([stop])
  expect(() => desk.view()).toThrow('the owner was asked')
})

test('at most fifty wait; the next one tells how many were left out; a refusal is not repeated', async () => {
  const desk = alertDesk()
  desk.setHook(HOOK, null)
  channel.answers.push({ status: 404 })
  desk.tell(Array.from({ length: 61 }, (_, number) => ({ ...stop, text: `Number ${number}.` })))
  await eventually(() => expect(channel.posts).toHaveLength(51))
  const told = contents()
  expect(told[0]).toContain('Number 0.')
  expect(told[1]).toContain('Number 11.')
  expect(told[1]).toContain('(10 earlier alerts were left out.)')
  expect(told.at(-1)).toContain('Number 60.')
})

test.each([
  'http://discord.com/api/webhooks/123456784711/Abcdefghijklmnopqrstuvwxyz',
  'https://discord.com.evil.example/api/webhooks/123456784711/Abcdefghijklmnopqrstuvwxyz',
  'https://user@discord.com/api/webhooks/123456784711/Abcdefghijklmnopqrstuvwxyz',
  'https://discord.com:8443/api/webhooks/123456784711/Abcdefghijklmnopqrstuvwxyz',
  'https://discord.com/api/webhooks/123456784711/Abcdefghijklmnopqrstuvwxyz?wait=1',
  'https://discord.com/api/webhooks/123456784711/../../users/Abcdefghijklmnopqrstuvwxyz',
  'file:///etc/passwd',
  '',
])('%s is no webhook', (text) => {
  expect(readHook(text)).toBeNull()
})
