import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/manual-clock.ts'
import { fromHex, toHex } from './bytes-format.ts'
import type { DeviceModel } from './device-settings.ts'
import { PracticeLedger } from './practice-ledger.ts'
import { PUBLISHED_TEST_MNEMONIC } from './published-mnemonic.ts'
import type { RecordedDevice, RecordedExchange } from './shared-cases.test-support.ts'
import { readSharedCases } from './shared-cases.test-support.ts'
import { NO_POLICY } from './typed-data-policy.ts'

const recorded = readSharedCases<RecordedDevice>('apdu.json')

const newDevice = (model: DeviceModel) =>
  new PracticeLedger({
    clock: new ManualClock(1_782_000_000_000),
    mnemonic: PUBLISHED_TEST_MNEMONIC,
    policy: NO_POLICY,
    model,
    settings: { rawMessages: true },
    appVersion: '1.22.0-dev',
  })

/** Sends a command; `owner` acts as soon as the device asks something. */
async function exchange(device: PracticeLedger, request: string, owner: () => void) {
  const stop = device.subscribe((state) => {
    if (state.kind === 'review' && state.pageIndex === 0) queueMicrotask(owner)
  })
  const answer = await device.exchange(fromHex(request))
  stop()
  return toHex(answer)
}

describe.skipIf(!recorded)('exchanges recorded on the firmware', () => {
  const device = recorded as RecordedDevice
  const sequences = Object.entries(device?.sequences ?? {}).flatMap(([group, list]) =>
    list.map((sequence) => ({ ...sequence, title: `${group}: ${sequence.name}` })),
  )

  it('knows the mnemonic of the fixtures', () => {
    expect(PUBLISHED_TEST_MNEMONIC).toBe(device.mnemonic)
  })

  it.each(device?.single ?? [])('$name', async ({ request, response }: RecordedExchange) => {
    const answer = await exchange(newDevice('flex'), request, () => undefined)
    expect(answer).toBe(response)
  })

  it('answers all single commands one after the other on one device', async () => {
    const ledger = newDevice('nanosp')
    for (const { request, response } of device.single) {
      expect(await exchange(ledger, request, () => undefined)).toBe(response)
    }
  })

  it.each(sequences)('$title', async (sequence) => {
    for (const model of ['flex', 'nanosp', 'nanox'] as const) {
      const ledger = newDevice(model)
      for (const { request, response } of sequence.apdus) {
        const answer = await exchange(ledger, request, () =>
          ledger.answer(sequence.userAction === 'approve'),
        )
        expect(answer).toBe(response)
      }
    }
  })

  it.each(sequences)('$title: the screens of a Flex', async (sequence) => {
    const ledger = newDevice('flex')
    const requests = sequence.apdus.map((apdu) => apdu.request)
    for (const request of requests.slice(0, -1)) await ledger.exchange(fromHex(request))
    const last = ledger.exchange(fromHex(requests.at(-1) ?? ''))
    await Promise.resolve()
    await Promise.resolve()
    const seen = [ledger.screen().lines.join(' | ')]
    const look = () => seen.push(ledger.screen().lines.join(' | '))
    ledger.act('continue')
    look()
    if (sequence.userAction === 'reject') {
      ledger.act('askReject')
      look()
      ledger.act('reject')
    } else {
      while (ledger.screen().buttons.right) {
        ledger.press('right')
        look()
      }
      ledger.act('accept')
    }
    await last
    expect(seen).toEqual(sequence.screens)
  })
})
