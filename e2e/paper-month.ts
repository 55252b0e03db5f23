import './source-constants.ts'
import { assembleDesk } from '../src/main/app/assemble-desk.ts'
import { composeParts } from '../src/main/app/compose-parts.ts'
import { parseSwitches } from '../src/main/app/switches.ts'
import { ManualClock } from '../src/main/runtime/manual-clock.ts'

/**
 * Plays weeks of paper trading into a data folder without a window: the whole main process on a
 * clock that is moved by hand, four strategies, the autopilot, the Custom profile. What it leaves is
 * what a desk leaves that ran so long.
 *
 * node --import tsx e2e/paper-month.ts DATA_FOLDER CANDLE_FILE FROM_ISO CLOSES
 */
const [dataFolder = '', file = '', fromIso = '', closesWanted = '300'] = process.argv.slice(2)

const START_MS = Date.UTC(2026, 0, 5, 12)
/** Market seconds in one of the wall clock. */
const SPEED = 100
const FINE_MS = 10
const COARSE_MS = 600
const HELD_MS = 4 * 60_000
const MONTH_MS = 28 * 86_400_000
/** Turns of the event loop in which sockets carry what a step led to. */
const TURNS = 12
const STRATEGIES = ['momentum', 'sma-cross', 'mean-reversion', 'donchian-breakout']

/** The Custom profile of somebody who trades all day with little risk a trade. */
const CUSTOM: Readonly<Record<string, string>> = {
  riskPerTrade: '0.05',
  dayLossShare: '20',
  openRiskMax: '5',
  positionMarginMax: '30',
  grossNotionalMax: '200',
  positionsMax: '10',
  confluenceMin: '0',
  duplicateBlockMs: '4',
  tradesPerDayOther: '1000',
  priceBand: '2',
  lossesInRowMax: '20',
  lossesCoolDownMs: '1',
  drawdownMax: '50',
  healthyMsMin: '1',
}

const silent = (): void => undefined
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

async function play(): Promise<void> {
  const clock = new ManualClock(START_MS)
  const words = ['--data', dataFolder, '--replay', file, '--replay-from', fromIso]
  const parsed = parseSwitches([...words, '--speed', String(SPEED), '--autopilot'])
  if (!parsed.ok) throw new Error(parsed.message)
  const faults: string[] = []
  const parts = await composeParts({
    switches: parsed.switches,
    dataFolder,
    clock,
    log: {
      info: silent,
      warn: silent,
      fault: (message, cause) => faults.push(`${message}: ${String(cause)}`),
      close: silent,
    },
    driver: () => 'automatic',
    onScreen: silent,
    restart: () => undefined,
  })
  const desk = assembleDesk({
    ...parts.ports,
    mode: 'paper',
    clock,
    timeframe: '1m',
    drawDeskId: () => '00000000000000c7',
    theme: () => 'dark',
    setTheme: silent,
    send: silent,
    log: (message, cause) => faults.push(`${message}: ${String(cause)}`),
  })
  const started = desk.start()
  let isStarted = false
  started.then(
    () => {
      isStarted = true
    },
    (cause: unknown) => faults.push(String(cause)),
  )
  while (!isStarted && faults.length === 0) {
    clock.advance(1)
    await turns()
  }
  const { handlers, loop } = desk
  const sheet = await handlers.getLimits({})
  if (!sheet.ok) throw new Error(sheet.error.message)
  const inputs = { ...sheet.value.inputs, ...CUSTOM }
  await handlers.setLimits({ inputs, typedWord: 'LOOSEN' })
  for (const strategyId of STRATEGIES) {
    await handlers.setStrategy({ strategyId, coin: 'BTC', timeframe: '1m', isOn: true })
  }
  const market = (): number => parts.ports.venue.marketNowMs()
  const book = () => loop.state.book
  const closes = (): number => book().fills.filter(({ closedPnl }) => closedPnl !== 0n).length
  const firstMs = market()
  let openedMs: number | null = null
  while (closes() < Number(closesWanted) && market() - firstMs < MONTH_MS && faults.length === 0) {
    const isUnderWay = [...book().tickets.values()].some(
      ({ stage }) => stage === 'pending' || stage === 'preparing' || stage === 'onDevice',
    )
    const isOpen = [...book().positions.values()].some(({ quantity }) => quantity !== 0n)
    if (!isOpen) openedMs = null
    else openedMs ??= market()
    if (openedMs !== null && market() - openedMs > HELD_MS) {
      await handlers.closePosition({ coin: 'BTC', quantity: null })
      openedMs = market()
    }
    clock.advance(isUnderWay ? FINE_MS : COARSE_MS)
    await turns()
    if (process.env.PAPER_MONTH_TALK !== undefined && Math.random() < 0.002) {
      process.stdout.write(
        `${new Date(market()).toISOString()} ${book().fills.length} fills, ${closes()} closes, ${[...book().risk.causes.keys()].join()}\n`,
      )
    }
  }
  const days = (market() - firstMs) / 86_400_000
  process.stdout.write(
    `${closes()} closes in ${days.toFixed(1)} days of the market, ${book().fills.length} fills\n`,
  )
  await desk.stop()
  await parts.close()
  if (faults[0] !== undefined) process.stderr.write(`${faults.slice(0, 3).join('\n')}\n`)
}

play().catch((cause: unknown) => {
  process.stderr.write(`${String(cause)}\n`)
  process.exitCode = 1
})
