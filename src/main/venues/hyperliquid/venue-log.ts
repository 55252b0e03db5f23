export interface VenueLogEntry {
  readonly level: 'info' | 'warn' | 'error'
  readonly message: string
  /** The beginning of an unknown message, already redacted. */
  readonly sample?: string
}

/** Where the adapter writes what nobody needs to act on. */
export type VenueLog = (entry: VenueLogEntry) => void
