import type { z } from 'zod'
import type { AccountObserved, VenuePosition } from '#core/engine/venue-inputs.ts'
import type { Money } from '#core/money/amount.ts'
import { asMoney } from '#core/money/amount.ts'
import type { ForeignActivity } from './foreign-activity.ts'
import type { InfoClient } from './info-client.ts'
import { VenueReadError } from './info-client.ts'
import type { OpenOrderRow } from './parse-account.ts'
import {
  abstractionSchema,
  clearinghouseSchema,
  openOrdersSchema,
  spotDollarsSchema,
  userRoleSchema,
} from './parse-account.ts'

export interface AccountReaderOptions {
  readonly info: InfoClient
  readonly accountAddress: string
  /** The paper exchange may lack the questions about roles and unified accounts. */
  readonly isPaper: boolean
  readonly isPerpetual: (coin: string) => boolean
  readonly foreign: ForeignActivity
  readonly onVenueTime: (venueMs: number) => void
}

/** Reads the account: balances of either kind, positions, resting orders, and whose address it is. */
export class AccountReader {
  readonly #options: AccountReaderOptions

  constructor(options: AccountReaderOptions) {
    this.#options = options
  }

  /**
   * One sentence if the address cannot be traded on, because it is an agent (a session key): its
   * balances are empty by nature. Null when it may be. Throws VenueReadError.
   */
  async roleProblem(): Promise<string | null> {
    const { accountAddress } = this.#options
    const role = await this.#optional(() => this.#ask('userRole', userRoleSchema))
    if (role?.role !== 'agent') return null
    return `${accountAddress} is an agent of ${role.data.user}: use that account's address.`
  }

  /** Throws VenueReadError. */
  async observe(cause: AccountObserved['cause']): Promise<AccountObserved> {
    const [state, openOrders, isUnified] = await Promise.all([
      this.#ask('clearinghouseState', clearinghouseSchema),
      this.openOrders(),
      this.#readsUnified(),
    ])
    this.#options.onVenueTime(state.tsEventMs)
    const unrealised = state.positions.reduce((sum, row) => sum + row.unrealisedPnl, 0n)
    const cash = isUnified ? await this.#spotCash() : asMoney(state.accountValue - unrealised)
    const positions = state.positions
      .filter((row) => row.quantity !== 0n && this.#isOurs(row.coin))
      .map((row): VenuePosition => {
        const { coin, quantity, entryPrice, leverage, liquidationPrice } = row
        if (entryPrice === null) {
          throw new VenueReadError('shape', `The venue's ${coin} position has no entry price.`)
        }
        return { coin, quantity, entryPrice, leverage, liquidationPrice }
      })
    return {
      kind: 'accountObserved',
      cause,
      tsEventMs: state.tsEventMs,
      cash,
      positions,
      openOrders: openOrders.map(({ placedMs: _, ...order }) => order),
    }
  }

  /** Resting orders on perpetuals, waiting children included. Throws VenueReadError. */
  async openOrders(): Promise<readonly OpenOrderRow[]> {
    const { foreign, isPerpetual } = this.#options
    const orders = await this.#ask('frontendOpenOrders', openOrdersSchema)
    for (const { coin } of orders) if (!isPerpetual(coin)) foreign.order(coin)
    return orders.filter((order) => isPerpetual(order.coin))
  }

  #isOurs(coin: string): boolean {
    const { foreign, isPerpetual } = this.#options
    if (!isPerpetual(coin)) foreign.position(coin)
    return isPerpetual(coin)
  }

  /** In a unified account the dollars lie on the spot side and the perpetual side says nothing. */
  #spotCash(): Promise<Money> {
    return this.#ask('spotClearinghouseState', spotDollarsSchema)
  }

  /** Asked every time: the owner may change it at the venue while the desk runs. */
  async #readsUnified(): Promise<boolean> {
    const word = await this.#optional(() => this.#ask('userAbstraction', abstractionSchema))
    return word === 'unifiedAccount' || word === 'portfolioMargin'
  }

  #ask<T>(type: string, schema: z.ZodType<T>): Promise<T> {
    return this.#options.info.ask({ type, user: this.#options.accountAddress }, schema)
  }

  async #optional<T>(ask: () => Promise<T>): Promise<T | null> {
    try {
      return await ask()
    } catch (error) {
      const isLacking = error instanceof VenueReadError && error.failure === 'refused'
      if (this.#options.isPaper && isLacking) return null
      throw error
    }
  }
}
