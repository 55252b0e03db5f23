import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { PracticeDevice } from '../practice-ledger/practice-ledger.ts'

const HOST = '127.0.0.1'
/** No command is longer than its header and 255 bytes; more than this is another protocol. */
const MAX_REQUEST = 4096

/**
 * The emulator's APDU port: `length u32BE ‖ command`, answered by `length of the data u32BE ‖ data ‖
 * status word` in one write. Unplugged, the port is closed; held by another program, it hangs up.
 */
export class ApduTcpServer {
  readonly #device: PracticeDevice
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #stopListening: () => void
  #port: number
  #change: Promise<void> = Promise.resolve()
  #isClosed = false

  private constructor(device: PracticeDevice, port: number) {
    this.#device = device
    this.#port = port
    this.#server = createServer((socket) => this.#accept(socket))
    this.#stopListening = device.onReachable(() => this.#follow())
  }

  /** Rejects with a plain sentence when the port is taken. Port 0 picks a free one. */
  static async start(device: PracticeDevice, port: number): Promise<ApduTcpServer> {
    const server = new ApduTcpServer(device, port)
    await server.#listen()
    return server
  }

  get port(): number {
    return this.#port
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#stopListening()
    await this.#change
    await this.#hangUp(true)
  }

  #follow(): void {
    this.#change = this.#change.then(async () => {
      const { isPlugged } = this.#device.status()
      if (this.#isClosed) return
      await this.#hangUp(!isPlugged)
      if (isPlugged && !this.#server.listening) await this.#listen()
    })
  }

  async #hangUp(stop: boolean): Promise<void> {
    const stopped =
      stop && this.#server.listening
        ? new Promise<void>((resolve) => this.#server.close(() => resolve()))
        : Promise.resolve()
    for (const socket of this.#sockets) socket.destroy()
    await stopped
  }

  #listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (cause: Error) =>
        reject(new Error(`Port ${this.#port} cannot be used: ${cause.message}`, { cause }))
      this.#server.once('error', fail)
      this.#server.listen(this.#port, HOST, () => {
        this.#server.off('error', fail)
        this.#port = (this.#server.address() as AddressInfo).port
        resolve()
      })
    })
  }

  #accept(socket: Socket): void {
    if (this.#device.status().isHeldByOther) {
      socket.destroy()
      return
    }
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    // A client that vanishes is no fault of the device.
    socket.on('error', () => socket.destroy())
    let received = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      received = this.#answerAll(socket, received)
    })
  }

  /** Hands every whole command to the device and returns what is left of the bytes. */
  #answerAll(socket: Socket, bytes: Buffer): Buffer<ArrayBuffer> {
    let rest = Buffer.from(bytes)
    while (rest.length >= 4) {
      const length = rest.readUInt32BE(0)
      if (length > MAX_REQUEST) {
        socket.destroy()
        return Buffer.alloc(0)
      }
      if (rest.length < 4 + length) break
      this.#answer(socket, rest.subarray(4, 4 + length))
      rest = rest.subarray(4 + length)
    }
    return rest
  }

  #answer(socket: Socket, apdu: Uint8Array): void {
    this.#device.exchange(apdu).then(
      (answer) => {
        const framed = Buffer.alloc(4 + answer.length)
        framed.writeUInt32BE(answer.length - 2, 0)
        framed.set(answer, 4)
        if (!socket.destroyed) socket.write(framed)
      },
      // Unplugged under the command: the line goes dead, as a cable does.
      () => socket.destroy(),
    )
  }
}
