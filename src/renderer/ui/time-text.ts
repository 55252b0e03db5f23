const pad = (value: number): string => String(value).padStart(2, '0')

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** 14:05:09 in UTC, the venue's day. */
export function clockText(tsMs: number): string {
  const date = new Date(tsMs)
  return `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`
}

/** 12 Mar */
export function dayText(tsMs: number): string {
  const date = new Date(tsMs)
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`
}

/** 12 Mar 14:05 */
export const momentText = (tsMs: number): string =>
  `${dayText(tsMs)} ${clockText(tsMs).slice(0, 5)}`

/** The whole moment, for titles. */
export const exactMoment = (tsMs: number): string =>
  `${new Date(tsMs).toISOString().replace('T', ' ').slice(0, 19)} UTC`

/** 0.4 s, 12 s, 3 min, 5 h */
export function ageText(ms: number): string {
  if (ms < 9_950) return `${(Math.max(0, ms) / 1000).toFixed(1)} s`
  if (ms < 90_000) return `${Math.round(ms / 1000)} s`
  if (ms < 5_400_000) return `${Math.round(ms / 60_000)} min`
  return `${Math.round(ms / 3_600_000)} h`
}

/** 1:47 */
export const countdownText = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`
