import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { build } from 'vite'
import type { Bench, Measurement } from './bench.ts'
import { startElectron } from './started-electron.ts'

const SAMPLES = 40
/** Far more than there ever are at once: what one costs is told by many. */
const BOOKS = 200

/** The desk's own encoder and decoder as a CommonJS text, for a main process and for a page. */
async function bookPush(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '#core': join(process.cwd(), 'src/core') } },
    build: {
      write: false,
      minify: false,
      target: 'chrome130',
      lib: { entry: 'src/contract/book-push.ts', formats: ['cjs'], fileName: 'book-push' },
    },
  })
  const [first] = Array.isArray(result) ? result : [result]
  const chunk = first && 'output' in first ? first.output[0] : undefined
  if (chunk === undefined) throw new Error('book-push.ts was not bundled')
  return chunk.code
}

/**
 * Milliseconds a book, from its push in main until the page has read it. Both kinds take turns, so
 * that whatever else the machine does falls on both alike.
 */
const measure = (page: Page): Promise<Record<Kind, number[]>> =>
  page.evaluate(
    async ([samples, books]) => {
      const { bench } = globalThis as unknown as BenchPage
      const pushed = (kind: Kind): Promise<number> =>
        new Promise((resolve, reject) => {
          let left = books
          const started = performance.now()
          bench.hear = (book) => {
            if (book?.bids.length !== 20 || book.asks.length !== 20) {
              reject(new Error('a book was lost on the way'))
            }
            left -= 1
            if (left === 0) resolve((performance.now() - started) / books)
          }
          bench.books.push(kind, books)
        })
      const times: Record<Kind, number[]> = { object: [], row: [] }
      for (let sample = -3; sample < samples; sample += 1) {
        for (const kind of ['object', 'row'] as const) {
          const time = await pushed(kind)
          if (sample >= 0) times[kind].push(time)
        }
      }
      return times
    },
    [SAMPLES, BOOKS] as const,
  )

type Kind = 'object' | 'row'
interface HeardBook {
  readonly bids: readonly unknown[]
  readonly asks: readonly unknown[]
}
interface BenchPage {
  readonly bench: {
    readonly books: { push(kind: string, count: number): void }
    hear: (book: HeardBook | null) => void
  }
}

/** One listener for both kinds: a row is decoded, an object is what it is. */
const listenerText = (code: string): string => `(() => {
  const exports = {}
  const module = { exports }
  ${code}
  globalThis.bench = { books: window.books, hear: () => undefined }
  window.books.onBook((coin, book) =>
    bench.hear(book instanceof BigInt64Array ? module.exports.decodeBook(coin, book) : book))
})()`

async function run(): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-book-'))
  try {
    const code = await bookPush()
    const file = join(folder, 'book-push.cjs')
    writeFileSync(file, code)
    const electron = await startElectron(join(process.cwd(), 'bench/book-app'), [
      '--book-push',
      file,
    ])
    try {
      await electron.page.waitForLoadState('load')
      await electron.page.evaluate(listenerText(code))
      const times = await measure(electron.page)
      return [
        { name: 'a book of 20 levels as an object', samplesMs: times.object },
        { name: 'the same as the desk pushes it', samplesMs: times.row },
      ]
    } finally {
      await electron.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const bench: Bench = {
  title: 'A push of the order book, from main until the page has read it',
  run,
}
