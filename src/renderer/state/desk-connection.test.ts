// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createFakeDesk } from '../dev/fake-desk.ts'
import { SNAPSHOTS } from '../dev/fixtures.ts'
import { connectDesk } from './desk-connection.ts'
import { resetMirror, useDeskStore } from './desk-store.ts'

let disconnect: () => void = () => undefined
beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  disconnect()
  resetMirror()
  vi.useRealTimers()
})

const mirror = () => useDeskStore.getState()
const snapshotsAsked = (desk: ReturnType<typeof createFakeDesk>): number =>
  desk.requests.filter((request) => request.name === 'getSnapshot').length

test('snapshot first, then patches replace whole slices', async () => {
  const desk = createFakeDesk(SNAPSHOTS.busy)
  disconnect = connectDesk(desk)
  expect(mirror().state).toBe('loading')
  await vi.advanceTimersByTimeAsync(0)
  expect(mirror().state).toBe('live')
  desk.patch({ positions: [] })
  expect(mirror().slices?.positions).toEqual([])
  expect(mirror().slices?.orders).toBe(SNAPSHOTS.busy.orders)
})

test('patches that came before the snapshot are applied after it, old ones never', async () => {
  const desk = createFakeDesk(SNAPSHOTS.busy)
  disconnect = connectDesk(desk)
  desk.patch({ fills: [] })
  desk.patch({ orders: [] }, 3)
  await vi.advanceTimersByTimeAsync(0)
  expect(mirror().slices?.fills).toEqual([])
  expect(mirror().slices?.orders).toEqual([])
  desk.patch({ theme: 'light' }, 2)
  expect(mirror().slices?.theme).toBe('dark')
})

test('a hole in seq asks for the whole state again', async () => {
  const desk = createFakeDesk(SNAPSHOTS.busy)
  disconnect = connectDesk(desk)
  await vi.advanceTimersByTimeAsync(0)
  desk.patch({ theme: 'light' }, 9)
  expect(mirror().state).toBe('catchingUp')
  expect(mirror().slices?.theme).toBe('dark')
  await vi.advanceTimersByTimeAsync(0)
  expect(mirror().state).toBe('live')
  expect(mirror().seq).toBe(9)
  expect(mirror().slices?.theme).toBe('light')
  expect(snapshotsAsked(desk)).toBe(2)
})

test('a refused snapshot is told and tried again', async () => {
  const desk = createFakeDesk(SNAPSHOTS.busy)
  desk.refuseNext('getSnapshot', 'The store is being migrated.')
  disconnect = connectDesk(desk)
  await vi.advanceTimersByTimeAsync(0)
  expect(mirror()).toMatchObject({ state: 'failed', failure: 'The store is being migrated.' })
  await vi.advanceTimersByTimeAsync(300)
  expect(mirror().state).toBe('live')
})

test('nothing is written after the disconnect', async () => {
  const desk = createFakeDesk(SNAPSHOTS.busy)
  disconnect = connectDesk(desk)
  await vi.advanceTimersByTimeAsync(0)
  disconnect()
  desk.patch({ theme: 'light' })
  expect(mirror().slices?.theme).toBe('dark')
})
