import { dayText, momentText } from '../../ui/time-text.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const STEPS_MS = [
  ...[1, 5, 15].map((minutes) => minutes * MINUTE_MS),
  ...[1, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 5, 10, 30, 90, 365, 1825].map((days) => days * DAY_MS),
]
const TICKS_MAX = 10

export interface TimeTicks {
  /** Epoch ms, on whole steps of UTC. */
  readonly ticks: readonly number[]
  readonly label: (timeMs: number) => string
}

/** At most ten moments of an axis, evenly apart, none of which reads like its neighbour. */
export function timeTicks(firstMs: number, lastMs: number): TimeTicks {
  const span = lastMs - firstMs
  const longest = STEPS_MS[STEPS_MS.length - 1] as number
  const step = STEPS_MS.find((one) => span / one < TICKS_MAX) ?? longest
  const ticks: number[] = []
  const from = Math.ceil(firstMs / step) * step
  for (let at = from; at <= lastMs && ticks.length < TICKS_MAX; at += step) ticks.push(at)
  if (step < DAY_MS) return { ticks, label: momentText }
  const withYear = (timeMs: number) => `${dayText(timeMs)} ${new Date(timeMs).getUTCFullYear()}`
  return { ticks, label: span < 300 * DAY_MS ? dayText : withYear }
}
