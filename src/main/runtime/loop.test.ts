import { describe, expect, it } from 'vitest'
import type { EventBody } from '#core/engine/events.ts'
import type { Input, InputBody } from '#core/engine/inputs.ts'
import type { RecordedStep } from '#core/engine/replay.ts'
import { replay } from '#core/engine/replay.ts'
import { asDeskId } from '#core/model/ids.ts'
import { parseMoney, parsePrice } from '#core/money/decimal.ts'
import { riskMode } from '#core/risk/risk-state.ts'
import { DeskLoop } from './loop.ts'
import { ManualClock } from './manual-clock.ts'
import type { StorePort } from './ports.ts'

const START_MS = Date.UTC(2026, 0, 5, 10)

/** A desk over a log in memory whose disk can refuse. */
function deskLoop() {
  const clock = new ManualClock(START_MS)
  const steps: RecordedStep[] = []
  const faults: string[] = []
  let refusals = 0
  const store: StorePort = {
    *readAll() {
      let seq = 0
      for (const { input, events } of steps) {
        for (const body of events) yield { seq: ++seq, ...input.stamp, body }
      }
    },
    commit(input: Input, before: readonly Input[], events: readonly EventBody[], effects) {
      if (refusals > 0) {
        refusals -= 1
        throw new Error('E210: the disk is full.')
      }
      for (const quiet of before) steps.push({ input: quiet, events: [] })
      steps.push({ input, events })
      return effects.map((_, index) => index + 1)
    },
    settle: () => undefined,
    openOutbox: () => [],
    health: () => ({ state: 'healthy', reason: '' }),
    close: () => undefined,
  }
  const loop = new DeskLoop({
    mode: 'paper',
    store,
    clock,
    marketNowMs: () => clock.wallMs(),
    runEffect: () => undefined,
    onStep: () => undefined,
    onFault: (fault) => faults.push(fault.message),
  })
  const quote = (price: string): InputBody => ({
    kind: 'quoteTick',
    coin: 'BTC',
    bid: parsePrice(price),
    ask: parsePrice(price),
    mark: parsePrice(price),
    tsEventMs: clock.wallMs(),
  })
  loop.step({
    kind: 'deskFounded',
    deskId: asDeskId('00112233445566aa'),
    accountAddress: '0xdad77910dbdfde764fc21fcd4e74d71bbaca6d8d',
    derivationPath: "44'/60'/0'/0/0",
  })
  loop.step({ kind: 'deskStarted' })
  return {
    loop,
    clock,
    steps,
    faults,
    quote,
    refuse: (count: number) => {
      refusals = count
    },
  }
}

const causes = (loop: DeskLoop): string[] => loop.state.book.risk.causes.map(({ cause }) => cause)

describe('a disk that refuses', () => {
  it('costs no press of the kill switch: the desk halts, and then the press is written', () => {
    const { loop, faults, refuse } = deskLoop()
    refuse(1)
    loop.step({ kind: 'killPressed', reason: 'News.', shouldFlatten: false })
    expect(faults).toEqual(['E210: the disk is full.'])
    expect(riskMode(loop.state.book.risk)).toBe('halted')
    expect(causes(loop).sort()).toEqual(['invariantBroken', 'killSwitch'])
  })

  it('loses no quiet input for the replay, which comes to the same book', () => {
    const { loop, steps, refuse, quote } = deskLoop()
    loop.step({
      kind: 'accountObserved',
      cause: 'start',
      cash: parseMoney('10000'),
      positions: [],
      openOrders: [],
    })
    loop.step({ kind: 'venueStateChanged', state: 'live', reason: '' })
    loop.step(quote('20000'))
    refuse(1)
    loop.step({ kind: 'killPressed', reason: 'News.', shouldFlatten: false })
    expect(steps.some(({ input }) => input.body.kind === 'quoteTick')).toBe(true)
    const result = replay('paper', steps)
    expect(result).toMatchObject({ isSame: true, stopped: 1 })
  })

  it('stands still when even the halt cannot be written', () => {
    const { loop, faults, refuse } = deskLoop()
    refuse(2)
    loop.step({ kind: 'killPressed', reason: 'News.', shouldFlatten: false })
    expect(faults.at(-1)).toBe('The log cannot be written any more.')
  })
})

describe('what is recorded for the replay', () => {
  it('has the quotes that a quiet input saw before it', () => {
    const { loop, steps, quote } = deskLoop()
    loop.step(quote('20000'))
    loop.step({ kind: 'deviceStateChanged', state: 'ready', reason: '' })
    loop.step(quote('21000'))
    loop.step({ kind: 'killPressed', reason: 'News.', shouldFlatten: false })
    const kinds = steps.map(({ input }) => input.body.kind)
    expect(kinds.slice(-4)).toEqual(['quoteTick', 'deviceStateChanged', 'quoteTick', 'killPressed'])
  })

  it('has the heartbeat that noticed how prices became fresh or old, and no other', () => {
    const { loop, clock, steps, quote } = deskLoop()
    const beats = () => steps.filter(({ input }) => input.body.kind === 'heartbeatTicked').length
    const beat = () => {
      clock.advance(1_000)
      loop.step({ kind: 'heartbeatTicked' })
    }
    beat()
    loop.step(quote('20000'))
    beat()
    beat()
    for (let second = 0; second < 30; second += 1) beat()
    loop.step({ kind: 'killPressed', reason: 'News.', shouldFlatten: false })
    expect(beats()).toBeGreaterThanOrEqual(2)
    expect(beats()).toBeLessThanOrEqual(3)
  })
})
