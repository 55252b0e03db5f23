import { createSocket } from 'node:dgram'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Bait {
  readonly host: string
  readonly port: number
  readonly udpPort: number
  /** What reached it: nothing, when the walls hold. */
  readonly hits: string[]
  close(): Promise<void>
}

/** A server on this machine that a hostile page would love to reach, over TCP and UDP. */
export async function startBait(): Promise<Bait> {
  const hits: string[] = []
  const server = createServer((request, answer) => {
    hits.push(`${request.method} ${request.url}`)
    answer.setHeader('Access-Control-Allow-Origin', '*')
    answer.end('window.planted = "remote"')
  })
  server.on('connection', () => hits.push('a connection'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const udp = createSocket('udp4', () => hits.push('a datagram'))
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    host: `127.0.0.1:${port}`,
    port,
    udpPort: udp.address().port,
    hits,
    close: async () => {
      await new Promise<void>((resolve) => udp.close(() => resolve()))
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
