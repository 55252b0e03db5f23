import { WebSocket } from 'ws'
import type { Clock, Timer } from '../../runtime/clock.ts'
import { Backoff } from './backoff.ts'

/** The venue hangs up after 60 s in which it sent nothing; a ping makes it send. */
const PING_EVERY_MS = 15_000
/** Longer without a single message than this, and the connection is dead, whatever TCP thinks. */
const LONGEST_SILENCE_MS = 40_000
const HANDSHAKE_TIMEOUT_MS = 10_000
/** Only a connection that lasted is a success: one that opens and drops at once backs off further. */
const STABLE_AFTER_MS = 30_000
const MAX_FRAME_BYTES = 16 * 1024 * 1024

export interface VenueSocketOptions {
  readonly url: string
  readonly clock: Clock
  readonly random: () => number
  readonly onOpen: () => void
  readonly onText: (text: string) => void
  /** The connection is gone; another try follows by itself after `retryInMs`. */
  readonly onDown: (reason: string, retryInMs: number) => void
}

/** One WebSocket that comes back: heartbeat, detection of silence, backoff with jitter. */
export class VenueSocket {
  readonly #options: VenueSocketOptions
  readonly #backoff: Backoff
  #socket: WebSocket | null = null
  #timers: Timer[] = []
  #retry: Timer | null = null
  #openedMs: number | null = null
  #lastHeardMs = 0
  #isStopped = false

  constructor(options: VenueSocketOptions) {
    this.#options = options
    this.#backoff = new Backoff(options.random)
  }

  start(): void {
    if (!this.#isStopped && !this.#socket) this.#connect()
  }

  /** False while there is no open connection. */
  send(message: object): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false
    this.#socket.send(JSON.stringify(message))
    return true
  }

  /** Ends this connection, or the wait for the next, and makes another at once. */
  reconnect(reason: string): void {
    if (this.#isStopped) return
    this.#backoff.reset()
    if (this.#socket) this.#lost(this.#socket, reason)
    this.#retry?.cancel()
    this.#backoff.reset()
    this.start()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#retry?.cancel()
    this.#cancelTimers()
    const socket = this.#socket
    this.#socket = null
    if (!socket || socket.readyState === WebSocket.CLOSED) return
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve())
      socket.terminate()
    })
  }

  #connect(): void {
    const { clock, url, onText } = this.#options
    const socket = new WebSocket(url, {
      perMessageDeflate: false,
      maxPayload: MAX_FRAME_BYTES,
      followRedirects: false,
    })
    this.#socket = socket
    this.#after(HANDSHAKE_TIMEOUT_MS, () => {
      if (socket.readyState === WebSocket.CONNECTING) this.#lost(socket, 'it did not open in 10 s')
    })
    socket.on('open', () => this.#opened(socket))
    socket.on('message', (data, isBinary) => {
      if (socket !== this.#socket) return
      this.#lastHeardMs = clock.monotonicMs()
      onText(isBinary ? '' : data.toString())
    })
    socket.on('error', (error) => this.#lost(socket, error.message))
    socket.on('close', (code) => this.#lost(socket, `the venue hung up (${code})`))
  }

  #opened(socket: WebSocket): void {
    if (socket !== this.#socket) return
    const { clock, onOpen } = this.#options
    this.#openedMs = clock.monotonicMs()
    this.#lastHeardMs = this.#openedMs
    this.#beat(socket)
    onOpen()
  }

  #beat(socket: WebSocket): void {
    this.#after(PING_EVERY_MS, () => {
      if (socket !== this.#socket) return
      const silentMs = this.#options.clock.monotonicMs() - this.#lastHeardMs
      if (silentMs >= LONGEST_SILENCE_MS) {
        this.#lost(socket, `nothing was heard for ${Math.round(silentMs / 1000)} s`)
        return
      }
      this.send({ method: 'ping' })
      this.#beat(socket)
    })
  }

  #lost(socket: WebSocket, reason: string): void {
    if (socket !== this.#socket) return
    const { clock, onDown } = this.#options
    this.#socket = null
    this.#cancelTimers()
    socket.terminate()
    if (this.#isStopped) return
    const lastedMs = this.#openedMs === null ? 0 : clock.monotonicMs() - this.#openedMs
    this.#openedMs = null
    if (lastedMs >= STABLE_AFTER_MS) this.#backoff.reset()
    const delayMs = this.#backoff.nextDelayMs()
    this.#retry = clock.setTimer(delayMs, () => this.start())
    onDown(reason, delayMs)
  }

  #after(delayMs: number, callback: () => void): void {
    this.#timers.push(this.#options.clock.setTimer(delayMs, callback))
  }

  #cancelTimers(): void {
    for (const timer of this.#timers) timer.cancel()
    this.#timers = []
  }
}
