import { formatFixed } from '#core/money/decimal.ts'
import type { PaperVenue } from '../paper-venue.ts'
import type { Action } from './wire-schemas.ts'

/** One action for every dollar traded, on top of these. */
const INITIAL_ACTIONS = 10_000
/** Beyond the limit one action passes every ten seconds. */
const TRICKLE_MS = 10_000

/** A batch of n counts n. */
export function weightOfAction(action: Action): number {
  switch (action.type) {
    case 'order':
      return Math.max(1, action.orders.length)
    case 'cancel':
    case 'cancelByCloid':
      return Math.max(1, action.cancels.length)
    case 'batchModify':
      return Math.max(1, action.modifies.length)
    default:
      return 1
  }
}

export interface RequestUse {
  readonly used: number
  readonly cap: number
}

/** How many actions each address has sent, against what its traded volume allows. */
export class AddressLimits {
  readonly #used = new Map<string, number>()
  readonly #lastTrickleMs = new Map<string, number>()

  requestUseOf(venue: PaperVenue, address: string): RequestUse {
    const volume = venue.state.accounts.get(address)?.volumeTotal ?? 0n
    return {
      used: this.#used.get(address) ?? 0,
      cap: INITIAL_ACTIONS + Number(volume / 100_000_000n),
    }
  }

  /** Counts the action; answers with the venue's sentence when it is one too many. */
  take(
    venue: PaperVenue,
    address: string,
    action: Action,
    weight: number,
    wallMs: number,
  ): string | null {
    const { used, cap } = this.requestUseOf(venue, address)
    const isCancel = action.type === 'cancel' || action.type === 'cancelByCloid'
    const limit = isCancel ? Math.min(cap + 100_000, 2 * cap) : cap
    this.#used.set(address, used + weight)
    if (used + weight <= limit) return null
    const lastMs = this.#lastTrickleMs.get(address) ?? Number.NEGATIVE_INFINITY
    if (wallMs - lastMs >= TRICKLE_MS) {
      this.#lastTrickleMs.set(address, wallMs)
      return null
    }
    const volume = venue.state.accounts.get(address)?.volumeTotal ?? 0n
    return `Too many cumulative requests sent (${used + weight} > ${limit}) for cumulative volume traded $${formatFixed(volume, 2)}. Place taker orders to free up 1 request per USDC traded.`
  }
}
