import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RequestOf } from '#contract/requests.ts'
import type { DeskState } from '#core/engine/state.ts'
import { isEnded } from '#core/engine/ticket.ts'
import { PROFILES } from '#core/risk/limits.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import type { LoggedEvent } from '../runtime/ports.ts'
import { socketTurns } from '../runtime/socket-turns.test-support.ts'
import { temporaryFolder } from '../store/temporary-folder.test-support.ts'
import type { AssembledDesk } from './assemble-desk.ts'
import { assembleDesk } from './assemble-desk.ts'
import type { Audit } from './audit-log.test-support.ts'
import { LogAudit } from './audit-log.test-support.ts'
import { composeParts } from './compose-parts.ts'
import type { DeskLogger } from './desk-log.ts'
import { parseSwitches } from './switches.ts'

const SHARED = process.env.COUNTERSIGN_SHARED ?? join(process.cwd(), '../shared')
export const REAL_CANDLES = join(SHARED, 'data/btcusd-1m-2023-03.csv.gz')
export const hasRealCandles = (): boolean => existsSync(REAL_CANDLES)

const START_MS = Date.UTC(2026, 0, 5, 12)
const SPEED = 1_200
/** Wall time moves in such steps; in small ones while a ticket is under way. */
const STEP_MS = 250
const TICKET_STEP_MS = 2
/** Turns of the event loop in which sockets carry what a step led to. */
const TURNS = 12

type Timeframe = RequestOf<'setStrategy'>['timeframe']

/** All five strategies; the quick timeframes so that the quotas have something to do. */
const WATCHED: readonly (readonly [string, Timeframe])[] = [
  ['momentum', '15m'],
  ['sma-cross', '15m'],
  ['donchian-breakout', '15m'],
  ['mean-reversion', '15m'],
  ['confluence', '3h'],
  ['momentum', '3h'],
  ['donchian-breakout', '6h'],
  ['sma-cross', '9h'],
]

export interface StrictReplay {
  readonly desk: AssembledDesk
  readonly faults: readonly string[]
  /** Plays until market time; looks at the state after every step. */
  playUntil(marketMs: number, look: (state: DeskState) => void): Promise<void>
  hasEnded(): boolean
  readLog(): Iterable<LoggedEvent>
  close(): Promise<void>
}

/** A whole desk without a window on the recorded candles: strict limits, autopilot on. */
export async function startStrictReplay(
  fromIso: string | null,
  candles: string = REAL_CANDLES,
): Promise<StrictReplay> {
  const clock = new ManualClock(START_MS)
  const dataFolder = temporaryFolder()
  const words = ['--data', dataFolder, '--replay', candles, '--speed', String(SPEED)]
  const from = fromIso === null ? [] : ['--replay-from', fromIso]
  const parsed = parseSwitches([...words, ...from, '--autopilot'])
  if (!parsed.ok) throw new Error(parsed.message)
  const faults: string[] = []
  const log: DeskLogger = {
    info: () => undefined,
    warn: () => undefined,
    fault: (message, cause) => faults.push(`${message}: ${String(cause)}`),
    close: () => undefined,
  }
  const parts = await composeParts({
    switches: parsed.switches,
    dataFolder,
    clock,
    log,
    driver: () => 'automatic',
    onScreen: () => undefined,
    restart: () => undefined,
  })
  const desk = assembleDesk({
    ...parts.ports,
    mode: 'paper',
    clock,
    timeframe: '15m',
    drawDeskId: () => randomBytes(8).toString('hex'),
    theme: () => 'dark',
    setTheme: () => undefined,
    send: () => undefined,
    log: log.fault,
  })
  const starting = desk.start()
  let isStarted = false
  starting.then(
    () => {
      isStarted = true
    },
    (cause: unknown) => faults.push(String(cause)),
  )
  const state = () => desk.loop.state
  const hasEnded = () => parts.ports.surroundings.feed().isFinished
  const isUnderWay = (): boolean => {
    for (const { stage } of state().book.underWay.values()) if (!isEnded(stage)) return true
    return false
  }
  const step = async (): Promise<void> => {
    clock.advance(isUnderWay() ? TICKET_STEP_MS : STEP_MS)
    await socketTurns(TURNS)
  }
  while (!isStarted && faults.length === 0) {
    clock.advance(1)
    await socketTurns(TURNS)
  }
  const sheet = await desk.handlers.getLimits({})
  if (!sheet.ok) throw new Error(sheet.error.message)
  await desk.handlers.setLimits({ inputs: sheet.value.shipped.strict, typedWord: '' })
  for (const [strategyId, timeframe] of WATCHED) {
    await desk.handlers.setStrategy({ strategyId, coin: 'BTC', timeframe, isOn: true })
  }
  await socketTurns(TURNS)

  return {
    desk,
    faults,
    async playUntil(marketMs, look) {
      while (state().market.nowMarketMs < marketMs && !hasEnded() && faults.length === 0) {
        await step()
        look(state())
      }
    },
    readLog: () => parts.ports.store.readAll(),
    hasEnded,
    async close() {
      await desk.stop()
      await parts.close()
    },
  }
}

/** Plays the recorded candles up to a moment and reckons the log again. Throws on any fault. */
export async function auditReplay(untilMs: number): Promise<Audit> {
  const replay = await startStrictReplay(null)
  try {
    await replay.playUntil(untilMs, () => undefined)
    const [fault] = replay.faults
    if (fault !== undefined) throw new Error(fault)
    const audit = new LogAudit(PROFILES.standard)
    for (const event of replay.readLog()) audit.take(event)
    return audit.end()
  } finally {
    await replay.close()
  }
}
