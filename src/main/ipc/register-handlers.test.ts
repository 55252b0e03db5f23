import { describe, expect, test } from 'vitest'
import type { Answer } from '#contract/desk-api.ts'
import { READY_CHANNEL, REQUEST_CHANNEL } from '#contract/desk-api.ts'
import { requestNames } from '#contract/requests.ts'
import { fakeDesk, ownEvent } from './fake-ipc.test-support.ts'

const approve = { ticketId: 't-1', digest: 'ab'.repeat(32) }

const errorOf = (answer: unknown) => {
  const { ok, error } = answer as Answer<unknown> & { error?: { code: string; message: string } }
  expect(ok).toBe(false)
  return error
}

describe('a request', () => {
  test('reaches its handler with what the schema made of it', async () => {
    const desk = fakeDesk()
    expect(await desk.request('approveTicket', approve)).toEqual({ ok: true, value: null })
    const decline = { ticketId: 't-1', reason: '  too late ' }
    await desk.request('declineTicket', decline)
    expect(desk.calls).toEqual([
      ['approveTicket', approve],
      ['declineTicket', { ticketId: 't-1', reason: 'too late' }],
    ])
  })

  test('from a wrong sender is refused before it is looked at', async () => {
    const desk = fakeDesk()
    const frame = ownEvent.senderFrame
    const events = [
      { ...ownEvent, sender: { id: 8 } },
      { ...ownEvent, senderFrame: null },
      { ...ownEvent, senderFrame: { ...frame, parent: frame } },
      ...[
        'https://desk/',
        'app://desk.evil/',
        'app://other/index.html',
        'app://user@desk/',
        'file:///desk/',
        'about:blank',
        '',
      ].map((url) => ({ ...ownEvent, senderFrame: { ...frame, url } })),
    ]
    for (const event of events) {
      const error = errorOf(await desk.requestFrom(event, 'approveTicket', approve))
      expect(error?.code, JSON.stringify(event.senderFrame)).toBe('forbiddenSender')
    }
    desk.closeWindow()
    expect(errorOf(await desk.request('approveTicket', approve))?.code).toBe('forbiddenSender')
    expect(desk.calls).toEqual([])
    expect(desk.refused).toHaveLength(events.length + 1)
  })

  test.each([
    ['an unknown name', ['launch', {}], 'no such request'],
    ['a name of the prototype', ['constructor', {}], 'no such request'],
    ['a name of the prototype', ['__proto__', {}], 'no such request'],
    ['no name', [], 'no such request'],
    ['a name that is no text', [['getSnapshot'], {}], 'no such request'],
    ['a third part', ['getSnapshot', {}, {}], 'too many parts'],
    ['no payload', ['getSnapshot'], 'too many parts'],
    ['a field too many', ['getSnapshot', { extra: 1 }], 'Unrecognized key'],
    ['a field missing', ['approveTicket', { ticketId: 't-1' }], 'at digest'],
    ['a wrong field', ['approveTicket', { ...approve, digest: 'x' }], 'at digest: a terms digest'],
    ['a number for an amount', ['closePosition', { coin: 'BTC', quantity: 1 }], 'at quantity'],
    ['a negative amount', ['closePosition', { coin: 'BTC', quantity: '-1' }], 'at quantity'],
    ['an exponent', ['closePosition', { coin: 'BTC', quantity: '1e9' }], 'at quantity'],
    ['an undefined field', ['getSnapshot', { a: undefined }], 'undefined'],
    ['a bigint', ['getSnapshot', { a: 1n }], 'bigint'],
    ['a function', ['getSnapshot', { a: () => 1 }], 'function'],
    ['not a number', ['setReplaySpeed', { speed: Number.NaN }], 'not finite'],
    ['a date', ['getSnapshot', new Date(0)], 'no plain one'],
    ['a map', ['getSnapshot', new Map()], 'no plain one'],
    ['bytes', ['getSnapshot', new Uint8Array(4)], 'no plain one'],
    [
      'too long a text',
      ['declineTicket', { ticketId: 't-1', reason: 'x'.repeat(70_000) }],
      'larger',
    ],
    [
      'too many values',
      ['cancelOrders', { clientOrderIds: new Array(5000).fill('') }],
      'more than',
    ],
    ['a huge hole', ['cancelOrders', { clientOrderIds: new Array(2 ** 31) }], 'more than'],
    ['a hole', ['cancelOrders', { clientOrderIds: new Array(3) }], 'holes'],
    [
      'a list with a name',
      ['cancelOrders', { clientOrderIds: Object.assign([], { a: 1 }) }],
      'holes',
    ],
    ['a long name', ['getSnapshot', { ['x'.repeat(60_000)]: 1 }], 'Unrecognized key'],
    ['a polluting key', ['getSnapshot', JSON.parse('{"__proto__":{"isAdmin":true}}')], '__proto__'],
    ['a polluting key', ['getSnapshot', { constructor: {} }], 'constructor'],
  ])('with %s is refused', async (_name, words, message) => {
    const desk = fakeDesk()
    const error = errorOf(await desk.send(...words))
    expect(error).toMatchObject({
      code: 'invalidRequest',
      message: expect.stringContaining(message),
    })
    expect(error?.message.length).toBeLessThan(500)
    expect(desk.calls).toEqual([])
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined()
  })

  test('that is a cycle, a deep nest or a trap is refused', async () => {
    const desk = fakeDesk()
    const cycle: Record<string, unknown> = {}
    cycle.self = cycle
    let deep: unknown = 1
    for (let depth = 0; depth < 10_000; depth += 1) deep = [deep]
    const trap = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new RangeError('a trap')
        },
      },
    )
    const getter = {
      get coin() {
        throw new RangeError('a trap')
      },
    }
    for (const payload of [cycle, deep, trap, getter]) {
      expect(errorOf(await desk.send('getSnapshot', payload))?.code).toBe('invalidRequest')
    }
    expect(desk.calls).toEqual([])
  })

  test('over the rate is refused until the time has passed', async () => {
    const desk = fakeDesk()
    const results = []
    for (let count = 0; count < 250; count += 1) results.push(await desk.request('getSnapshot', {}))
    expect(results.filter(({ ok }) => ok)).toHaveLength(200)
    expect(errorOf(results.at(-1))).toMatchObject({ code: 'tooManyRequests' })
    desk.clock.advance(100)
    const later = []
    for (let count = 0; count < 30; count += 1) later.push(await desk.request('getSnapshot', {}))
    expect(later.filter(({ ok }) => ok)).toHaveLength(20)
  })

  test('waits with at most 64 others', async () => {
    let finish: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      finish = resolve
    })
    const desk = fakeDesk({
      getCandles: async () => {
        await gate
        return { ok: true, value: [] }
      },
    })
    const ask = { coin: 'BTC', timeframe: '1h', count: 5 }
    const answers = Array.from({ length: 70 }, () => desk.request('getCandles', ask))
    finish()
    const codes = (await Promise.all(answers)).map((answer) => answer.ok)
    expect(codes.filter((ok) => ok)).toHaveLength(64)
    expect(await desk.request('getCandles', ask)).toEqual({ ok: true, value: [] })
  })

  test('whose handler throws is answered, and the fault is told', async () => {
    const fault = new Error('secret detail')
    const desk = fakeDesk({
      getSnapshot: () => {
        throw fault
      },
      resume: async () => {
        throw fault
      },
    })
    for (const [name, payload] of [
      ['getSnapshot', {}],
      ['resume', { typedWord: 'resume' }],
    ] as const) {
      const error = errorOf(await desk.send(name, payload))
      expect(error?.code).toBe('internal')
      expect(error?.message).not.toContain('secret')
    }
    expect(desk.faults).toEqual([
      ['getSnapshot', fault],
      ['resume', fault],
    ])
  })

  test('whose handler finds the disk full says so', async () => {
    const desk = fakeDesk({
      setPreferences: () => {
        throw Object.assign(new Error('ENOSPC: no space'), {
          code: 'ENOSPC',
          path: '/d/p.json.new',
        })
      },
    })
    const error = errorOf(await desk.send('setPreferences', { isDiscreet: true }))
    expect(error?.message).toContain('The disk that holds /d/p.json is full.')
  })
})

test('only the two channels are listened to, and taken off again', () => {
  const desk = fakeDesk()
  expect(desk.channels()).toEqual([READY_CHANNEL, REQUEST_CHANNEL])
  desk.unregister()
  expect(desk.channels()).toEqual([])
})

test('ready is heard from the own window alone', () => {
  const desk = fakeDesk()
  desk.ready({ ...ownEvent, sender: { id: 8 } })
  expect(desk.readyCount()).toBe(0)
  desk.ready(ownEvent)
  expect(desk.readyCount()).toBe(1)
})

test('every request of the contract has a handler that is called', async () => {
  const desk = fakeDesk()
  expect(Object.keys(desk.handlers).sort()).toEqual([...requestNames].sort())
})
