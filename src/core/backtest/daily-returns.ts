import type { AnnualDays } from './statistics.ts'

const DAY_MS = 86_400_000
/** 1970-01-01 was a Thursday: day 2 of the epoch is a Saturday. */
const isWeekend = (day: number): boolean => (day + 4) % 7 === 0 || (day + 4) % 7 === 6
/** Two days of seven are a weekend; with well over half of that share the market knows none. */
const WEEKEND_SHARE = (2 / 7) * 0.6

export interface DailyReturns {
  readonly returns: readonly number[]
  readonly annualDays: 252 | 365
}

/** 365 where candles open on weekends as on other days, else 252; or what was asked for. */
export function annualDaysOf(asked: AnnualDays, times: Float64Array): 252 | 365 {
  if (asked !== 'auto') return asked
  let weekends = 0
  for (const time of times) if (isWeekend(Math.floor(time / DAY_MS))) weekends += 1
  return weekends / times.length > WEEKEND_SHARE ? 365 : 252
}

/** The change from the last value of a UTC day to the last value of the next day that has one. */
export function dailyReturns(
  times: Float64Array,
  equity: Float64Array,
  annualDays: 252 | 365,
): DailyReturns {
  const returns: number[] = []
  let before = Number.NaN
  for (let step = 0; step < times.length; step += 1) {
    const day = Math.floor((times[step] as number) / DAY_MS)
    const isLast =
      step + 1 === times.length || Math.floor((times[step + 1] as number) / DAY_MS) !== day
    if (!isLast) continue
    const value = equity[step] as number
    if (before > 0) returns.push(value / before - 1)
    before = value
  }
  return { returns, annualDays }
}
