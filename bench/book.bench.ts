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

/** Milliseconds a book, from its push in main until the page has read its best prices. */
const measure = (page: Page, kind: 'row' | 'object'): Promise<number[]> =>
  page.evaluate(
    ([what, samples, books]) =>
      new Promise<number[]>((resolve) => {
        const bench = (globalThis as unknown as BenchPage).bench
        const times: number[] = []
        let started = 0
        let left = 0
        const begin = (): void => {
          left = books
          started = performance.now()
          bench.books.push(what, books)
        }
        bench.hear = (book) => {
          if (book === null || book.bids.length !== 20 || book.asks.length !== 20) {
            throw new Error('a book was lost on the way')
          }
          left -= 1
          if (left > 0) return
          times.push((performance.now() - started) / books)
          if (times.length <= samples) setTimeout(begin, 5)
          else resolve(times.slice(1))
        }
        begin()
      }),
    [kind, SAMPLES, BOOKS] as const,
  )

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
      return [
        {
          name: 'a book of 20 levels as an object',
          samplesMs: await measure(electron.page, 'object'),
        },
        { name: 'the same as the desk pushes it', samplesMs: await measure(electron.page, 'row') },
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
