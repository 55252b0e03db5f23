import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { DeskApi } from '#contract/desk-api.ts'
import { PATCH_CHANNEL, READY_CHANNEL, REQUEST_CHANNEL } from '#contract/desk-api.ts'

type Hear = (event: unknown, ...words: unknown[]) => void

const { electron, exposed, heard } = vi.hoisted(() => {
  const exposed: [string, unknown][] = []
  const heard = new Map<string, Hear[]>()
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, value: unknown) => exposed.push([name, value]),
    },
    ipcRenderer: {
      invoke: vi.fn(),
      send: vi.fn(),
      on: (channel: string, hear: Hear) =>
        heard.set(channel, [...(heard.get(channel) ?? []), hear]),
      removeListener: (channel: string, hear: Hear) =>
        heard.set(
          channel,
          (heard.get(channel) ?? []).filter((other) => other !== hear),
        ),
    },
  }
  return { electron, exposed, heard }
})
vi.mock('electron', () => electron)

let desk: DeskApi
beforeAll(async () => {
  await import('./index.ts')
  desk = exposed[0]?.[1] as DeskApi
})
beforeEach(() => {
  electron.ipcRenderer.invoke.mockReset().mockResolvedValue({ ok: true, value: null })
})

test('one frozen object with four functions is all the page gets', () => {
  expect(exposed.map(([name]) => name)).toEqual(['desk'])
  expect(Object.isFrozen(desk)).toBe(true)
  expect(Object.entries(desk).map(([name, value]) => `${name}: ${typeof value}`)).toEqual([
    'request: function',
    'onPatch: function',
    'onBook: function',
    'reportReady: function',
  ])
})

test('a good request goes over the one channel, as the schema made it', async () => {
  const reason = { ticketId: 't-1', reason: ' late ' }
  expect(await desk.request('declineTicket', reason)).toEqual({ ok: true, value: null })
  expect(electron.ipcRenderer.invoke.mock.calls).toEqual([
    [REQUEST_CHANNEL, 'declineTicket', { ticketId: 't-1', reason: 'late' }],
  ])
})

test('a wrong request does not leave the page', async () => {
  const wrong: [string, unknown][] = [
    ['declineTicket', { ticketId: 't-1', reason: '' }],
    ['declineTicket', { ticketId: 't-1', reason: 'late', extra: true }],
    ['getSnapshot', null],
    ['launch', {}],
    ['constructor', {}],
  ]
  for (const [name, payload] of wrong) {
    const answer = await desk.request(name as 'getSnapshot', payload as Record<string, never>)
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalidRequest' } })
  }
  expect(electron.ipcRenderer.invoke).not.toHaveBeenCalled()
})

test('a desk that does not answer is an answer', async () => {
  const noted = vi.spyOn(console, 'error').mockReturnValue(undefined)
  electron.ipcRenderer.invoke.mockRejectedValue(new Error('gone'))
  expect(await desk.request('getSnapshot', {})).toMatchObject({
    ok: false,
    error: { code: 'notAvailable' },
  })
  expect(noted).toHaveBeenCalledOnce()
})

test('patches arrive without their event until the listener is taken off', () => {
  const got: unknown[][] = []
  const stop = desk.onPatch((...words) => got.push(words))
  const send = (patch: unknown) => {
    for (const hear of heard.get(PATCH_CHANNEL) ?? []) hear({ sender: 'secret' }, patch)
  }
  send({ seq: 1, slices: {} })
  stop()
  stop()
  send({ seq: 2, slices: {} })
  expect(got).toEqual([[{ seq: 1, slices: {} }]])
})

test('listeners are bounded', () => {
  const stops = Array.from({ length: 16 }, () => desk.onPatch(() => undefined))
  expect(() => desk.onPatch(() => undefined)).toThrow('too many')
  for (const stop of stops) stop()
  desk.onPatch(() => undefined)()
  expect(heard.get(PATCH_CHANNEL)).toEqual([])
  expect(() => desk.onPatch('text' as never)).toThrow('wants a function')
})

test('ready is told once a call', () => {
  desk.reportReady()
  expect(electron.ipcRenderer.send.mock.calls).toEqual([[READY_CHANNEL]])
})
