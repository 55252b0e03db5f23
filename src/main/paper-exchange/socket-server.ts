import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { MatchingEvent } from '#core/matching/matching-event.ts'
import { isFromHere } from './http-handler.ts'
import { MinuteBucket, SOCKETS_A_MINUTE, SocketLimits } from './ip-limits.ts'
import { toTrade } from './protocol/format-market.ts'
import { marketNamed } from './protocol/market-messages.ts'
import type { ConnectionContext } from './socket-connection.ts'
import { SocketConnection } from './socket-connection.ts'

const CONNECTIONS_MAX = 100
/** The venue's own limit for one machine. */
const CONNECTIONS_MAX_OF_VENUE = 10
const FRAME_BYTES_MAX = 1_048_576
/** Trades of one refresh: at high speed a sample is enough. */
const TRADES_MAX = 50

/** The WebSocket side: all connections, and what goes out on them. */
export class SocketServer {
  readonly #context: ConnectionContext
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: FRAME_BYTES_MAX })
  readonly #connections = new Set<SocketConnection>()
  readonly #newSockets: MinuteBucket
  /** Of all connections together, where there are limits for one machine. */
  readonly #limits: SocketLimits | undefined

  constructor(context: ConnectionContext) {
    this.#context = context
    this.#newSockets = new MinuteBucket(SOCKETS_A_MINUTE, context.clock.monotonicMs())
    this.#limits = context.hasIpLimits ? new SocketLimits(context.clock.monotonicMs()) : undefined
  }

  attach(server: Server, port: () => number): void {
    server.on('upgrade', (request, stream, head) => {
      const refusal = this.#refusal(request, port())
      if (refusal) refuse(stream, refusal)
      else this.#server.handleUpgrade(request, stream, head, (socket) => this.#open(socket))
    })
  }

  /** Private channels: at once. */
  tell(events: readonly MatchingEvent[]): void {
    if (events.length === 0) return
    for (const connection of this.#connections) connection.tell(events)
  }

  /** Market data: what changed since the last time. */
  refresh(): void {
    const trades = this.#takeTrades()
    for (const connection of this.#connections) connection.refresh(trades)
  }

  closeSockets(): void {
    for (const connection of this.#connections) connection.terminate()
  }

  close(): void {
    this.closeSockets()
    this.#server.close()
  }

  #open(socket: import('ws').WebSocket): void {
    const connection = new SocketConnection(socket, this.#context, this.#limits)
    this.#connections.add(connection)
    socket.on('message', (data, isBinary) => {
      connection.receive(isBinary ? '' : data.toString())
    })
    // A socket that breaks also closes; there is nothing to say to it.
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      connection.ended()
      this.#connections.delete(connection)
    })
  }

  #refusal(request: IncomingMessage, port: number): string | null {
    const { clock, hasIpLimits } = this.#context
    if (!isFromHere(request, port)) return '403 Forbidden'
    if ((request.url ?? '').split('?')[0] !== '/ws') return '404 Not Found'
    const max = hasIpLimits ? CONNECTIONS_MAX_OF_VENUE : CONNECTIONS_MAX
    if (this.#connections.size >= max) return '429 Too Many Requests'
    const isTooFast = hasIpLimits && !this.#newSockets.take(1, clock.monotonicMs())
    return isTooFast ? '429 Too Many Requests' : null
  }

  #takeTrades(): Map<string, unknown[]> {
    const { venue } = this.#context
    const trades = new Map<string, unknown[]>()
    for (const { asset, timeMs, price } of venue.takeTicks()) {
      const market = marketNamed(venue, venue.state.markets[asset]?.coin ?? '')
      if (!market) continue
      const list = trades.get(market.coin) ?? []
      list.push(toTrade(venue, market, timeMs, price))
      trades.set(market.coin, list.slice(-TRADES_MAX))
    }
    return trades
  }
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
