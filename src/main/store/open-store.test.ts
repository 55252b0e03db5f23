import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { Effect } from '#core/engine/effects.ts'
import type { EventBody } from '#core/engine/events.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { APPLICATION_ID } from './database-file.ts'
import {
  aftermath,
  bracket,
  dayOpened,
  deskCreated,
  filled,
  inputAt,
} from './desk-events.test-support.ts'
import type { Store, StoreOptions } from './open-store.ts'
import { openStore } from './open-store.ts'
import { OPEN_EFFECTS_MAX } from './outbox.ts'
import { StoreError } from './store-error.ts'
import { temporaryFolder } from './temporary-folder.test-support.ts'

const clock = new ManualClock(1_700_000_000_000)

const open = (file: string, over: Partial<StoreOptions> = {}): Store =>
  openStore({ file, mode: 'paper', clock, ...over })

const fresh = (): { file: string; store: Store } => {
  const file = join(temporaryFolder(), 'desk.db')
  return { file, store: open(file) }
}

function refusal(work: () => unknown): StoreError {
  try {
    work()
  } catch (cause) {
    if (cause instanceof StoreError) return cause
    throw cause
  }
  throw new Error('nothing was refused')
}

const lookUp: Effect = { kind: 'observeAccount', cause: 'start' }

describe('the event log', () => {
  test('gives back every event, in order, after it was opened again', () => {
    const { file, store } = fresh()
    const first = bracket(1)
    store.commit(inputAt(0), [], [deskCreated, dayOpened()], [])
    store.commit(inputAt(1), [], first.road, [])
    store.commit(inputAt(2), [], aftermath(first), [])
    store.close()
    const again = open(file)
    const events = [...again.readAll()]
    expect(events.map((event) => event.body)).toEqual([
      deskCreated,
      dayOpened(),
      ...first.road,
      ...aftermath(first),
    ])
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1))
    expect(events[0]).toMatchObject({
      tsWallMs: inputAt(0).stamp.tsWallMs,
      tsMarketMs: inputAt(0).stamp.tsMarketMs,
    })
    again.close()
  })

  test('is written so that it survives a power cut, readable by its owner alone', () => {
    const { file, store } = fresh()
    const db = new Database(file, { readonly: true })
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(db.pragma('application_id', { simple: true })).toBe(0x4353474e)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const loose = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all()
    const strict = db.prepare('SELECT name FROM pragma_table_list WHERE strict = 1').pluck().all()
    expect(strict).toEqual(
      expect.arrayContaining(loose.filter((name) => name !== 'sqlite_sequence')),
    )
    db.close()
    store.close()
  })

  test('keeps recorded inputs with the events that they caused', () => {
    const { file, store } = fresh()
    store.commit(inputAt(0), [inputAt(-2), inputAt(-1)], [deskCreated, dayOpened()], [])
    store.commit(inputAt(1), [], [], [])
    expect([...store.readInputs()]).toEqual([inputAt(-2), inputAt(-1), inputAt(0), inputAt(1)])
    store.close()
    const db = new Database(file, { readonly: true })
    expect(db.prepare('SELECT first_seq, last_seq FROM inputs ORDER BY id').raw().all()).toEqual([
      [null, null],
      [null, null],
      [1, 2],
      [null, null],
    ])
    db.close()
  })

  test('keeps effects until they are settled', () => {
    const { file, store } = fresh()
    const ids = store.commit(inputAt(0), [], [deskCreated], [lookUp, lookUp])
    expect(ids).toEqual([1, 2])
    store.settle(1)
    store.settle(1)
    store.close()
    const again = open(file)
    expect(again.openOutbox()).toEqual([{ id: 2, effect: lookUp }])
    again.close()
  })

  test('marks what has run with the next commit, or a moment later, in one write', () => {
    const time = new ManualClock(1_700_000_000_000)
    const file = join(temporaryFolder(), 'desk.db')
    const store = open(file, { clock: time })
    const beside = new Database(file, { readonly: true })
    const openIds = (): unknown[] =>
      beside.prepare('SELECT id FROM outbox WHERE settled_wall_ms IS NULL').pluck().all()
    const three = [lookUp, lookUp, lookUp]
    store.commit(inputAt(0), [], [deskCreated], three)
    store.settle(1)
    expect(openIds()).toEqual([1, 2, 3])
    store.commit(inputAt(1), [], [dayOpened()], [])
    expect(openIds()).toEqual([2, 3])
    store.settle(2)
    store.settle(3)
    time.advance(1_000)
    expect(openIds()).toEqual([])
    const changes = beside.pragma('data_version', { simple: true })
    time.advance(1_000)
    expect(beside.pragma('data_version', { simple: true })).toBe(changes)
    beside.close()
    store.close()
  })

  test('keeps the marks of a commit that is refused for the next one', () => {
    const { file, store } = fresh()
    store.commit(inputAt(0), [], [deskCreated, dayOpened()], [lookUp])
    store.settle(1)
    const one = bracket(1)
    refusal(() =>
      store.commit(inputAt(1), [], [...one.road.slice(0, 4), one.submitted()], [lookUp]),
    )
    store.commit(inputAt(2), [], one.road, [])
    const beside = new Database(file, { readonly: true })
    expect(beside.prepare('SELECT settled_wall_ms FROM outbox').pluck().all()).toEqual([
      1_700_000_000_000,
    ])
    beside.close()
    store.close()
  })

  test('what an earlier process left open takes no room from this one', () => {
    const { file, store } = fresh()
    store.commit(inputAt(0), [], [deskCreated], [lookUp])
    store.close()
    const writer = new Database(file)
    writer.exec(
      `INSERT INTO outbox (kind, effect, opened_wall_ms)
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${OPEN_EFFECTS_MAX})
       SELECT 'observeAccount', '{}', 0 FROM n`,
    )
    writer.close()
    const again = open(file)
    again.commit(inputAt(1), [], [dayOpened()], [lookUp])
    const tooMany = Array.from({ length: OPEN_EFFECTS_MAX }, () => lookUp)
    expect(refusal(() => again.commit(inputAt(2), [], [], tooMany))).toMatchObject({ code: 'E211' })
    again.close()
  })

  test('writes nothing of a commit that is refused', () => {
    const { store } = fresh()
    store.commit(inputAt(0), [], [deskCreated, dayOpened()], [])
    const one = bracket(1)
    const bad: EventBody[] = [...one.road.slice(0, 4), one.submitted()]
    const error = refusal(() => store.commit(inputAt(1), [inputAt(0.5)], bad, [lookUp]))
    expect(error).toMatchObject({ code: 'E207', message: expect.stringContaining('signature') })
    expect(error.cause).toBeInstanceOf(Error)
    expect([...store.readAll()]).toHaveLength(2)
    expect([...store.readInputs()]).toHaveLength(1)
    expect(store.openOutbox()).toEqual([])
    expect(store.health().state).toBe('healthy')
    store.commit(inputAt(2), [], one.road, [])
    expect([...store.readAll()]).toHaveLength(2 + one.road.length)
    store.close()
  })

  test('takes a trade id once', () => {
    const { store } = fresh()
    const one = bracket(1)
    store.commit(inputAt(0), [], [deskCreated, dayOpened(), ...one.road], [])
    store.commit(inputAt(1), [], [filled(one, 5)], [])
    expect(refusal(() => store.commit(inputAt(2), [], [filled(one, 5)], []))).toMatchObject({
      code: 'E207',
      message: expect.stringContaining('fills.trade_id'),
    })
    store.close()
  })

  test('refuses a step that the order status table does not have', () => {
    const { store } = fresh()
    const one = bracket(1)
    store.commit(inputAt(0), [], [deskCreated, dayOpened(), one.initialized, one.requested], [])
    const moved = aftermath(one)[1] as EventBody
    expect(refusal(() => store.commit(inputAt(1), [], [moved], []))).toMatchObject({
      code: 'E211',
      message: expect.stringContaining('PendingApproval'),
    })
    store.close()
  })

  test('refuses a time that it would have to round', () => {
    const { store } = fresh()
    for (const second of [0.0001, Number.NaN, Number.POSITIVE_INFINITY]) {
      const input = { ...inputAt(0), stamp: inputAt(second).stamp }
      expect(refusal(() => store.commit(input, [], [deskCreated], []))).toMatchObject({
        code: 'E211',
        message: expect.stringContaining('whole milliseconds'),
      })
    }
    store.close()
  })

  test('notices a second desk on the same file', () => {
    const { file, store } = fresh()
    const other = open(file)
    store.commit(inputAt(0), [], [deskCreated], [])
    expect(refusal(() => other.commit(inputAt(0), [], [deskCreated], []))).toMatchObject({
      code: 'E204',
      message: expect.stringContaining('Another program'),
    })
    other.close()
    store.close()
  })

  test('tells of a slow commit and degrades until the next good one', () => {
    const file = join(temporaryFolder(), 'desk.db')
    const slow = new ManualClock(1_700_000_000_000)
    const monotonic = slow.monotonicMs.bind(slow)
    let stepMs = 60
    slow.monotonicMs = () => {
      slow.advance(stepMs)
      return monotonic()
    }
    const told: number[] = []
    const store = open(file, {
      clock: slow,
      onSlowCommit: ({ durationMs, events }) => told.push(durationMs, events),
    })
    store.commit(inputAt(0), [], [deskCreated, dayOpened()], [])
    expect(told).toEqual([60, 2])
    expect(store.health().state).toBe('degraded')
    stepMs = 1
    store.commit(inputAt(1), [], [], [])
    expect(told).toHaveLength(2)
    expect(store.health().state).toBe('healthy')
    store.close()
  })

  test('says when the disk is full, loses nothing, and goes on when there is room', () => {
    const { file, store } = fresh()
    store.commit(inputAt(0), [], [deskCreated, dayOpened()], [])
    store.close()
    const pages = Math.ceil(statSync(file).size / 4096)
    const tight = open(file, { pageLimit: pages + 2 })
    let second = 1
    const error = refusal(() => {
      for (; second < 2000; second += 1) {
        tight.commit(inputAt(second), [], [dayOpened(`day ${second}`)], [])
      }
    })
    expect(error).toMatchObject({ code: 'E205', message: expect.stringContaining('full') })
    expect(tight.health()).toEqual({ state: 'down', reason: error.message })
    expect([...tight.readAll()]).toHaveLength(1 + second)
    tight.close()
    const roomy = open(file)
    roomy.commit(inputAt(second), [], [dayOpened(`day ${second}`)], [])
    expect([...roomy.readAll()]).toHaveLength(2 + second)
    expect(roomy.health().state).toBe('healthy')
    roomy.close()
  })
})

describe('a file that is not the one', () => {
  const untouched = (file: string, work: () => unknown): StoreError => {
    const before = readFileSync(file)
    const error = refusal(work)
    expect(readFileSync(file).equals(before)).toBe(true)
    return error
  }

  test('text, a cut-off file and another program’s database', () => {
    const file = join(temporaryFolder(), 'desk.db')
    writeFileSync(file, 'a shopping list '.repeat(40))
    expect(untouched(file, () => open(file)).code).toBe('E001')
    writeFileSync(file, 'SQLite format 3\0')
    expect(untouched(file, () => open(file)).code).toBe('E001')
    const foreign = join(temporaryFolder(), 'foreign.db')
    const db = new Database(foreign)
    db.exec('CREATE TABLE music (title TEXT)')
    db.close()
    const error = untouched(foreign, () => open(foreign))
    expect(error).toMatchObject({ code: 'E201', message: expect.stringContaining(foreign) })
    expect(existsSync(`${foreign}-wal`)).toBe(false)
  })

  test('another mode’s', () => {
    const { file, store } = fresh()
    store.close()
    expect(untouched(file, () => open(file, { mode: 'mainnet' }))).toMatchObject({
      code: 'E202',
      message: expect.stringContaining('belongs to paper'),
    })
  })

  test('a newer version’s', () => {
    const { file, store } = fresh()
    store.close()
    const db = new Database(file)
    db.pragma('user_version = 99')
    db.close()
    expect(untouched(file, () => open(file)).code).toBe('E203')
  })

  test('one that another program holds', () => {
    const { file, store } = fresh()
    store.close()
    const holder = new Database(file)
    holder.pragma('locking_mode = EXCLUSIVE')
    holder.exec('BEGIN EXCLUSIVE')
    expect(refusal(() => open(file))).toMatchObject({
      code: 'E204',
      message: expect.stringContaining('Close it'),
    })
    holder.exec('ROLLBACK')
    holder.close()
  })

  test('a damaged one', () => {
    const { file, store } = fresh()
    const one = bracket(1)
    store.commit(inputAt(0), [], [deskCreated, dayOpened(), ...one.road], [])
    store.close()
    const bytes = readFileSync(file)
    bytes.fill(0xa5, 4096, 4096 * 6)
    writeFileSync(file, bytes)
    expect(untouched(file, () => open(file)).code).toBe('E001')
  })

  test('a folder that is not there', () => {
    const file = join(temporaryFolder(), 'missing', 'desk.db')
    expect(refusal(() => open(file)).code).toBe('E208')
  })

  test('a log whose chain is broken', () => {
    const { file, store } = fresh()
    store.commit(inputAt(0), [], [deskCreated, dayOpened()], [])
    store.close()
    const db = new Database(file)
    db.exec('DROP TRIGGER events_never_updated')
    db.exec("UPDATE events SET payload = replace(payload, '2023', '2024') WHERE seq = 2")
    db.close()
    const again = open(file)
    expect(refusal(() => [...again.readAll()])).toMatchObject({
      code: 'E206',
      message: expect.stringContaining('event 2'),
    })
    again.close()
  })
})

describe('a kill in the first moments of a new file', () => {
  test('leaves a journal that the next start rolls back', () => {
    const folder = temporaryFolder()
    const written = join(folder, 'written.db')
    const db = new Database(written)
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.pragma('cache_size = 2')
    db.exec('BEGIN; CREATE TABLE half_way(body TEXT)')
    const insert = db.prepare('INSERT INTO half_way VALUES (?)')
    for (let row = 0; row < 200; row += 1) insert.run('x'.repeat(1_000))
    const file = join(folder, 'desk.db')
    copyFileSync(written, file)
    copyFileSync(`${written}-journal`, `${file}-journal`)
    db.close()
    expect(statSync(`${file}-journal`).size).toBeGreaterThan(0)
    const store = open(file)
    store.commit(inputAt(0), [], [deskCreated], [])
    store.close()
    expect(existsSync(`${file}-journal`)).toBe(false)
    expect(open(file).health().state).toBe('healthy')
  })
})
