import { exactMoment, momentText } from './time-text.ts'

/** A moment of the venue's clock, in UTC. */
export function Moment({ tsMs }: { readonly tsMs: number }) {
  return (
    <time dateTime={new Date(tsMs).toISOString()} title={exactMoment(tsMs)}>
      {momentText(tsMs)}
    </time>
  )
}
