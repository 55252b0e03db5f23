import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { connect, createServer } from 'node:net'

/** An echo of its own comes back behind what other sockets of this computer sent before it. */
const TURNS_PER_ECHO = 6

let line: Promise<Socket> | null = null

async function openLine(): Promise<Socket> {
  const server = createServer((socket) => {
    socket.setNoDelay(true)
    socket.unref()
    socket.pipe(socket)
  })
  server.unref()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  await once(socket, 'connect')
  socket.unref()
  return socket
}

/**
 * Turns of the event loop in which the sockets of this process carry what a step led to. Turns
 * alone are too quick for a machine with much to do, where the system delivers late.
 */
export async function socketTurns(count: number): Promise<void> {
  line ??= openLine()
  const echo = await line
  for (let turn = 1; turn <= count; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve))
    if (turn % TURNS_PER_ECHO !== 0) continue
    const back = once(echo, 'data')
    echo.write('.')
    await back
  }
}
