import type { Mode } from '#core/model/signature.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { VenueLog } from './venue-log.ts'

export interface HyperliquidVenueOptions {
  readonly mode: Mode
  readonly httpUrl: string
  readonly wsUrl: string
  /** The account itself, not a session key; any case. */
  readonly accountAddress: string
  readonly clock: Clock
  readonly log: VenueLog
  /** Coins with quotes from the start; the first eight of the venue's list where not given. */
  readonly watchedCoins?: readonly string[]
  /** Fills and funding before this venue time are not told; 0, the default, tells all there are. */
  readonly historySinceMs?: number
  /** Paper only: market milliseconds for one of ours, where it is known; estimated otherwise. */
  readonly marketSpeed?: () => number
  /** For the jitter of reconnects; the same seed gives the same waits. */
  readonly jitterSeed?: number
}
