import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { EventBody } from '#core/engine/events.ts'
import type { DeskState } from '#core/engine/state.ts'
import { isEnded } from '#core/engine/ticket.ts'
import type { Fill } from '#core/model/order.ts'
import type { BracketTerms } from '#core/model/terms.ts'
import type { Timeframe } from '#core/model/timeframe.ts'
import { TIMEFRAME_MS } from '#core/model/timeframe.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import { assembleDesk } from '../app/assemble-desk.ts'
import { composeParts } from '../app/compose-parts.ts'
import { parseSwitches } from '../app/switches.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { socketTurns } from '../runtime/socket-turns.test-support.ts'
import { temporaryFolder } from '../store/temporary-folder.test-support.ts'

export const REAL_CANDLES = join(
  process.env.COUNTERSIGN_SHARED ?? join(process.cwd(), '../shared'),
  'data/btcusd-1m-2023-03.csv.gz',
)
export const hasRealCandles = (): boolean => existsSync(REAL_CANDLES)

const START_MS = Date.UTC(2026, 0, 5, 12)
/** Ten wall milliseconds are one market second: a press of the autopilot is one tick. */
const SPEED = 100
const TICK_WALL_MS = 10
const COARSE_TICKS = 20
/** Turns of the event loop in which sockets carry what a step led to. */
const TURNS = 14

const turns = (): Promise<void> => socketTurns(TURNS)

/** What a day came to, as text, so that a difference is one line. */
export interface DayResult {
  readonly signals: readonly string[]
  readonly offers: readonly string[]
  readonly fills: readonly string[]
  readonly realised: string
  readonly fees: string
  readonly funding: string
}

export const offerLine = (terms: BracketTerms): string =>
  [
    terms.side,
    formatDecimal(terms.quantity),
    `limit ${formatDecimal(terms.limitPrice)}`,
    `stop ${formatDecimal(terms.stopPrice)}`,
    `target ${terms.targetPrice === null ? '-' : formatDecimal(terms.targetPrice)}`,
  ].join(' ')

/** Ticks are a second apart; an order that arrives between two takes the book of the first. */
const TICK_MS = 1_000

export const fillLine = (
  fill: Pick<Fill, 'side' | 'quantity' | 'price' | 'fee' | 'closedPnl' | 'tsEventMs'>,
): string =>
  [
    new Date(Math.floor(fill.tsEventMs / TICK_MS) * TICK_MS).toISOString(),
    fill.side,
    formatDecimal(fill.quantity),
    `at ${formatDecimal(fill.price)}`,
    `fee ${formatDecimal(fill.fee)}`,
    `pnl ${formatDecimal(fill.closedPnl)}`,
  ].join(' ')

export function totalsOf({ book }: DeskState): Pick<DayResult, 'realised' | 'fees' | 'funding'> {
  return {
    realised: formatDecimal(book.realisedTotal),
    fees: formatDecimal(book.feesTotal),
    funding: formatDecimal(book.fundingTotal),
  }
}

export const signalLine = (coin: string, side: string, candleOpenMs: number): string =>
  `${new Date(candleOpenMs).toISOString()} ${side} ${coin}`

export interface PaperDay extends DayResult {
  /** Market time at which the desk took the account over. */
  readonly adoptedMs: number
}

/** A whole desk without a window on the recorded candles, autopilot on, from one moment to another. */
export async function playPaperDay(
  fromIso: string,
  untilMs: number,
  timeframe: Timeframe,
): Promise<PaperDay> {
  const clock = new ManualClock(START_MS)
  const dataFolder = temporaryFolder()
  const words = ['--data', dataFolder, '--replay', REAL_CANDLES, '--replay-from', fromIso]
  const parsed = parseSwitches([...words, '--speed', String(SPEED), '--autopilot'])
  if (!parsed.ok) throw new Error(parsed.message)
  const faults: string[] = []
  const fault = (message: string, cause?: unknown) => faults.push(`${message}: ${String(cause)}`)
  const silent = () => undefined
  const parts = await composeParts({
    switches: parsed.switches,
    dataFolder,
    clock,
    log: { info: silent, warn: silent, fault, close: silent },
    driver: () => 'automatic',
    onScreen: silent,
    restart: silent,
  })
  const desk = assembleDesk({
    ...parts.ports,
    mode: 'paper',
    clock,
    timeframe,
    drawDeskId: () => '00000000000000b7',
    theme: () => 'dark',
    setTheme: silent,
    send: silent,
    log: fault,
  })
  let isStarted = false
  desk.start().then(
    () => {
      isStarted = true
    },
    (cause: unknown) => faults.push(String(cause)),
  )
  const state = () => desk.loop.state
  while (!isStarted && faults.length === 0) {
    clock.advance(1)
    await turns()
  }
  const market = () => parts.ports.venue.marketNowMs()
  const lengthMs = TIMEFRAME_MS[timeframe]
  const isUnderWay = (): boolean =>
    [...state().book.underWay.values()].some(({ stage }) => !isEnded(stage))
  while (market() < untilMs && faults.length === 0) {
    const leftMs = lengthMs - (Math.floor(market()) % lengthMs)
    const isNear = leftMs <= COARSE_TICKS * 1_000 || lengthMs - leftMs < 8_000 || isUnderWay()
    clock.advance(isNear ? TICK_WALL_MS : COARSE_TICKS * TICK_WALL_MS - TICK_WALL_MS)
    await turns()
  }
  const [first] = faults
  const events = [...parts.ports.store.readAll()].map(({ body }) => body)
  const result = { ...dayOf(events), ...totalsOf(state()), adoptedMs: state().book.adoptedMs }
  await desk.stop()
  await parts.close()
  if (first !== undefined) throw new Error(first)
  return result
}

function dayOf(events: readonly EventBody[]): Pick<DayResult, 'signals' | 'offers' | 'fills'> {
  const signals: string[] = []
  const offers: string[] = []
  const fills: string[] = []
  for (const event of events) {
    if (event.type === 'SignalEmitted') {
      signals.push(signalLine(event.coin, event.side, event.candleOpenMs))
    } else if (event.type === 'ApprovalRequested' && event.terms.kind === 'bracket') {
      offers.push(offerLine(event.terms))
    } else if (event.type === 'OrderFilled') fills.push(fillLine(event.fill))
  }
  return { signals, offers, fills }
}
