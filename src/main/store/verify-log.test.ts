import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { deskFile, deskWithTrades, tamper } from './desk-file.test-support.ts'
import { StoreError } from './store-error.ts'
import { temporaryFolder } from './temporary-folder.test-support.ts'
import { verifyLog } from './verify-log.ts'

describe('verifying a log', () => {
  test('finds a whole one whole, also while the desk is writing to it', () => {
    const { file, store } = deskWithTrades(2)
    expect(verifyLog(file)).toMatchObject({ ok: true, events: 24 })
    store.close()
    expect(verifyLog(file)).toMatchObject({ ok: true, events: 24 })
  })

  test.each([
    [
      'an altered payload',
      "UPDATE events SET payload = replace(payload, '37000', '38000') WHERE seq = 4",
      4,
      'do not give its hash',
    ],
    [
      'an altered time',
      'UPDATE events SET ts_wall_ms = ts_wall_ms + 1 WHERE seq = 9',
      9,
      'do not give its hash',
    ],
    ['a removed event', 'DELETE FROM events WHERE seq = 7', 8, 'event missing before it'],
    ['a removed beginning', 'DELETE FROM events WHERE seq < 4', 4, '3 events missing'],
    ['a cut-off end', 'DELETE FROM events WHERE seq > 20', 20, 'the end was cut off'],
    ['everything gone', 'DELETE FROM events', 0, 'the end was cut off'],
    [
      'two swapped events',
      'UPDATE events SET seq = 1000 WHERE seq = 5; UPDATE events SET seq = 5 WHERE seq = 6; UPDATE events SET seq = 6 WHERE seq = 1000',
      5,
      'not chained',
    ],
    [
      'an event behind the head that the anchor does not know',
      'INSERT INTO events SELECT 25, 1, 1, type, payload, hash, hash FROM events WHERE seq = 24',
      25,
      'do not give its hash',
    ],
    ['a lost anchor', 'DELETE FROM anchor', 24, 'the anchor is missing'],
    ['another anchor', 'UPDATE anchor SET event_count = 9', 24, 'another head'],
  ])('finds %s', (_name, sql, seq, what) => {
    const file = deskFile(2)
    tamper(file, sql)
    expect(verifyLog(file)).toEqual({ ok: false, seq, what: expect.stringContaining(what) })
  })

  test('says when there is nothing to verify', () => {
    const file = join(temporaryFolder(), 'desk.db')
    expect(() => verifyLog(file)).toThrow(StoreError)
    writeFileSync(file, 'no database at all'.repeat(20))
    expect(() => verifyLog(file)).toThrow('not a Countersign database')
  })
})
