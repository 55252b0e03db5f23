import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/manual-clock.ts'
import type { PracticeLedgerServer, PracticeLedgerServerOptions } from './practice-ledger-server.ts'
import { startPracticeLedgerServer } from './practice-ledger-server.ts'

const ADDRESS_ON_SCREEN = 'e002010015058000002c8000003c800000000000000000000000'
const VERSION = 'b001000000'

const opened: PracticeLedgerServer[] = []
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close()
})

async function start(changes: Partial<PracticeLedgerServerOptions> = {}) {
  const clock = new ManualClock(1)
  const server = await startPracticeLedgerServer({
    clock,
    tcpPort: 0,
    httpPort: 0,
    buttonPort: 0,
    isForRecordedVectors: false,
    rawMessages: true,
    blindSigning: false,
    ...changes,
  })
  opened.push(server)
  const base = `http://127.0.0.1:${server.httpPort}`
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(base + path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers,
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const screen = async () => {
    const response = await fetch(`${base}/events?currentscreenonly=true`)
    const { events } = (await response.json()) as {
      events: { text: string; x: number; y: number }[]
    }
    return events
  }
  return {
    clock,
    server,
    base,
    post,
    screen,
    texts: async () => (await screen()).map(({ text }) => text),
  }
}

/** Waits, without a clock, until the screen shows the text. */
async function shown(texts: () => Promise<string[]>, text: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) if ((await texts()).includes(text)) return
  throw new Error(`the screen never showed ${text}`)
}

const frame = (hex: string): Buffer => {
  const apdu = Buffer.from(hex, 'hex')
  const framed = Buffer.alloc(4 + apdu.length)
  framed.writeUInt32BE(apdu.length)
  apdu.copy(framed, 4)
  return framed
}

describe('the HTTP interface', () => {
  it('answers a command after the owner pressed the buttons', async () => {
    const { post, texts } = await start()
    const answer = post('/apdu', { data: ADDRESS_ON_SCREEN })
    await shown(texts, 'Verify Ethereum address')
    for (const button of ['right', 'right']) {
      await post(`/button/${button}`, { action: 'press-and-release' })
    }
    expect(await texts()).toEqual(['Confirm'])
    await post('/button/both', { action: 'press' })
    await post('/button/both', { action: 'release' })
    expect((await answer).body.data).toMatch(/^4104ef5b.*9000$/)
  })

  it('takes taps and holds on a Flex where the events say the words are', async () => {
    const { post, screen, texts, clock } = await start({ model: 'flex' })
    const tap = async (text: string, delay = 0.1) => {
      const place = (await screen()).find((event) => event.text === text)
      if (!place) throw new Error(`${text} is not on the screen`)
      await post('/finger', { action: 'press-and-release', x: place.x + 5, y: place.y + 5, delay })
    }
    const message = Buffer.from('hello').toString('hex')
    const signing = post('/apdu', {
      data: `e00800001e058000002c8000003c80000000000000000000000000000005${message}`,
    })
    await shown(texts, 'Review message')
    await tap('Swipe to review')
    expect(await texts()).toContain('hello')
    await post('/finger', { action: 'press-and-release', x: 400, y: 300, x2: 100, y2: 300 })
    await tap('Hold to sign')
    expect(await texts()).toContain('Hold to sign')
    const place = (await screen()).find((event) => event.text === 'Hold to sign')
    await post('/finger', { action: 'press', x: place?.x, y: place?.y })
    clock.advance(1500)
    await post('/finger', { action: 'release', x: place?.x, y: place?.y })
    expect((await signing).body.data).toMatch(/^1[bc].{128}9000$/)
  })

  it('streams what comes onto the screen, and keeps it', async () => {
    const { base, server } = await start()
    const stream = await fetch(`${base}/events?stream=true`)
    const reader = stream.body?.getReader()
    server.device.script({ isLocked: true })
    const { value } = (await reader?.read()) ?? {}
    expect(Buffer.from(value ?? []).toString()).toContain('"text":"Locked"')
    await reader?.cancel()
    const all = (await (await fetch(`${base}/events`)).json()) as { events: unknown[] }
    expect(all.events.length).toBeGreaterThan(2)
    await fetch(`${base}/events`, { method: 'DELETE' })
    expect(await (await fetch(`${base}/events`)).json()).toEqual({ events: [] })
  })

  it('gives a real PNG of the screen', async () => {
    for (const [model, width, height] of [
      ['nanosp', 128, 64],
      ['flex', 480, 600],
    ] as const) {
      const { base } = await start({ model })
      const response = await fetch(`${base}/screenshot`)
      expect(response.headers.get('content-type')).toBe('image/png')
      const png = Buffer.from(await response.arrayBuffer())
      expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a')
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([width, height])
    }
  })

  it('follows automation rules', async () => {
    const { post } = await start()
    const press = (button: number) => [
      ['button', button, true],
      ['button', button, false],
    ]
    const both = [
      ['button', 1, true],
      ['button', 2, true],
      ['button', 1, false],
      ['button', 2, false],
    ]
    const rules = [
      { regexp: 'Verify .*', actions: press(2) },
      { text: 'Address', actions: press(2) },
      {
        text: 'Confirm',
        conditions: [['seen', false]],
        actions: [['setbool', 'seen', true], ...both],
      },
    ]
    expect((await post('/automation', { version: 1, rules })).status).toBe(200)
    const { body } = await post('/apdu', { data: ADDRESS_ON_SCREEN })
    expect(body.data).toMatch(/9000$/)
  })

  it('scripts the device', async () => {
    const { post, base } = await start()
    const locked = await post('/practice', {
      isLocked: true,
      model: 'flex',
      settings: { blindSigning: true },
    })
    expect(locked.body).toMatchObject({ isLocked: true, model: 'flex', screen: { kind: 'locked' } })
    expect((await post('/apdu', { data: VERSION })).body).toEqual({ data: '5515' })
    await post('/practice', { isLocked: false, isHeldByOther: true })
    expect((await post('/apdu', { data: VERSION })).status).toBe(423)
    await post('/practice', { isHeldByOther: false, isPlugged: false })
    await expect(post('/apdu', { data: VERSION })).rejects.toThrow('fetch failed')
    expect((await post('/practice', { isPlugged: true, answer: 'approve' })).status).toBe(409)
    const status = (await (await fetch(`${base}/practice`)).json()) as Record<string, unknown>
    expect(status).toMatchObject({
      isPlugged: true,
      settings: { blindSigning: true, rawMessages: true },
    })
  })

  it.each([
    ['no JSON', '/apdu', '{', 400],
    ['no hex', '/apdu', { data: 'xyz' }, 400],
    ['an unknown field', '/practice', { unlock: true }, 400],
    ['an unknown button action', '/button/left', { action: 'kick' }, 400],
    [
      'a rule that cannot be read',
      '/automation',
      { version: 1, rules: [{ regexp: '(', actions: [] }] },
      400,
    ],
    ['a place that is not there', '/nothing', {}, 404],
    ['a request that is too long', '/apdu', 'x'.repeat(70_000), 413],
  ])('turns away %s with a sentence', async (_name, path, body, status) => {
    const { post } = await start()
    const answer = await post(path, body)
    expect(answer.status).toBe(status)
    expect(answer.body.error).toBeTypeOf('string')
    expect((await post('/apdu', { data: VERSION })).body.data).toMatch(/9000$/)
  })

  it('turns away pages of other sites', async () => {
    const { post } = await start()
    expect(
      (await post('/apdu', { data: VERSION }, { origin: 'https://evil.example' })).status,
    ).toBe(403)
    expect(
      (await post('/apdu', { data: VERSION }, { origin: 'http://localhost:5173' })).status,
    ).toBe(200)
  })
})

describe('the TCP ports', () => {
  it('put commands together, and answer each in one write', async () => {
    const { server } = await start()
    const socket = connect(server.tcpPort ?? 0, '127.0.0.1')
    const framed = frame(VERSION)
    for (const byte of framed) socket.write(Buffer.of(byte))
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(answer.readUInt32BE(0)).toBe(answer.length - 6)
    expect(answer.subarray(-2).toString('hex')).toBe('9000')
    socket.destroy()
  })

  it('hang up on another protocol and when the cable is pulled, and come back', async () => {
    const { server } = await start()
    const port = server.tcpPort ?? 0
    const stranger = connect(port, '127.0.0.1')
    stranger.write('GET / HTTP/1.1\r\n\r\n')
    await once(stranger, 'close')
    const client = connect(port, '127.0.0.1')
    await once(client, 'connect')
    client.write(frame(VERSION))
    await once(client, 'data')
    server.device.script({ isPlugged: false })
    await once(client, 'close')
    await new Promise((resolve) => setImmediate(resolve))
    const refused = connect(port, '127.0.0.1')
    const [cause] = (await once(refused, 'error')) as [NodeJS.ErrnoException]
    expect(cause.code).toBe('ECONNREFUSED')
    server.device.script({ isPlugged: true })
    await new Promise((resolve) => setImmediate(resolve))
    await new Promise((resolve) => setImmediate(resolve))
    const again = connect(port, '127.0.0.1')
    await once(again, 'connect')
    again.destroy()
  })

  it('takes button letters', async () => {
    const { server } = await start()
    const socket = connect(server.buttonPort ?? 0, '127.0.0.1')
    const turned = new Promise<void>((resolve) => {
      server.device.subscribe((state) => {
        if (state.title === 'Raw messages' && state.text === 'Disabled') resolve()
      })
    })
    socket.write('RrRrLRlr')
    await turned
    expect(server.device.status().settings.rawMessages).toBe(false)
    socket.destroy()
  })
})

describe('startPracticeLedgerServer', () => {
  it('takes no other mnemonic without the policy', async () => {
    const mnemonic = 'abandon '.repeat(11).concat('about')
    await expect(start({ isForRecordedVectors: true, mnemonic })).rejects.toThrow(
      '--recorded-vectors',
    )
    const { post } = await start({ mnemonic })
    const { body } = await post('/apdu', { data: ADDRESS_ON_SCREEN.replace('e00201', 'e00200') })
    const digits = Buffer.from(String(body.data).slice(134, 214), 'hex').toString()
    expect(digits).toBe('9858EfFD232B4033E47d90003D41EC34EcaEda94')
  })

  it('says which port is taken', async () => {
    const { server } = await start()
    await expect(start({ tcpPort: server.tcpPort })).rejects.toThrow(
      `Port ${server.tcpPort} cannot be used`,
    )
  })

  it('has no autopilot where it answers for mainnet', async () => {
    await expect(start({ isForRecordedVectors: true, autopilotDelayMs: 5 })).rejects.toThrow(
      'autopilot',
    )
    const { post } = await start({ isForRecordedVectors: true })
    expect((await post('/practice', { autopilotDelayMs: 5 })).status).toBe(403)
  })

  it('refuses what it was asked when it is closed, and waits for no notice on its screen', async () => {
    const { clock, server } = await start()
    const noticed: string[] = []
    const asked = server.device.exchange(Buffer.from(ADDRESS_ON_SCREEN, 'hex'))
    await new Promise((resolve) => setImmediate(resolve))
    server.device.answer(true)
    await asked
    const again = server.device.exchange(Buffer.from(ADDRESS_ON_SCREEN, 'hex'))
    server.device.subscribe((state) => noticed.push(state.title))
    const refused = expect(again).rejects.toThrow(/went away|not plugged in/)
    await server.close()
    await refused
    const before = noticed.length
    clock.advance(60_000)
    expect(noticed).toHaveLength(before)
  })
})
