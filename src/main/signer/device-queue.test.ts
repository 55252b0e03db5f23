import { describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/manual-clock.ts'
import { DeviceQueue } from './device-queue.ts'
import type { DeviceDriver } from './drivers/device-driver.ts'
import { DeviceFailure } from './transports/device-failure.ts'

function bench() {
  const clock = new ManualClock(1)
  const log: string[] = []
  const open = async (): Promise<DeviceDriver> => {
    log.push('open')
    return {
      name: 'ledgerjs',
      checkApp: async () => undefined,
      getAddress: async () => '0x',
      signTypedData: () => Promise.reject(new Error('not used')),
      close: async () => {
        log.push('close')
      },
    }
  }
  return { clock, log, queue: new DeviceQueue(clock, open) }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))
const job = <T>(id: string, run: () => Promise<T>) => ({ id, timeoutMs: 1000, run })

describe('DeviceQueue', () => {
  it('opens once, and gives the device back after thirty idle seconds', async () => {
    const { clock, log, queue } = bench()
    await queue.run(job('a', async () => 1))
    clock.advance(29_999)
    await queue.run(job('b', async () => 1))
    clock.advance(29_999)
    expect(log).toEqual(['open'])
    clock.advance(1)
    expect(log).toEqual(['open', 'close'])
    await queue.run(job('c', async () => 1))
    expect(log).toEqual(['open', 'close', 'open'])
  })

  it('never runs two jobs at once', async () => {
    const { queue } = bench()
    let running = 0
    let most = 0
    const run = async () => {
      running += 1
      most = Math.max(most, running)
      await settle()
      running -= 1
    }
    await Promise.all(['a', 'b', 'c'].map((id) => queue.run(job(id, run))))
    expect(most).toBe(1)
  })

  it('opens a new line after the old one was lost', async () => {
    const { log, queue } = bench()
    const lost = () => Promise.reject(new DeviceFailure('unplugged', 'gone'))
    expect(await queue.run(job('a', lost))).toMatchObject({ ok: false })
    expect(await queue.run(job('b', async () => 2))).toEqual({ ok: true, value: 2 })
    expect(log).toEqual(['open', 'close', 'open'])
  })

  it('turns any other fault into a driver fault', async () => {
    const { queue } = bench()
    const result = await queue.run(job('a', () => Promise.reject(new Error('surprise'))))
    expect(result).toMatchObject({ ok: false, failure: { code: 'driverFault' } })
  })

  it('cuts the line of a call that stays away after its time', async () => {
    const { clock, log, queue } = bench()
    const stuck = queue.run(job('a', () => new Promise(() => undefined)))
    await settle()
    clock.advance(1000)
    expect(await stuck).toMatchObject({ ok: false, failure: { code: 'timeout' } })
    expect(await queue.run(job('b', async () => 1))).toMatchObject({ failure: { code: 'busy' } })
    clock.advance(60_000)
    await settle()
    expect(log).toEqual(['open', 'close'])
    expect(await queue.run(job('c', async () => 3))).toEqual({ ok: true, value: 3 })
  })

  it('answers everybody when it is stopped', async () => {
    const { log, queue } = bench()
    const first = queue.run(job('a', () => new Promise(() => undefined)))
    const second = queue.run(job('b', async () => 1))
    await settle()
    await queue.stop()
    expect(await first).toMatchObject({ failure: { code: 'canceled' } })
    expect(await second).toMatchObject({ failure: { code: 'canceled' } })
    expect(await queue.run(job('c', async () => 1))).toMatchObject({ ok: false })
    expect(log).toEqual(['open', 'close'])
  })
})
