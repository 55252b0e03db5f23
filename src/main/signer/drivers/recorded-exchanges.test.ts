import { afterEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/manual-clock.ts'
import type { AllowedTypedData } from '../allowed-typed-data.ts'
import { fromHex, toHex } from '../practice-ledger/bytes-format.ts'
import { createRecordedVectorsLedger } from '../practice-ledger/guarded-practice-ledger.ts'
import type { PracticeDevice } from '../practice-ledger/practice-ledger.ts'
import type {
  RecordedDevice,
  RecordedExchange,
  RecordedSequence,
} from '../practice-ledger/shared-cases.test-support.ts'
import { readSharedCases } from '../practice-ledger/shared-cases.test-support.ts'
import { ApduTcpServer } from '../practice-servers/apdu-tcp-server.ts'
import { HttpApiServer } from '../practice-servers/http-api-server.ts'
import { recoverSigner } from '../recover-signer.ts'
import type { TransportChoice } from '../transports/transport-choice.ts'
import { KitDriver } from './kit/kit-driver.ts'
import { LedgerJsDriver } from './ledgerjs-driver.ts'

const recorded = readSharedCases<RecordedDevice>('apdu.json')

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** The device of the recordings behind a socket, with everything that crosses the line kept. */
async function device(line: 'tcp' | 'http', userAction: RecordedSequence['userAction']) {
  const clock = new ManualClock(1_782_000_000_000)
  const inner = createRecordedVectorsLedger({
    clock,
    model: 'flex',
    settings: { rawMessages: true, transactionCheckAsked: true },
    appVersion: '1.22.0-dev',
  })
  inner.subscribe((state) => {
    if (state.kind === 'review' && state.pageIndex === 0) {
      queueMicrotask(() => inner.answer(userAction === 'approve'))
    }
  })
  const seen = new Map<string, string>()
  const watched: PracticeDevice = Object.create(inner, {
    exchange: {
      value: async (apdu: Uint8Array) => {
        const answer = await inner.exchange(apdu)
        seen.set(toHex(apdu), toHex(answer))
        return answer
      },
    },
    onReachable: { value: inner.onReachable.bind(inner) },
    status: { value: inner.status.bind(inner) },
    screen: { value: inner.screen.bind(inner) },
    subscribe: { value: inner.subscribe.bind(inner) },
  })
  const options = { device: watched, clock, port: 0, allowAutopilot: false }
  const server =
    line === 'tcp' ? await ApduTcpServer.start(watched, 0) : await HttpApiServer.start(options)
  closers.push(() => server.close())
  const choice: TransportChoice =
    line === 'tcp'
      ? { kind: 'tcp', port: server.port }
      : { kind: 'http', url: `http://127.0.0.1:${server.port}` }
  return { choice, seen }
}

const open = { kit: KitDriver.open, ledgerjs: LedgerJsDriver.open }
const WAYS = (['kit', 'ledgerjs'] as const).flatMap((driver) =>
  (['tcp', 'http'] as const).map((line) => ({ driver, line })),
)

/** The commands that carry the message; what else a driver asks is its own affair. */
const isMessage = ({ request }: RecordedExchange): boolean => /^e0(1a|1c|0c)/.test(request)

describe.skipIf(!recorded).each(WAYS)('$driver over $line', ({ driver, line }) => {
  const cases = Object.values(recorded?.sequences ?? {}).flat()

  it.each(cases)('sends and gets what was recorded: $name, $userAction', async (sequence) => {
    const { choice, seen } = await device(line, sequence.userAction)
    const opened = await open[driver](choice)
    closers.push(() => opened.close())
    await opened.checkApp()
    const typedData = sequence.typedData as unknown as AllowedTypedData
    const path = recorded?.path ?? ''
    const signing = opened.signTypedData(path, typedData, () => undefined)
    const isApproved = sequence.apdus.at(-1)?.response.length === 134
    if (isApproved) {
      expect(recoverSigner(typedData, await signing)).toBe(recorded?.address)
      expect(await opened.getAddress(path, false)).toBe(recorded?.address)
    } else {
      await expect(signing).rejects.toMatchObject({ name: 'DeviceFailure' })
    }
    for (const exchange of sequence.apdus.filter(isMessage)) {
      if (!isApproved && !seen.has(exchange.request)) continue
      expect(seen.get(exchange.request)).toBe(exchange.response)
    }
    const sent = [...seen.keys()].filter((request) => isMessage({ request, response: '' }))
    const known = new Set(sequence.apdus.map(({ request }) => request))
    expect(sent.filter((request) => !known.has(request))).toEqual([])
  })

  it('every single command that it sends is answered as recorded', async () => {
    const { choice, seen } = await device(line, 'approve')
    const opened = await open[driver](choice)
    closers.push(() => opened.close())
    await opened.checkApp()
    expect(await opened.getAddress(recorded?.path ?? '', false)).toBe(recorded?.address)
    const sent = (recorded?.single ?? []).filter(({ request }) => seen.has(request))
    expect(sent.map(({ request }) => request.slice(0, 4))).toEqual(
      expect.arrayContaining(['b001', 'e002']),
    )
    for (const { request, response } of sent) expect(seen.get(request)).toBe(response)
    expect(fromHex(sent[0]?.request ?? '')).toHaveLength(5)
  })
})
