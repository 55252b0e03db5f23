import {
  chmodSync,
  existsSync,
  mkdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../runtime/clock.ts'
import { temporaryFolder } from '../store/temporary-folder.test-support.ts'
import { controlAddress } from './control-address.ts'
import type { StopRequest } from './control-message.ts'
import { leaveHaltOrder, obeyHaltOrders } from './halt-order.ts'
import { sendStop } from './send-stop.ts'
import type { StopServer } from './stop-server.ts'
import { startStopServer } from './stop-server.ts'

const request: StopRequest = { command: 'stop', reason: 'news', shouldFlatten: false }
const open: StopServer[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

async function listening(address: string, heard: StopRequest[] = []): Promise<StopRequest[]> {
  const server = await startStopServer({
    address,
    clock: systemClock,
    stop: (asked) => {
      heard.push(asked)
      return { ok: true, message: 'Entries are stopped.' }
    },
    log: () => undefined,
  })
  open.push(server)
  return heard
}

/** What the server answers to anything. */
const say = (address: string, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let heard = ''
    const socket = createConnection(address, () => socket.write(text))
    socket.setEncoding('utf8').on('data', (part: string) => {
      heard += part
    })
    socket.once('end', () => resolve(heard))
    socket.once('error', reject)
  })

describe('the stop socket', () => {
  it('is for this user alone, and passes the order on', async () => {
    const folder = temporaryFolder()
    const address = controlAddress(folder)
    const heard = await listening(address)
    expect(statSync(address).mode & 0o777).toBe(0o600)
    expect(await sendStop(address, request)).toEqual({ ok: true, message: 'Entries are stopped.' })
    expect(heard).toEqual([request])
  })

  it('takes nothing else, and says what is wrong', async () => {
    const address = controlAddress(temporaryFolder())
    const heard = await listening(address)
    for (const text of [
      'stop\n',
      '{"command":"resume","reason":"x","shouldFlatten":false}\n',
      '{"command":"stop","reason":"","shouldFlatten":false}\n',
      '{"command":"stop","reason":"x","shouldFlatten":false,"more":1}\n',
      'x'.repeat(5_000),
    ]) {
      expect(JSON.parse(await say(address, text))).toMatchObject({ ok: false })
    }
    expect(heard).toEqual([])
  })

  it('replaces what a crashed desk left behind', async () => {
    const address = controlAddress(temporaryFolder())
    writeFileSync(address, '')
    const heard = await listening(address)
    await sendStop(address, request)
    expect(heard).toHaveLength(1)
  })

  it('lies elsewhere where the path is too long, and is a pipe on Windows', async () => {
    const folder = join(temporaryFolder(), 'a'.repeat(90))
    mkdirSync(folder)
    const address = controlAddress(folder)
    expect(address.startsWith(folder)).toBe(false)
    const heard = await listening(address)
    await sendStop(address, request)
    expect(heard).toHaveLength(1)
    expect(controlAddress(folder, 'win32')).toMatch(/^\\\\\.\\pipe\\countersign-[0-9a-f]{20}$/)
  })

  it('lies in no folder that others may write to', () => {
    const folder = join(temporaryFolder(), 'a'.repeat(90))
    const temporary = temporaryFolder()
    const own = join(temporary, `countersign-${process.getuid?.()}`)
    mkdirSync(own, { mode: 0o777 })
    chmodSync(own, 0o777)
    expect(() => controlAddress(folder, 'linux', temporary)).toThrow(/not of this user alone/)
    rmSync(own, { recursive: true })
    symlinkSync(temporaryFolder(), own)
    expect(() => controlAddress(folder, 'linux', temporary)).toThrow(/not of this user alone/)
  })

  it('is not there when no desk runs', async () => {
    expect(await sendStop(controlAddress(temporaryFolder()), request)).toBeNull()
  })
})

describe('an order to halt', () => {
  const order = { reason: 'news', tsWallMs: 1 }
  const withLog = (...names: readonly string[]): string => {
    const dataFolder = temporaryFolder()
    for (const name of names) {
      mkdirSync(join(dataFolder, name), { recursive: true })
      writeFileSync(join(dataFolder, name, 'desk.sqlite'), '')
    }
    return dataFolder
  }
  const obeyed = (dataFolder: string, name: string): string[] => {
    const reasons: string[] = []
    const logFolder = join(dataFolder, name)
    obeyHaltOrders({ dataFolder, logFolder }, ({ reason }) => reasons.push(reason))
    return reasons
  }

  it('waits beside every log and is obeyed once by each', () => {
    const dataFolder = withLog('paper/synthetic-1', 'paper/btc', 'mainnet')
    expect(leaveHaltOrder(dataFolder, order)).toHaveLength(3)
    expect(statSync(join(dataFolder, 'mainnet/halt.json')).mode & 0o777).toBe(0o600)
    for (const name of ['paper/synthetic-1', 'paper/btc', 'mainnet']) {
      expect(obeyed(dataFolder, name)).toEqual(['news'])
      expect(obeyed(dataFolder, name)).toEqual([])
    }
    expect(existsSync(join(dataFolder, 'halt.json'))).toBe(false)
  })

  it('waits for the first log of a new folder', () => {
    const dataFolder = withLog()
    expect(leaveHaltOrder(dataFolder, order)).toEqual([join(dataFolder, 'halt.json')])
    expect(obeyed(dataFolder, 'testnet')).toEqual(['news'])
    expect(obeyed(dataFolder, 'testnet')).toEqual([])
  })

  it('is obeyed even when it cannot be read, and stays until it was', () => {
    const dataFolder = withLog('testnet')
    writeFileSync(join(dataFolder, 'testnet/halt.json'), '{"reason":')
    const logFolder = join(dataFolder, 'testnet')
    const crash = () =>
      obeyHaltOrders({ dataFolder, logFolder }, () => {
        throw new Error('the disk is full')
      })
    expect(crash).toThrow('the disk is full')
    expect(obeyed(dataFolder, 'testnet')).toEqual(['Stopped from a terminal (the reason was lost)'])
  })
})
