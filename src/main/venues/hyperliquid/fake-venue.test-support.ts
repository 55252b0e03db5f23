import { EventEmitter, once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { WebSocket } from 'ws'
import { WebSocketServer } from 'ws'

type Json = Record<string, unknown>
/** What one HTTP request gets: JSON, an HTTP error, silence, or a broken connection. */
export type Reply =
  | { readonly json: unknown }
  | { readonly status: number; readonly text: string }
  | 'hang'
  | 'drop'

const book = (coin: string, time: number, bid: string, ask: string) => ({
  coin,
  time,
  levels: [[{ px: bid, sz: '1', n: 1 }], [{ px: ask, sz: '1', n: 1 }]],
})

const EMPTY_ACCOUNT = {
  marginSummary: { accountValue: '10000.0' },
  assetPositions: [],
  time: 1_700_000_000_000,
}

/** A venue that says only what a test puts into its mouth; real sockets on a port of its own. */
export class FakeVenue extends EventEmitter {
  readonly #server = createServer((request, response) => void this.#serve(request, response))
  readonly #sockets = new WebSocketServer({ server: this.#server, path: '/ws' })
  readonly #tcp = new Set<Socket>()
  readonly info = new Map<string, (request: Json) => Reply>()
  exchange: (body: Json) => Reply = () => ({ status: 500, text: 'no answer was set' })
  readonly asked: Json[] = []
  readonly submitted: Json[] = []
  readonly heard: Json[] = []
  connections = 0
  isConfirming = true

  constructor() {
    super()
    this.setMaxListeners(100)
    const universe = [
      { name: 'BTC', szDecimals: 5, maxLeverage: 40 },
      { name: 'ETH', szDecimals: 4, maxLeverage: 25 },
    ]
    const answers: Json = {
      meta: { universe },
      userRole: { role: 'user' },
      userAbstraction: 'default',
      clearinghouseState: EMPTY_ACCOUNT,
      frontendOpenOrders: [],
      userFillsByTime: [],
      userFunding: [],
      userRateLimit: { cumVlm: '0.0', nRequestsUsed: 5, nRequestsCap: 10_000 },
      candleSnapshot: [],
      l2Book: book('BTC', 1_700_000_000_000, '99', '101'),
      orderStatus: { status: 'unknownOid' },
    }
    for (const [type, json] of Object.entries(answers)) this.info.set(type, () => ({ json }))
    this.#server.on('connection', (socket) => {
      this.#tcp.add(socket)
      socket.on('close', () => this.#tcp.delete(socket))
    })
    this.#sockets.on('connection', (socket) => this.#accept(socket))
  }

  async start(): Promise<{ httpUrl: string; wsUrl: string }> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const { port } = this.#server.address() as AddressInfo
    return { httpUrl: `http://127.0.0.1:${port}`, wsUrl: `ws://127.0.0.1:${port}/ws` }
  }

  async stop(): Promise<void> {
    for (const socket of this.#tcp) socket.destroy()
    this.#sockets.close()
    if (!this.#server.listening) return
    this.#server.close()
    await once(this.#server, 'close')
  }

  /** Waits until something that happened here makes the condition true. */
  async until(isDone: () => boolean): Promise<void> {
    while (!isDone()) await once(this, 'happened')
  }

  answer(type: string, json: unknown): void {
    this.info.set(type, () => ({ json }))
  }

  say(channel: string, data: unknown): void {
    this.sayText(JSON.stringify({ channel, data }))
  }

  sayText(text: string | Buffer): void {
    for (const socket of this.#sockets.clients) socket.send(text)
  }

  sayQuote(coin: string, time: number, bid: string, ask: string, markPx = bid): void {
    this.say('l2Book', book(coin, time, bid, ask))
    this.say('activeAssetCtx', { coin, ctx: { markPx } })
  }

  /** Cuts every WebSocket without a goodbye. */
  cut(): void {
    for (const socket of this.#sockets.clients) socket.terminate()
  }

  asks(type: string): Json[] {
    return this.asked.filter((request) => request.type === type)
  }

  #happened(): void {
    this.emit('happened')
  }

  #accept(socket: WebSocket): void {
    this.connections += 1
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString()) as Json
      this.heard.push(message)
      if (message.method === 'ping') socket.send('{"channel":"pong"}')
      if (message.method === 'subscribe' && this.isConfirming) {
        socket.send(JSON.stringify({ channel: 'subscriptionResponse', data: message }))
      }
      this.#happened()
    })
    socket.on('close', () => this.#happened())
    this.#happened()
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Json
    const reply = this.#replyTo(request.url ?? '', body)
    this.#happened()
    if (reply === 'hang') return
    if (reply === 'drop') {
      response.socket?.destroy()
      return
    }
    response.statusCode = 'status' in reply ? reply.status : 200
    response.end('status' in reply ? reply.text : JSON.stringify(reply.json))
  }

  #replyTo(url: string, body: Json): Reply {
    if (url === '/exchange') {
      this.submitted.push(body)
      return this.exchange(body)
    }
    this.asked.push(body)
    const answer = this.info.get(String(body.type))
    return answer ? answer(body) : { status: 422, text: 'Failed to deserialize the JSON body' }
  }
}
