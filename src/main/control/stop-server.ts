import { chmodSync, rmSync } from 'node:fs'
import type { Server, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { Clock } from '../runtime/clock.ts'
import type { StopAnswer, StopRequest } from './control-message.ts'
import { LINE_BYTES_MAX, readLine, stopRequest } from './control-message.ts'

const CONNECTIONS_MAX = 8
const PATIENCE_MS = 5_000

export interface StopServerOptions {
  /** From `controlAddress`. The data folder belongs to one desk, so what lies there is left over. */
  readonly address: string
  readonly clock: Clock
  /** Stops entries before it returns. */
  readonly stop: (request: StopRequest) => StopAnswer
  readonly log: (sentence: string, cause?: unknown) => void
}

export interface StopServer {
  close(): Promise<void>
}

const isPipe = (address: string): boolean => address.startsWith('\\\\.\\pipe\\')

function answerLine(options: StopServerOptions, line: string): StopAnswer {
  try {
    return options.stop(readLine(stopRequest, line))
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    return { ok: false, message: `Not understood: ${message}` }
  }
}

function serve(options: StopServerOptions, socket: Socket): void {
  let text = ''
  const timer = options.clock.setTimer(PATIENCE_MS, () => socket.destroy())
  const end = (answer: StopAnswer): void => {
    socket.end(`${JSON.stringify(answer)}\n`)
  }
  socket.setEncoding('utf8')
  socket.on('data', (part: string) => {
    text += part
    const [line, ...rest] = text.split('\n')
    if (rest.length > 0) end(answerLine(options, line ?? ''))
    else if (text.length > LINE_BYTES_MAX) end({ ok: false, message: 'That is too long.' })
    else return
    socket.removeAllListeners('data')
    socket.resume()
  })
  socket.on('error', (cause) => options.log('a second terminal hung up', cause))
  socket.on('close', () => timer.cancel())
}

/** Nobody but this user may connect: the socket is made with these rights, not given them later. */
function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    const before = isPipe(address) ? null : process.umask(0o177)
    server.listen(address, () => {
      server.off('error', reject)
      if (!isPipe(address)) chmodSync(address, 0o600)
      resolve()
    })
    if (before !== null) process.umask(before)
  })
}

/** Listens for `countersign stop` from another terminal. Rejects when the address cannot be had. */
export async function startStopServer(options: StopServerOptions): Promise<StopServer> {
  const { address, log } = options
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    serve(options, socket)
  })
  server.maxConnections = CONNECTIONS_MAX
  if (!isPipe(address)) rmSync(address, { force: true })
  await listen(server, address)
  server.on('error', (cause) => log('the stop socket failed', cause))
  return {
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
