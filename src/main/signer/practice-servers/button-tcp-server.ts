import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { OwnerHand } from './owner-hand.ts'

/** The emulator's button port: L and R press the left and right button, l and r let go. */
export class ButtonTcpServer {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(server: Server) {
    this.#server = server
    server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
  }

  /** Rejects with a plain sentence when the port is taken. Port 0 picks a free one. */
  static start(hand: OwnerHand, port: number): Promise<ButtonTcpServer> {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy())
      socket.on('data', (bytes) => {
        for (const letter of bytes.toString('latin1')) press(hand, letter)
      })
    })
    return new Promise((resolve, reject) => {
      server.once('error', (cause) =>
        reject(new Error(`Port ${port} cannot be used: ${cause.message}`, { cause })),
      )
      server.listen(port, '127.0.0.1', () => resolve(new ButtonTcpServer(server)))
    })
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }
}

function press(hand: OwnerHand, letter: string): void {
  const button = letter.toUpperCase() === 'L' ? 'left' : 'right'
  if (letter === 'L' || letter === 'R') hand.buttonDown(button)
  if (letter === 'l' || letter === 'r') hand.buttonUp(button)
}
