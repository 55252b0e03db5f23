import type { LeverageReported } from '#core/engine/venue-inputs.ts'
import type { InfoClient } from './info-client.ts'
import { assetLeverageSchema } from './parse-account.ts'
import type { VenueLog } from './venue-log.ts'

/** A question for each coin, 20 of the 1,200 units of weight a minute: so many at a time at most. */
const COINS_MAX = 16

export interface LeverageWatchOptions {
  readonly info: InfoClient
  readonly accountAddress: string
  readonly log: VenueLog
  readonly tell: (report: LeverageReported) => void
}

/**
 * Asks what leverage the venue has for a coin, also while there is no position in it. A question
 * that fails is asked again with the next look at the account.
 */
export class LeverageWatch {
  readonly #options: LeverageWatchOptions

  constructor(options: LeverageWatchOptions) {
    this.#options = options
  }

  /** Never throws; the answers are told as they come. */
  ask(coins: readonly string[]): void {
    for (const coin of coins.slice(0, COINS_MAX)) void this.#askOne(coin)
  }

  async #askOne(coin: string): Promise<void> {
    const { info, accountAddress, log, tell } = this.#options
    const request = { type: 'activeAssetData', user: accountAddress, coin }
    try {
      const answer = await info.ask(request, assetLeverageSchema)
      if (answer.coin === coin) tell({ kind: 'leverageReported', ...answer })
    } catch (error) {
      const { message } = error as Error
      log({ level: 'info', message: `the leverage of ${coin} is not known yet: ${message}` })
    }
  }
}
