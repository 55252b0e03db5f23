import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { DeviceFailure } from './device-failure.ts'
import { HttpTransport } from './http-transport.ts'
import { TcpTransport } from './tcp-transport.ts'
import { openUsbTransport } from './usb-transport.ts'

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise
    return 'nothing failed'
  } catch (cause) {
    return cause instanceof DeviceFailure ? `${cause.code}: ${cause.message}` : String(cause)
  }
}

/** A server that sends each of these pieces in a write of its own. */
async function piecemeal(pieces: readonly Buffer[]) {
  const server = createServer((socket) => {
    socket.setNoDelay(true)
    socket.on('data', async () => {
      for (const piece of pieces) {
        socket.write(piece)
        await new Promise((resolve) => setImmediate(resolve))
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, port: (server.address() as AddressInfo).port }
}

describe('TcpTransport', () => {
  it('puts an answer together out of single bytes', async () => {
    const answer = Buffer.from('000000030102039000', 'hex')
    const { server, port } = await piecemeal([...answer].map((byte) => Buffer.of(byte)))
    const transport = await TcpTransport.connect(port)
    const first = transport.exchange(Buffer.from('e006000000', 'hex'))
    await expect(transport.exchange(Buffer.alloc(5))).rejects.toThrow('One command at a time')
    expect((await first).toString('hex')).toBe('0102039000')
    await transport.close()
    server.close()
  })

  it('hangs up on an answer that is longer than any', async () => {
    const { server, port } = await piecemeal([Buffer.from('HTTP/1.1 400 Bad Request')])
    const transport = await TcpTransport.connect(port)
    expect(await codeOf(transport.exchange(Buffer.alloc(5)))).toContain('busyElsewhere')
    server.close()
  })

  it('says unplugged where nothing listens', async () => {
    const { server, port } = await piecemeal([])
    await new Promise((resolve) => server.close(resolve))
    expect(await codeOf(TcpTransport.connect(port))).toContain('unplugged')
  })
})

describe('HttpTransport', () => {
  it('stays on this computer', () => {
    expect(() => new HttpTransport('https://example.com')).toThrow('not on this computer')
    expect(() => new HttpTransport('http://127.0.0.1.evil.example')).toThrow('not on this computer')
  })
})

describe('openUsbTransport', () => {
  it('finds no device on a machine without one', async () => {
    expect(await codeOf(openUsbTransport())).toMatch(
      /^unplugged: .*Plug it in|^driverFault: .*libusb/,
    )
  })

  it('explains a missing libusb', async () => {
    const cause = Object.assign(new Error('libusb-1.0.so.0: cannot open shared object file'), {
      code: 'ERR_DLOPEN_FAILED',
    })
    const load = () => Promise.reject(cause)
    expect(await codeOf(openUsbTransport(load))).toContain('apt install libusb-1.0-0')
  })

  it('explains a device that may not be opened', async () => {
    const cannot = 'cannot open device with path /dev/hidraw0'
    const load = async () => ({
      list: async () => ['/dev/hidraw0'],
      open: () => Promise.reject(new Error(cannot)),
    })
    expect(await codeOf(openUsbTransport(load))).toMatch(/^busyElsewhere: .*udev rules/)
  })
})
