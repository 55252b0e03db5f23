import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Clock } from '../../runtime/clock.ts'

/** What is known after one POST. */
export type PostResult =
  | { readonly kind: 'answered'; readonly status: number; readonly text: string }
  /** No connection was ever made, so nothing can have arrived. */
  | { readonly kind: 'notSent'; readonly message: string }
  /** It may have arrived; nobody knows. */
  | { readonly kind: 'noAnswer'; readonly message: string }

export interface PostOptions {
  readonly timeoutMs: number
  /** A connection of its own: only then is "never connected" a proof that nothing was sent. */
  readonly isFreshConnection: boolean
}

const MAX_ANSWER_BYTES = 32 * 1024 * 1024

/** Posts JSON to one host. Never retries, never follows a redirect, never rejects. */
export class HttpPoster {
  readonly #baseUrl: URL
  readonly #clock: Clock
  readonly #agent: HttpAgent | HttpsAgent
  readonly #inFlight = new Set<() => void>()
  #isClosed = false

  constructor(baseUrl: string, clock: Clock) {
    this.#baseUrl = new URL(baseUrl)
    this.#clock = clock
    const options = { keepAlive: true, maxSockets: 8 }
    this.#agent = this.#isSecure ? new HttpsAgent(options) : new HttpAgent(options)
  }

  get #isSecure(): boolean {
    return this.#baseUrl.protocol === 'https:'
  }

  post(path: string, body: string, options: PostOptions): Promise<PostResult> {
    if (this.#isClosed) {
      return Promise.resolve({ kind: 'notSent', message: 'the connection was closed' })
    }
    const { timeoutMs, isFreshConnection } = options
    return new Promise((resolve) => {
      const send = this.#isSecure ? httpsRequest : httpRequest
      const request = send(new URL(path, this.#baseUrl), {
        method: 'POST',
        agent: isFreshConnection ? false : this.#agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      })
      let hasConnected = false
      const timer = this.#clock.setTimer(timeoutMs, () => fail(`no answer in ${timeoutMs} ms`))
      const settle = (result: PostResult): void => {
        timer.cancel()
        this.#inFlight.delete(abort)
        resolve(result)
      }
      const fail = (message: string): void => {
        settle({ kind: hasConnected ? 'noAnswer' : 'notSent', message })
        request.destroy()
      }
      const abort = (): void => fail('the desk closed the connection')
      this.#inFlight.add(abort)
      request.on('socket', (socket) => {
        if (!socket.connecting) {
          hasConnected = true
          return
        }
        socket.once(this.#isSecure ? 'secureConnect' : 'connect', () => {
          hasConnected = true
        })
      })
      request.on('error', (error) => fail(error.message))
      request.on('response', (response) => {
        const chunks: Buffer[] = []
        let length = 0
        response.on('data', (chunk: Buffer) => {
          length += chunk.length
          if (length > MAX_ANSWER_BYTES) fail('the answer is larger than 32 MB')
          else chunks.push(chunk)
        })
        response.on('error', (error) => fail(error.message))
        response.on('aborted', () => fail('the answer broke off'))
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          settle({ kind: 'answered', status: response.statusCode ?? 0, text })
        })
      })
      request.end(body)
    })
  }

  /** Gives up everything in flight; what was sent stays unknown. */
  close(): void {
    this.#isClosed = true
    for (const abort of [...this.#inFlight]) abort()
    this.#agent.destroy()
  }
}
