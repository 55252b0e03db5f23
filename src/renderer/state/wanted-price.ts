import { create } from 'zustand'

/** A price that was pointed at, for the order ticket of the coin; `count` grows each time. */
export interface WantedPrice {
  readonly coin: string
  /** Decimal text. */
  readonly price: string
  readonly count: number
}

export const useWantedPrice = create<{ readonly wanted: WantedPrice | null }>()(() => ({
  wanted: null,
}))

/** Puts the price into the order ticket as its limit; nothing is proposed. */
export function wantPrice(coin: string, price: string): void {
  const count = (useWantedPrice.getState().wanted?.count ?? 0) + 1
  useWantedPrice.setState({ wanted: { coin, price, count } })
}
