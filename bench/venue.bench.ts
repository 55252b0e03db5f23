import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { InputBody } from '../src/core/engine/inputs.ts'
import type { Price, Quantity } from '../src/core/money/amount.ts'
import { systemClock } from '../src/main/runtime/clock.ts'
import { DeskLoop } from '../src/main/runtime/loop.ts'
import type { StorePort } from '../src/main/runtime/ports.ts'
import { FrameScanner, scanBook } from '../src/main/venues/hyperliquid/scan-book.ts'
import { createVenueParts } from '../src/main/venues/hyperliquid/venue-parts.ts'
import type { Bench, Measurement } from './bench.ts'
import { timeBatches } from './bench.ts'
import { bookFrame, midsFrame, tradesFrame } from './venue-frames.ts'

const COINS = ['BTC', 'ETH', 'SOL', 'XRP', 'DOGE', 'ADA', 'AVAX', 'LINK']
const FRAMES_PER_SECOND = 2_000
const SECONDS = 60
const WARM_UP_SECONDS = 5
const BATCHES = { samples: 60, batch: 400 }
const TIME_MS = 1_782_000_000_000

/** Every text that is a number becomes one: what any reader of the frame has to do at least. */
function readNumbers(value: unknown): number {
  if (typeof value === 'string') {
    const number = Number(value)
    return Number.isNaN(number) ? 0 : number
  }
  if (typeof value === 'number') return value
  if (typeof value !== 'object' || value === null) return 0
  let sum = 0
  for (const key in value) sum += readNumbers((value as Record<string, unknown>)[key])
  return sum
}

interface Trade {
  readonly coin: string
  readonly isBuy: boolean
  readonly price: Price
  readonly size: Quantity
  readonly timeMs: number
  readonly tradeId: number
}

/** Trades by the adapter's own scanner, exact and typed; null where one is written otherwise. */
function scanTrades(text: string): Trade[] | null {
  const scanner = new FrameScanner(text)
  const trades: Trade[] = []
  if (!scanner.take('{"channel":"trades","data":[')) return null
  do {
    if (!scanner.take('{"coin":"')) return null
    const coin = scanner.word()
    if (coin === null || !scanner.take(',"side":"')) return null
    const side = scanner.word()
    if ((side !== 'A' && side !== 'B') || !scanner.take(',"px":"')) return null
    const price = scanner.decimal() as Price | null
    if (price === null || !scanner.take(',"sz":"')) return null
    const size = scanner.decimal() as Quantity | null
    if (size === null || !scanner.take(',"time":')) return null
    const timeMs = scanner.integer()
    if (timeMs === null || !scanner.take(',"hash":"0x')) return null
    scanner.at += 64
    if (!scanner.take('","tid":')) return null
    const tradeId = scanner.integer()
    if (tradeId === null || !scanner.take(',"users":["')) return null
    scanner.at += 87
    if (!scanner.take('"]}')) return null
    trades.push({ coin, isBuy: side === 'B', price, size, timeMs, tradeId })
  } while (scanner.take(','))
  return scanner.take(']}') && scanner.isAtEnd ? trades : null
}

function scanMids(text: string): Map<string, Price> | null {
  const scanner = new FrameScanner(text)
  const mids = new Map<string, Price>()
  if (!scanner.take('{"channel":"allMids","data":{"mids":{')) return null
  do {
    if (!scanner.take('"')) return null
    const coin = scanner.word()
    if (coin === null || !scanner.take(':"')) return null
    const mid = scanner.decimal() as Price | null
    if (mid === null) return null
    mids.set(coin, mid)
  } while (scanner.take(','))
  return scanner.take('}}}') && scanner.isAtEnd ? mids : null
}

function readBench(
  title: string,
  texts: readonly string[],
  read: (text: string) => unknown,
): Bench {
  let place = 0
  const next = (): string => {
    place = (place + 1) % texts.length
    return texts[place] ?? ''
  }
  for (const text of texts) if (read(text) === null) throw new Error(`not read: ${text}`)
  return {
    title,
    run: async () => [
      timeBatches('yardstick: JSON.parse, every number read', BATCHES, () =>
        readNumbers(JSON.parse(next())),
      ),
      timeBatches('JSON.parse alone', BATCHES, () => JSON.parse(next())),
      timeBatches('typed and exact, as the adapter reads', BATCHES, () => read(next())),
    ],
  }
}

const numbers = Array.from({ length: 200 }, (_, index) => index)
const books = numbers.map((index) => bookFrame('BTC', index, TIME_MS + index))
const trades = numbers.map((index) => tradesFrame('BTC', index, TIME_MS + index))
const mids = numbers.map((index) => midsFrame(index))

/** A log that keeps nothing: the load is about reading. */
const noStore: StorePort = {
  *readAll() {
    yield* []
  },
  commit: (_input, _before, _events, effects) => effects.map((_, index) => index + 1),
  settle: () => undefined,
  openOutbox: () => [],
  health: () => ({ state: 'healthy', reason: '' }),
  close: () => undefined,
}

const said = async <T>(child: ChildProcess): Promise<T> => (await once(child, 'message'))[0] as T

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

function collect(): void {
  const { gc } = globalThis as { gc?: () => void }
  gc?.()
}

/** One second after the other: the worst waits of the event loop and the work of the processor. */
async function watchSeconds(seconds: number) {
  const delayMs: number[] = []
  const cpuMs: number[] = []
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  for (let second = 0; second < seconds; second += 1) {
    delays.reset()
    const before = process.cpuUsage()
    await pause(1_000)
    const { user, system } = process.cpuUsage(before)
    cpuMs.push((user + system) / 1_000)
    delayMs.push(delays.percentile(99) / 1e6)
  }
  delays.disable()
  return { delayMs, cpuMs }
}

async function runLoad(): Promise<readonly Measurement[]> {
  const idle = await watchSeconds(5)
  const words = [String(FRAMES_PER_SECOND), ...COINS]
  const venue = fork(join(process.cwd(), 'bench/venue-load.ts'), words, {
    execArgv: ['--import', 'tsx'],
  })
  const { port } = await said<{ port: number }>(venue)
  let quotes = 0
  const loop = new DeskLoop({
    mode: 'paper',
    store: noStore,
    clock: systemClock,
    marketNowMs: () => Date.now(),
    runEffect: () => undefined,
    onStep: () => undefined,
    onFault: (fault) => {
      throw fault
    },
  })
  const parts = createVenueParts(
    {
      mode: 'paper',
      httpUrl: 'http://127.0.0.1:9',
      wsUrl: `ws://127.0.0.1:${port}`,
      accountAddress: `0x${'a'.repeat(40)}`,
      clock: systemClock,
      log: () => undefined,
    },
    (body: InputBody) => {
      if (body.kind === 'quoteTick') quotes += 1
      loop.enqueue(body)
    },
  )
  for (const coin of COINS) {
    parts.stream.watchQuotes(coin)
  }
  parts.stream.start()
  await pause(WARM_UP_SECONDS * 1_000)
  collect()
  const heapBefore = process.memoryUsage().heapUsed
  const { delayMs, cpuMs } = await watchSeconds(SECONDS)
  collect()
  const grownMb = (process.memoryUsage().heapUsed - heapBefore) / 1e6
  venue.send('how many')
  const { sent } = await said<{ sent: number }>(venue)
  loop.stop()
  await parts.stream.stop()
  venue.kill()
  process.stdout.write(
    `\n${sent} frames in ${SECONDS + WARM_UP_SECONDS} s, half of them books; ${quotes} quotes; ` +
      `heap after a collection ${grownMb >= 0 ? '+' : ''}${grownMb.toFixed(2)} MB in ${SECONDS} s\n`,
  )
  return [
    { name: 'event loop at rest: p99 of each second', samplesMs: idle.delayMs },
    { name: 'event loop under load: p99 of each second', samplesMs: delayMs },
    { name: 'processor time of each second', samplesMs: cpuMs },
  ]
}

export const bench: readonly Bench[] = [
  readBench('One book of 2 × 20 levels', books, scanBook),
  readBench('Five trades', trades, scanTrades),
  readBench('Mids of 200 coins', mids, scanMids),
  {
    title: `${FRAMES_PER_SECOND} frames a second of books and trades for ${SECONDS} s`,
    run: runLoad,
  },
]
