import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import fc from 'fast-check'
import { expect } from 'vitest'
import { ManualClock } from '../../runtime/manual-clock.ts'
import { createLedgerSigner } from '../ledger-signer.ts'
import { bracketAction, INSTRUMENTS, LONG_BRACKET, signActionFor } from '../terms.test-support.ts'
import type { TransportChoice } from '../transports/transport-choice.ts'
import type { DriverName } from './device-driver.ts'
import { answer, FUZZ_ACCOUNT, FuzzTransport, withoutHanging } from './fuzz-driver.test-support.ts'
import { loadKit } from './kit/load-kit.ts'

/** A device behind a socket whose answers are exchanged for each run. */
interface FuzzServer {
  readonly choice: TransportChoice
  arm(device: FuzzTransport): void
  close(): Promise<void>
}

async function tcpServer(): Promise<FuzzServer> {
  let device: FuzzTransport | null = null
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      device?.exchange(chunk.subarray(4)).then(
        (bytes) => {
          const framed = Buffer.alloc(4 + bytes.length)
          framed.writeUInt32BE(Math.max(0, bytes.length - 2), 0)
          bytes.copy(framed, 4)
          // Too short for a status word: the framing itself cannot carry it, so the line goes dead.
          if (bytes.length < 2) socket.destroy()
          else socket.write(framed)
        },
        () => socket.destroy(),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    choice: { kind: 'tcp', port },
    arm: (next) => {
      device = next
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function httpServer(): Promise<FuzzServer> {
  let device: FuzzTransport | null = null
  const server = createHttpServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
    const { data } = JSON.parse(Buffer.concat(parts).toString('utf8')) as { data: string }
    const bytes = await device?.exchange(Buffer.from(data, 'hex'))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ data: bytes?.toString('hex') ?? '' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    choice: { kind: 'http', url: `http://127.0.0.1:${port}` },
    arm: (next) => {
      device = next
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The same as in-process, over a real socket: TCP for LedgerJS, HTTP for the kit. */
export async function fuzzOverSockets(driver: DriverName, runs: number): Promise<void> {
  const request = signActionFor(LONG_BRACKET, bracketAction(LONG_BRACKET))
  // Loading the kit takes its time once; it is not what is measured here.
  if (driver === 'kit') await loadKit()
  const server = driver === 'kit' ? await httpServer() : await tcpServer()
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(answer, { minLength: 1, maxLength: 5 }),
        fc.nat(25),
        async (answers, soundUntil) => {
          server.arm(new FuzzTransport(answers, soundUntil))
          const signer = createLedgerSigner({
            mode: 'paper',
            transport: server.choice,
            clock: new ManualClock(1),
            driver: () => driver,
            account: () => FUZZ_ACCOUNT,
            derivationPath: () => "44'/60'/0'/0/0",
            instruments: () => INSTRUMENTS,
          })
          const outcome = await withoutHanging(signer.sign(request))
          expect(outcome).toMatchObject({ ok: false, message: expect.any(String) })
          await signer.stop()
        },
      ),
      { numRuns: runs },
    )
  } finally {
    await server.close()
  }
}
