import { describe, expect, it } from 'vitest'
import { parseMoney, parsePrice } from '../money/decimal.ts'
import { PROFILES } from '../risk/limits.ts'
import { EngineDesk } from './engine-desk.test-support.ts'
import type { LossOvershot } from './events.ts'
import { dayBudgetOf } from './risk-view.ts'

const DAY_MS = 86_400_000

const reports = (desk: EngineDesk, subject: LossOvershot['subject']): LossOvershot[] =>
  desk.log.filter((event) => event.type === 'LossOvershot').filter((one) => one.subject === subject)

/** Long under the strict profile: the cap of the day is $9.99, the stop lies 2 % below 20,000. */
function longUnderStrict(): EngineDesk {
  const desk = EngineDesk.ready()
  desk.take({ kind: 'limitsEdited', limits: PROFILES.strict, typedWord: '' })
  desk.propose()
  desk.enter()
  desk.fill(desk.bracket().entryId, { fee: parseMoney('0.09') })
  desk.wait(1_000)
  return desk
}

/** The price opens 8 % lower, and the stop fills there. */
function gapDown(desk: EngineDesk): void {
  const { stopId, quantity } = desk.bracket()
  const closedPnl = ((parsePrice('18400') - parsePrice('20000')) * quantity) / 100_000_000n
  desk.quote('18400')
  desk.fill(stopId, {
    price: parsePrice('18400'),
    closedPnl: closedPnl as never,
    fee: parseMoney('0.19'),
  })
}

describe('a loss beyond what was reckoned', () => {
  it('by a gap is written apart for the trade and for the day, to the last digit', () => {
    const desk = longUnderStrict()
    const { quantity } = desk.bracket()
    const worst = desk.ticket().decision?.worstCaseLoss ?? 0n
    expect(worst).toBeLessThanOrEqual(parseMoney('9.99'))
    gapDown(desk)
    desk.wait(1_000, '18400')

    const lost = (1_600n * quantity) as bigint
    const withFees = lost + parseMoney('0.28')
    const [trade] = reports(desk, 'trade')
    expect(trade).toMatchObject({ coin: 'BTC', lost: withFees, reckoned: worst })
    expect(trade?.beyond).toBe(withFees - worst)
    const [day] = reports(desk, 'day')
    expect(day).toMatchObject({ lost: withFees, reckoned: parseMoney('9.99') })
    expect(day?.beyond).toBe(withFees - parseMoney('9.99'))
    expect(dayBudgetOf(desk.state)?.used).toBe(withFees)
    expect(day?.message).toMatch(
      /^2026-01-05 has lost \$\d+\.\d\d, \$\d+\.\d\d beyond its cap of \$9\.99: /,
    )
    expect(trade?.message).toContain('by slippage or a gap and $0.00 by funding')
  })

  it('by funding names the funding, and is written again when it grows', () => {
    const desk = longUnderStrict()
    const pay = (amount: string): void => {
      desk.nowMs += 1_000
      desk.take({
        kind: 'fundingReported',
        coin: 'BTC',
        amount: parseMoney(amount),
        tsEventMs: desk.nowMs,
      })
      desk.wait(1_000)
    }
    pay('-10')
    expect(reports(desk, 'day').map(({ beyond }) => beyond)).toEqual([parseMoney('0.1')])
    expect(reports(desk, 'day')[0]?.message).toContain(
      'has lost $10.09, $0.10 beyond its cap of $9.99: $0.00 by prices, $0.09 by fees, $10.00 by funding',
    )
    desk.wait(1_000)
    desk.wait(1_000)
    expect(reports(desk, 'day')).toHaveLength(1)
    pay('-0.25')
    expect(reports(desk, 'day').map(({ beyond }) => beyond)).toEqual([
      parseMoney('0.1'),
      parseMoney('0.35'),
    ])
    gapDown(desk)
    const [trade] = reports(desk, 'trade')
    expect(trade?.message).toContain('by slippage or a gap and $10.25 by funding')
  })

  it('is not written while the loss stays within what was reckoned', () => {
    const desk = longUnderStrict()
    const { stopId } = desk.bracket()
    desk.fill(stopId, { closedPnl: parseMoney('-9'), fee: parseMoney('0.19') })
    desk.wait(1_000)
    expect(desk.log.some(({ type }) => type === 'LossOvershot')).toBe(false)
  })

  it('of a day that slept over midnight is written with its last figure, and the new day starts from nothing', () => {
    const desk = longUnderStrict()
    desk.wait(DAY_MS, '18000')
    const [day] = reports(desk, 'day')
    expect(day).toMatchObject({ dayKey: '2026-01-05' })
    expect(day?.message).toMatch(/^2026-01-05 lost /)
    expect(desk.state.book.day?.dayKey).toBe('2026-01-06')
    expect(desk.state.book.dayOvershoot).toBeNull()
    expect(desk.state.book.risk.causes).toEqual([])
    desk.wait(1_000, '18000')
    expect(desk.state.book.risk.causes).toEqual([])
  })
})

describe('a day that begins while the desk was off', () => {
  it('waits for the fills of the day before, and does not take their loss for its own', () => {
    const desk = longUnderStrict()
    const { stopId } = desk.bracket()
    const stoppedMs = desk.nowMs + 60_000
    desk.take({ kind: 'venueStateChanged', state: 'down', reason: 'the desk was off' })
    desk.nowMs += DAY_MS
    desk.take({ kind: 'venueStateChanged', state: 'live', reason: 'live' })
    desk.wait(1_000, '20100')
    expect(desk.state.book.day?.dayKey).toBe('2026-01-05')
    desk.fill(stopId, { closedPnl: parseMoney('-9'), fee: parseMoney('0'), tsEventMs: stoppedMs })
    desk.take({
      kind: 'accountObserved',
      cause: 'reconnect',
      cash: desk.state.book.cash as never,
      positions: [],
      openOrders: [],
    })
    desk.wait(1_000, '20100')
    expect(desk.state.book.day).toMatchObject({ dayKey: '2026-01-06', realised: 0n })
    expect(dayBudgetOf(desk.state)?.used).toBe(0n)
  })
})
