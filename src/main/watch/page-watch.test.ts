import { expect, test } from 'vitest'
import { createPageWatch } from './page-watch.ts'
import type { PagesFound } from './pages-state.ts'

const FILE = '/data/desk.sqlite'
const MINUTE_MS = 60_000
const whole: PagesFound = { damage: null, looked: 30, tables: 30 }

/** A watch over looks that end when the test says so. */
function watchOver() {
  let nowMs = Date.UTC(2026, 0, 5, 12)
  const looks: { readonly file: string; end(found: PagesFound | Error): Promise<void> }[] = []
  const pagesOf = createPageWatch({
    wallMs: () => nowMs,
    patience: () => Promise.resolve(),
    lookThrough: (file) =>
      new Promise((resolve, reject) => {
        looks.push({
          file,
          async end(found) {
            if (found instanceof Error) reject(found)
            else resolve(found)
            await new Promise((done) => setImmediate(done))
          },
        })
      }),
  })
  return {
    pagesOf,
    looks,
    pass: (ms: number) => {
      nowMs += ms
    },
  }
}

test('the first call starts a look, and later ones tell what it found and when', async () => {
  const { pagesOf, looks, pass } = watchOver()
  expect(await pagesOf(FILE)).toEqual({ kind: 'unknown' })
  expect(await pagesOf(FILE)).toEqual({ kind: 'unknown' })
  expect(looks).toHaveLength(1)
  pass(2 * MINUTE_MS)
  await looks[0]?.end(whole)
  expect(await pagesOf(FILE)).toEqual({
    kind: 'looked',
    sentence: 'all pages were looked through at 12:02 UTC',
  })
  pass(7 * MINUTE_MS)
  expect((await pagesOf(FILE)).kind).toBe('looked')
  expect(looks).toHaveLength(1)
  pass(2 * MINUTE_MS)
  expect((await pagesOf(FILE)).kind).toBe('looked')
  expect(looks).toHaveLength(2)
})

test('a look that ran out of time says so', async () => {
  const { pagesOf, looks } = watchOver()
  await pagesOf(FILE)
  await looks[0]?.end({ damage: null, looked: 12, tables: 30 })
  expect(await pagesOf(FILE)).toEqual({
    kind: 'looked',
    sentence:
      'the pages of 12 of 30 tables (for all there was no time, countersign doctor takes it) were looked through at 12:00 UTC',
  })
})

test('damage stays, and is not looked for again', async () => {
  const { pagesOf, looks, pass } = watchOver()
  await pagesOf(FILE)
  await looks[0]?.end({ damage: 'Tree 4 page 4', looked: 4, tables: 30 })
  pass(60 * MINUTE_MS)
  expect(await pagesOf(FILE)).toEqual({ kind: 'damaged', damage: 'Tree 4 page 4' })
  expect(looks).toHaveLength(1)
})

test('one look at a time; one that failed is made again later', async () => {
  const { pagesOf, looks, pass } = watchOver()
  await pagesOf(FILE)
  await pagesOf('/data/other.sqlite')
  expect(looks.map(({ file }) => file)).toEqual([FILE])
  await looks[0]?.end(new Error('no thread'))
  expect(await pagesOf(FILE)).toEqual({ kind: 'unknown' })
  await pagesOf('/data/other.sqlite')
  expect(looks).toHaveLength(2)
  await looks[1]?.end(whole)
  pass(11 * MINUTE_MS)
  await pagesOf(FILE)
  expect(looks.map(({ file }) => file)).toEqual([FILE, '/data/other.sqlite', FILE])
})

test('the first look is waited for while there is patience', async () => {
  const pagesOf = createPageWatch({
    lookThrough: () => Promise.resolve(whole),
    wallMs: () => 0,
    patience: () => new Promise(() => undefined),
  })
  expect(await pagesOf(FILE)).toMatchObject({ kind: 'looked' })
})
