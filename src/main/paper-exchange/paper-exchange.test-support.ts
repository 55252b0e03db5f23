import { signL1Action, signUserSignedAction } from '@nktkas/hyperliquid/signing'
import { Wallet } from 'ethers'
import WebSocket from 'ws'
import { ManualClock } from '../runtime/manual-clock.ts'
import { createCandleFileFeed } from './feeds/candle-file-feed.ts'
import type { Feed } from './feeds/feed.ts'
import type { PaperExchange, PaperExchangeOptions } from './start-paper-exchange.ts'
import { startPaperExchange } from './start-paper-exchange.ts'

export const MASTER = new Wallet(`0x${'11'.repeat(32)}`)
export const AGENT = new Wallet(`0x${'22'.repeat(32)}`)
export const STRANGER = new Wallet(`0x${'33'.repeat(32)}`)
export const WALL_MS = Date.UTC(2026, 10, 22, 12)

export const addressOf = (wallet: Wallet): string => wallet.address.toLowerCase()

const HEADER = 'open_time,open,high,low,close,volume'
export const FILE_START_MS = Date.UTC(2023, 2, 1)

/** One-minute candles "open,high,low,close", one after another. */
export function feedOf(candles: readonly string[]): Feed {
  const rows = candles.map((candle, minute) => `${FILE_START_MS + minute * 60_000},${candle},10`)
  return createCandleFileFeed([HEADER, ...rows].join('\n'), 'test.csv')
}

/** Ten quiet minutes around 20,000. */
export const quietFeed = (): Feed =>
  feedOf(Array.from({ length: 10 }, () => '20000,20010,19990,20000'))

export interface Running {
  readonly exchange: PaperExchange
  readonly clock: ManualClock
}

/** An exchange over a standing clock, with the master's account funded. */
export async function startTest(options: Partial<PaperExchangeOptions> = {}): Promise<Running> {
  const clock = new ManualClock(WALL_MS)
  const exchange = await startPaperExchange({
    clock,
    feed: quietFeed(),
    fundedAddresses: [addressOf(MASTER)],
    ...options,
  })
  return { exchange, clock }
}

export async function post(
  exchange: PaperExchange,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; json: () => never }> {
  const response = await fetch(`${exchange.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, text, json: () => JSON.parse(text) as never }
}

export const info = async <T>(exchange: PaperExchange, body: object): Promise<T> =>
  (await post(exchange, '/info', body)).json() as T

export interface SendOptions {
  readonly wallet?: Wallet
  readonly nonce?: number
  readonly expiresAfter?: number
  readonly isTestnet?: boolean
}

let lastNonce = WALL_MS

export async function signedBody(action: Record<string, unknown>, options: SendOptions = {}) {
  lastNonce += 1
  const nonce = options.nonce ?? lastNonce
  const { expiresAfter } = options
  const signature = await signL1Action({
    wallet: options.wallet ?? MASTER,
    action,
    nonce,
    isTestnet: options.isTestnet ?? true,
    ...(expiresAfter === undefined ? {} : { expiresAfter }),
  })
  return { action, nonce, signature, ...(expiresAfter === undefined ? {} : { expiresAfter }) }
}

export interface Answer {
  readonly status: 'ok' | 'err'
  readonly response:
    | string
    | { readonly type: string; readonly data?: { readonly statuses: unknown[] } }
}

/** Signs and sends one action over HTTP. */
export async function send(
  exchange: PaperExchange,
  action: Record<string, unknown>,
  options: SendOptions = {},
): Promise<Answer> {
  return (await post(exchange, '/exchange', await signedBody(action, options))).json()
}

export async function approveAgent(
  exchange: PaperExchange,
  agentName: string,
  overrides: Record<string, unknown> = {},
): Promise<Answer> {
  lastNonce += 1
  const action = {
    type: 'approveAgent',
    signatureChainId: '0x66eee' as const,
    hyperliquidChain: 'Testnet',
    agentAddress: addressOf(AGENT),
    agentName,
    nonce: lastNonce,
    ...overrides,
  }
  const signature = await signUserSignedAction({
    wallet: MASTER,
    action,
    types: {
      'HyperliquidTransaction:ApproveAgent': [
        { name: 'hyperliquidChain', type: 'string' },
        { name: 'agentAddress', type: 'address' },
        { name: 'agentName', type: 'string' },
        { name: 'nonce', type: 'uint64' },
      ],
    },
  })
  return (await post(exchange, '/exchange', { action, nonce: action.nonce, signature })).json()
}

export const limitOrder = (p: string, s = '0.01', tif = 'Gtc', isBuy = true) => ({
  type: 'order',
  orders: [{ a: 0, b: isBuy, p, s, r: false, t: { limit: { tif } } }],
  grouping: 'na',
})

export function oidOf(answer: Answer): number {
  if (typeof answer.response === 'string') throw new Error(answer.response)
  const [status] = (answer.response.data?.statuses ?? []) as {
    resting?: { oid: number }
    filled?: { oid: number }
  }[]
  const oid = status?.resting?.oid ?? status?.filled?.oid
  if (oid === undefined) throw new Error(JSON.stringify(status))
  return oid
}

/** A WebSocket client that keeps what it hears and can wait for something. */
export class TestSocket {
  readonly socket: WebSocket
  readonly heard: { channel: string; data: unknown }[] = []
  readonly raw: string[] = []
  isClosed = false
  #waiting: (() => void)[] = []

  private constructor(socket: WebSocket) {
    this.socket = socket
    const wake = (): void => {
      const waiting = this.#waiting
      this.#waiting = []
      for (const resume of waiting) resume()
    }
    socket.on('message', (data) => {
      const text = data.toString()
      this.raw.push(text)
      try {
        this.heard.push(JSON.parse(text))
      } catch {
        this.heard.push({ channel: 'unreadable', data: text })
      }
      wake()
    })
    socket.on('close', () => {
      this.isClosed = true
      wake()
    })
  }

  static async open(exchange: PaperExchange, headers: Record<string, string> = {}) {
    const socket = new WebSocket(exchange.wsUrl, { headers })
    const client = new TestSocket(socket)
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve())
      socket.once('error', reject)
    })
    return client
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  /** Resolves once `find` finds something in what was heard. */
  async until<T>(find: () => T | undefined | false): Promise<T> {
    for (;;) {
      const found = find()
      if (found !== undefined && found !== false) return found
      if (this.isClosed) throw new Error('the socket is closed')
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  on(channel: string): unknown[] {
    return this.heard.filter((message) => message.channel === channel).map(({ data }) => data)
  }

  async first<T>(channel: string): Promise<T> {
    return this.until(() => this.on(channel)[0] as T | undefined)
  }

  async subscribe(subscription: object): Promise<void> {
    const before = this.on('subscriptionResponse').length
    this.say({ method: 'subscribe', subscription })
    await this.until(() => this.on('subscriptionResponse').length > before)
  }

  close(): void {
    this.socket.terminate()
  }
}
