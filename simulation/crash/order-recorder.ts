import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, request as send } from 'node:http'

/** A line between desk and exchange on which every order is counted. */
export interface OrderRecorder {
  readonly url: string
  /** How often an order with this client order id was sent to the venue. */
  arrivals(clientOrderId: string): number
  /** Every client order id that was ever sent. */
  sentIds(): readonly string[]
  close(): Promise<void>
}

interface Sent {
  readonly action?: {
    readonly orders?: readonly { readonly c?: string }[]
    readonly modifies?: readonly { readonly order: { readonly c?: string } }[]
    readonly order?: { readonly c?: string }
  }
}

function idsIn(text: string): string[] {
  const { action } = JSON.parse(text) as Sent
  const orders = [
    ...(action?.orders ?? []),
    ...(action?.modifies ?? []).map((modify) => modify.order),
    ...(action?.order ? [action.order] : []),
  ]
  return orders.flatMap((order) => (order.c === undefined ? [] : [order.c]))
}

async function readAll(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Passes HTTP on to `targetUrl`, also for a desk that has died since it sent. */
export async function startOrderRecorder(targetUrl: string): Promise<OrderRecorder> {
  const target = new URL(targetUrl)
  const counts = new Map<string, number>()
  const take = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readAll(incoming)
    if (incoming.url === '/exchange') {
      for (const id of idsIn(body.toString('utf8'))) counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    const headers = { ...incoming.headers, host: target.host }
    // A line of its own: a kept one may be closed by the venue at the moment it is used again.
    const way = { method: 'POST', headers, agent: false }
    const onward = send(new URL(incoming.url ?? '/', target), way)
    onward.on('error', () => response.destroy())
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.end(body)
  }
  const server = createServer((incoming, response) => {
    // A desk that is killed while it speaks has sent nothing whole.
    take(incoming, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    arrivals: (clientOrderId) => counts.get(clientOrderId) ?? 0,
    sentIds: () => [...counts.keys()],
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
