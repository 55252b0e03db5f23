import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { heldByOther, unplugged } from './device-failure.ts'
import { LedgerJsTransport } from './ledgerjs-transport.ts'

const HOST = '127.0.0.1'
/** An answer is at most 64 KB; a longer one is another protocol. */
const MAX_ANSWER = 65_536

interface Waiting {
  readonly resolve: (answer: Buffer) => void
  readonly reject: (cause: Error) => void
}

/** The emulator's APDU port. Puts answers together however the network cuts them. */
export class TcpTransport extends LedgerJsTransport {
  readonly #socket: Socket
  #received = Buffer.alloc(0)
  #waiting: Waiting | null = null
  #hasAnswered = false
  #isClosed = false

  private constructor(socket: Socket) {
    super()
    this.#socket = socket
    socket.on('data', (chunk) => this.#take(chunk))
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#hungUp())
  }

  /** Rejects with DeviceFailure `unplugged` when nothing listens there. */
  static connect(port: number): Promise<TcpTransport> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: HOST, port, noDelay: true })
      socket.once('error', (cause) => reject(unplugged(cause)))
      socket.once('connect', () => {
        socket.removeAllListeners('error')
        resolve(new TcpTransport(socket))
      })
    })
  }

  override exchange(apdu: Buffer): Promise<Buffer> {
    if (this.#waiting) return Promise.reject(new Error('One command at a time.'))
    if (this.#isClosed) return Promise.reject(this.#lost())
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      const framed = Buffer.alloc(4 + apdu.length)
      framed.writeUInt32BE(apdu.length, 0)
      apdu.copy(framed, 4)
      this.#socket.write(framed)
    })
  }

  override async close(): Promise<void> {
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk])
    if (this.#received.length < 4) return
    const length = this.#received.readUInt32BE(0) + 2
    if (length > MAX_ANSWER) {
      this.#socket.destroy()
      return
    }
    if (this.#received.length < 4 + length) return
    const answer = Buffer.from(this.#received.subarray(4, 4 + length))
    this.#received = Buffer.from(this.#received.subarray(4 + length))
    this.#hasAnswered = true
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.resolve(answer)
  }

  #hungUp(): void {
    this.#isClosed = true
    const waiting = this.#waiting
    this.#waiting = null
    this.emit('disconnect')
    waiting?.reject(this.#lost())
  }

  /** A port that takes the call and hangs up before the first answer serves somebody else. */
  #lost(): Error {
    return this.#hasAnswered ? unplugged() : heldByOther()
  }
}
