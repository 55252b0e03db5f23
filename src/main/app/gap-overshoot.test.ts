import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import type { LossOvershot } from '#core/engine/events.ts'
import { centsText } from '#core/engine/money-text.ts'
import { PROFILES } from '#core/risk/limits.ts'
import { riskBoardView } from '../ipc/views/risk-board-view.ts'
import { temporaryFolder } from '../store/temporary-folder.test-support.ts'
import { LogAudit } from './audit-log.test-support.ts'
import type { StrictReplay } from './strict-replay.test-support.ts'
import { hasRealCandles, REAL_CANDLES, startStrictReplay } from './strict-replay.test-support.ts'

const MINUTE_MS = 60_000
const END_MS = Date.UTC(2023, 2, 4)
const GAP = 0.08

interface Opened {
  readonly minuteMs: number
  readonly isLong: boolean
}

/** Plays until a position stands with its stop; says when that was. */
async function firstPosition(replay: StrictReplay): Promise<Opened> {
  let opened: Opened | null = null
  await replay
    .playUntil(END_MS, ({ book, market }) => {
      const [position] = book.positions.values()
      if (!position || opened) return
      const minuteMs = Math.floor(market.nowMarketMs / MINUTE_MS) * MINUTE_MS
      opened = { minuteMs, isLong: position.quantity > 0n }
      throw new Error('found')
    })
    .catch((cause: unknown) => {
      if (opened === null) throw cause
    })
  if (opened === null) throw new Error('no strategy has opened a position')
  return opened
}

/** The recording, with a gap against the position two minutes after it was opened. */
function writeGapped({ minuteMs, isLong }: Opened): string {
  const [head = '', ...lines] = gunzipSync(readFileSync(REAL_CANDLES)).toString().trim().split('\n')
  const factor = isLong ? 1 - GAP : 1 + GAP
  const moved = lines.map((line) => {
    const [time = '', open, high, low, close, volume] = line.split(',')
    if (Date.parse(`${time.replace(' ', 'T')}Z`) < minuteMs + 2 * MINUTE_MS) return line
    const prices = [open, high, low, close].map((price) => (Number(price) * factor).toFixed(2))
    return [time, ...prices, volume].join(',')
  })
  const file = join(temporaryFolder(), 'gapped.csv.gz')
  writeFileSync(file, gzipSync([head, ...moved].join('\n')))
  return file
}

it('risk: a gap through the stop is reported to the cent, in the log and on the risk screen', async () => {
  if (!hasRealCandles()) {
    console.log('left out: the real candles (../shared/data) are not here')
    return
  }
  const first = await startStrictReplay(null)
  const opened = await firstPosition(first)
  await first.close()

  const replay = await startStrictReplay(null, writeGapped(opened))
  try {
    // The heart beats once a second of wall time: 20 minutes at this speed.
    await replay.playUntil(opened.minuteMs + 60 * MINUTE_MS, () => undefined)
    expect(replay.faults).toEqual([])
    const { state } = replay.desk.loop
    expect(state.book.positions.size).toBe(0)

    const audit = new LogAudit(PROFILES.standard)
    const reports: LossOvershot[] = []
    for (const event of replay.readLog()) {
      audit.take(event)
      if (event.body.type === 'LossOvershot') reports.push(event.body)
    }
    const { overshoots, violations } = audit.end()
    expect(violations).toEqual([])

    const trade = reports.find(({ subject }) => subject === 'trade')
    const day = reports.findLast(({ subject }) => subject === 'day')
    if (!trade || !day) throw new Error('the overshoot is not in the log')
    // The audit reckons with books of its own, from the fills alone.
    expect(overshoots[0]).toContain(`lost ${centsText(trade.lost)} where at most`)
    expect(overshoots[0]).toContain(`${centsText(trade.beyond)} more`)
    expect(overshoots[1]).toContain(
      `lost ${centsText(day.lost)}, ${centsText(day.beyond)} beyond its cap`,
    )
    expect(day.reckoned).toBe(PROFILES.strict.dayLossAmount)
    expect(trade.message).toContain(`${centsText(trade.beyond)} more`)

    const screen = riskBoardView(state, { killHotkey: () => null as never })
    expect(screen.overshoots).toEqual(expect.arrayContaining([trade.message, day.message]))
    expect(screen.causes.map(({ cause }) => cause)).toContain('dayLoss')
    console.log(trade.message)
    console.log(day.message)
  } finally {
    await replay.close()
  }
})
