import { useEffect, useState } from 'react'
import type { StatusView } from '#contract/views.ts'

/** How far a clock is drawn ahead of the last word of the desk; then it waits. */
const AHEAD_MAX_MS = 1500

let heardAt = 0
let wallMs = 0
let marketMs = 0
let marketSpeed = 1
let priceAgeMs: number | null = null

/** Called by the connection with every status. */
export function noteStatus(status: StatusView): void {
  heardAt = performance.now()
  wallMs = status.wallNowMs
  marketMs = status.marketNowMs
  marketSpeed = status.feed.isFinished ? 0 : (status.feed.speed ?? 1)
  priceAgeMs = status.venue.priceAgeMs
}

const ahead = (): number => Math.min(performance.now() - heardAt, AHEAD_MAX_MS)

/** The desk's wall clock, epoch ms: what offers and signatures expire by. */
export const wallNow = (): number => wallMs + ahead()
/** The venue's clock, epoch ms; drawn on at the replay's speed between two words of the desk. */
export const marketNow = (): number => marketMs + ahead() * marketSpeed
/** The age of the last price, ms of wall time; null before the first. */
export const priceAgeNow = (): number | null => (priceAgeMs === null ? null : priceAgeMs + ahead())

/** Reads a clock again every `everyMs`; the component renders when the reading changes. */
export function useReading<Value>(read: () => Value, everyMs: number): Value {
  const [value, setValue] = useState(read)
  useEffect(() => {
    setValue(read())
    const timer = setInterval(() => setValue(read()), everyMs)
    return () => clearInterval(timer)
  }, [read, everyMs])
  return value
}

/** Whole seconds until a moment of the desk's wall clock; never below zero. */
export function useSecondsUntil(untilMs: number): number {
  const [seconds, setSeconds] = useState(() => secondsUntil(untilMs))
  useEffect(() => {
    setSeconds(secondsUntil(untilMs))
    const timer = setInterval(() => setSeconds(secondsUntil(untilMs)), 250)
    return () => clearInterval(timer)
  }, [untilMs])
  return seconds
}

const secondsUntil = (untilMs: number): number =>
  Math.max(0, Math.ceil((untilMs - wallNow()) / 1000))
