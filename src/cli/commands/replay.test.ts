import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command as Program } from 'commander'
import { describe, expect, test, vi } from 'vitest'
import { asDeskId } from '#core/model/ids.ts'
import { parseMoney, parsePrice } from '#core/money/decimal.ts'
import { DeskLoop } from '../../main/runtime/loop.ts'
import { ManualClock } from '../../main/runtime/manual-clock.ts'
import { tamper } from '../../main/store/desk-file.test-support.ts'
import { openStore } from '../../main/store/open-store.ts'
import { temporaryFolder } from '../../main/store/temporary-folder.test-support.ts'
import { replayCommand } from './replay.ts'

const START_MS = Date.UTC(2026, 10, 22, 23, 50)

/** The log of a desk that ran around midnight UTC, was started twice and proposed two orders. */
function recordedDesk(): string {
  const file = join(temporaryFolder(), 'desk.db')
  const clock = new ManualClock(START_MS)
  for (const run of [1, 2]) {
    const store = openStore({ file, mode: 'paper', clock })
    const loop = new DeskLoop({
      mode: 'paper',
      store,
      clock,
      marketNowMs: () => clock.wallMs(),
      runEffect: () => undefined,
      onStep: () => undefined,
      onFault: (fault) => {
        throw fault
      },
    })
    if (run === 1) {
      loop.step({
        kind: 'deskFounded',
        deskId: asDeskId('00112233445566aa'),
        accountAddress: '0xdad77910dbdfde764fc21fcd4e74d71bbaca6d8d',
        derivationPath: "44'/60'/0'/0/0",
      })
    }
    loop.step({ kind: 'deskStarted' })
    trade(loop, clock)
    loop.stop()
    store.close()
    clock.advance(15 * 60_000)
  }
  return file
}

function trade(loop: DeskLoop, clock: ManualClock): void {
  loop.step({
    kind: 'instrumentsLoaded',
    instruments: [{ coin: 'BTC', assetId: 0, sizeDecimals: 5, maxLeverage: 40, isDelisted: false }],
  })
  loop.step({ kind: 'venueStateChanged', state: 'live', reason: '' })
  loop.step({
    kind: 'accountObserved',
    cause: 'start',
    cash: parseMoney('10000'),
    positions: [],
    openOrders: [],
  })
  for (let second = 0; second < 20; second += 1) {
    clock.advance(1_000)
    const price = parsePrice(`${20_000 + second}`)
    const quote = { coin: 'BTC', bid: price, ask: price, mark: price, tsEventMs: clock.wallMs() }
    loop.step({ kind: 'quoteTick', ...quote })
    loop.step({ kind: 'heartbeatTicked' })
  }
  loop.step({
    kind: 'orderProposed',
    coin: 'BTC',
    side: 'buy',
    entry: { type: 'market' },
    sizing: { by: 'risk' },
    stopPrice: null,
    targetPrice: null,
  })
}

async function run(...words: string[]): Promise<{ out: string; err: string; code: number }> {
  const written = { out: '', err: '' }
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.out += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.err += String(text)
    return true
  })
  const program = new Program('countersign')
  replayCommand.register(program)
  const before = process.exitCode
  process.exitCode = undefined
  try {
    await program.parseAsync(['node', 'countersign', 'replay', ...words])
    return { ...written, code: Number(process.exitCode ?? 0) }
  } finally {
    process.exitCode = before
    vi.restoreAllMocks()
  }
}

describe('replay', () => {
  test('0: the recorded inputs lead to the very events of the log, over a restart too', async () => {
    const result = await run(recordedDesk())
    expect(result).toMatchObject({ code: 0, out: expect.stringContaining('The replay is the log') })
  })

  test('0: one day, and 2 for a day on which nothing was recorded', async () => {
    const file = recordedDesk()
    for (const day of ['2026-11-22', '2026-11-23']) {
      const result = await run(file, '--day', day)
      expect(result).toMatchObject({ code: 0, out: expect.stringContaining(`on ${day}`) })
    }
    const none = await run(file, '--day', '2026-11-24')
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('No input was recorded') })
  })

  test('1: names the first input that leads to something else, only on its own day', async () => {
    const file = recordedDesk()
    tamper(
      file,
      'UPDATE inputs SET payload = replace(payload, \'"side":"buy"\', \'"side":"sell"\') ' +
        "WHERE id = (SELECT min(id) FROM inputs WHERE kind = 'orderProposed')",
    )
    const result = await run(file)
    expect(result.code).toBe(1)
    expect(result.out).toMatch(/^The replay differs\. Input \d+ \(orderProposed, 2026-11-22T23:50/)
    expect(result.out).toMatch(/recorded .*"side":"buy".*, replayed .*"side":"sell"/)
    expect(await run(file, '--day', '2026-11-22')).toMatchObject({ code: 1 })
    expect(await run(file, '--day', '2026-11-23')).toMatchObject({ code: 0 })
  })

  test('1: an input that is gone leaves events that nothing led to', async () => {
    const file = recordedDesk()
    tamper(file, 'DELETE FROM inputs WHERE id = (SELECT max(id) FROM inputs)')
    const result = await run(file)
    expect(result).toMatchObject({ code: 1, out: expect.stringContaining('No recorded input led') })
  })

  test('1: a log that was changed is not replayed at all', async () => {
    const file = recordedDesk()
    tamper(file, "UPDATE events SET payload = replace(payload, 'BTC', 'ETH') WHERE seq = 5")
    const result = await run(file)
    expect(result).toMatchObject({ code: 1, out: expect.stringContaining('broken at event') })
  })

  test.each(['yesterday', '2026-13-01', '2026-02-30', '2026-1-2', ''])(
    '2: "%s" is no day',
    async (day) => {
      const result = await run(recordedDesk(), '--day', day)
      expect(result).toMatchObject({ code: 2, err: expect.stringContaining('takes a date') })
    },
  )

  test('2: no file, and a file that is no database', async () => {
    const folder = temporaryFolder()
    expect(await run(join(folder, 'none.db'))).toMatchObject({ code: 2 })
    writeFileSync(join(folder, 'text.db'), 'text')
    expect(await run(join(folder, 'text.db'))).toMatchObject({ code: 2 })
  })
})
