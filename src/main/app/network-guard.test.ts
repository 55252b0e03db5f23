import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { connect as connectPlain, createServer, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectSecure } from 'node:tls'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { DISCORD_HOST } from '../alerts/discord-hook.ts'
import { LIVE_ADDRESS } from '../paper-exchange/live/live-source.ts'
import { VENUE_ENDPOINTS } from '../venues/hyperliquid/check-endpoints.ts'
import { allowedHosts, hostsOf } from './allowed-hosts.ts'
import { guardNetwork } from './network-guard.ts'

let server: Server
let port = 0
let reached = 0
let lift: () => void = () => undefined
const refused: string[] = []

const listen = (where: string | number): Promise<Server> =>
  new Promise((resolve) => {
    const made = createServer((socket) => {
      reached += 1
      socket.on('error', () => socket.destroy())
      socket.end()
    })
    const ready = () => resolve(made)
    if (typeof where === 'string') made.listen(where, ready)
    else made.listen(where, '127.0.0.1', ready)
  })

beforeEach(async () => {
  reached = 0
  refused.length = 0
  server = await listen(0)
  port = (server.address() as AddressInfo).port
})
afterEach(async () => {
  lift()
  await new Promise((resolve) => server.close(resolve))
})

const failureOf = (start: (fail: (cause: Error) => void) => void): Promise<string> =>
  new Promise((resolve) => start((cause) => resolve(cause.message)))

test('whatever opens a socket, a host outside of the list is refused before it is looked up', async () => {
  lift = guardNetwork(new Set(['api.example.org']), (host) => refused.push(host))
  const failures = await Promise.all([
    failureOf((fail) => connectPlain(port, '127.0.0.1').on('error', fail)),
    failureOf((fail) => connectPlain({ port, host: '127.0.0.1' }).on('error', fail)),
    failureOf((fail) => connectPlain({ port }).on('error', fail)),
    failureOf((fail) => new Socket().on('error', fail).connect(port, '127.0.0.1')),
    failureOf((fail) => connectSecure({ port, host: '127.0.0.1' }).on('error', fail)),
    failureOf((fail) => request(`http://127.0.0.1:${port}/`).on('error', fail).end()),
    failureOf((fail) => new WebSocket(`ws://127.0.0.1:${port}/`).on('error', fail)),
    fetch(`http://127.0.0.1:${port}/`).then(
      () => 'it was fetched',
      (cause: Error) => String((cause.cause as Error).message),
    ),
    fetch('https://api.example.org.evil.example/').then(
      () => 'it was fetched',
      (cause: Error) => String((cause.cause as Error).message),
    ),
  ])
  for (const failure of failures) {
    expect(failure).toMatch(/is not a host that the desk may connect to \(E003\)/)
  }
  expect(refused).toHaveLength(failures.length)
  expect(reached).toBe(0)
})

test('a host of the list and a socket of this computer are reached', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-guard-'))
  const local = await listen(join(folder, 'a.sock'))
  lift = guardNetwork(new Set(['127.0.0.1']), (host) => refused.push(host))
  const ended = (socket: Socket) =>
    new Promise<void>((resolve) => socket.on('close', () => resolve()).resume())
  await ended(connectPlain(port, '127.0.0.1'))
  await ended(connectPlain({ path: join(folder, 'a.sock') }))
  await ended(connectPlain(join(folder, 'a.sock')))
  expect(reached).toBe(3)
  expect(refused).toEqual([])
  await new Promise((resolve) => local.close(resolve))
  rmSync(folder, { recursive: true, force: true })
})

test('each mode reaches its own venue and no other, paper nothing but this computer, mainnet not even that', () => {
  const hostOf = (url: string) => new URL(url).hostname
  expect([...hostsOf('mainnet')]).toEqual([hostOf(VENUE_ENDPOINTS.mainnet.httpUrl), DISCORD_HOST])
  expect([...hostsOf('testnet')]).toEqual([
    '127.0.0.1',
    '::1',
    'localhost',
    hostOf(VENUE_ENDPOINTS.testnet.wsUrl),
    DISCORD_HOST,
  ])
  expect([...hostsOf('paper')]).toEqual(['127.0.0.1', '::1', 'localhost'])
  expect([...hostsOf('paper', true)]).toEqual([
    '127.0.0.1',
    '::1',
    'localhost',
    hostOf(LIVE_ADDRESS.wsUrl),
  ])
  expect([...hostsOf('testnet', true)]).toEqual([...hostsOf('testnet')])
  const venues = Object.values(VENUE_ENDPOINTS).map(({ httpUrl }) => hostOf(httpUrl))
  const hosts = [...new Set(allowedHosts.map(({ host }) => host))]
  expect(hosts.sort()).toEqual([...venues, DISCORD_HOST].sort())
})
