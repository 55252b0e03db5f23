import { once } from 'node:events'
import { WebSocketServer } from 'ws'
import { bookFrame, tradesFrame } from './venue-frames.ts'

/** A venue that only talks: frames at an even rate from a process of its own. */
const [rate = '2000', ...coins] = process.argv.slice(2)
const framesPerSecond = Number(rate)
const BATCH_MS = 10

async function serve(): Promise<void> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  let sent = 0
  server.on('connection', (socket) => {
    const started = performance.now()
    const frames = { sent: 0 }
    const timer = setInterval(() => {
      const due = Math.floor(((performance.now() - started) * framesPerSecond) / 1_000)
      for (; frames.sent < due; frames.sent += 1) {
        const coin = coins[(frames.sent >> 1) % coins.length] ?? 'BTC'
        const make = frames.sent % 2 === 0 ? bookFrame : tradesFrame
        socket.send(make(coin, frames.sent, Date.now()))
        sent += 1
      }
    }, BATCH_MS)
    socket.on('message', (data) => {
      const { method, subscription } = JSON.parse(data.toString()) as Record<string, unknown>
      if (method === 'ping') socket.send('{"channel":"pong"}')
      if (method !== 'subscribe') return
      const answer = { channel: 'subscriptionResponse', data: { method, subscription } }
      socket.send(JSON.stringify(answer))
      const { type, coin } = subscription as { readonly type: string; readonly coin: string }
      if (type !== 'activeAssetCtx') return
      const ctx = { coin, ctx: { markPx: '60000.5' } }
      socket.send(JSON.stringify({ channel: 'activeAssetCtx', data: ctx }))
    })
    socket.on('close', () => clearInterval(timer))
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  process.on('message', () => process.send?.({ sent }))
  process.send?.({ port })
}

serve().catch((cause: unknown) => {
  throw cause
})
