import type { DeskLogger } from './desk-log.ts'

/** One entry of the venue adapter; `sample` is the redacted beginning of what could not be read. */
export interface VenueLogLine {
  readonly level: 'info' | 'warn' | 'error'
  readonly message: string
  readonly sample?: string
}

/** The adapter's words in the desk's log, samples with them: they show what the venue has changed. */
export const writeVenueLog =
  (log: Pick<DeskLogger, 'info' | 'warn' | 'fault'>) =>
  ({ level, message, sample }: VenueLogLine): void => {
    const text = sample === undefined ? message : `${message} It began: ${sample}`
    if (level === 'info') log.info(text)
    else if (level === 'warn') log.warn(text)
    else log.fault(text)
  }
