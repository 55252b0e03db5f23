import type { Instrument } from '#core/model/instrument.ts'

/** The venue's perpetuals by name; their ids never change while a desk runs. */
export class InstrumentList {
  #byCoin: ReadonlyMap<string, Instrument> = new Map()

  find(coin: string): Instrument | undefined {
    return this.#byCoin.get(coin)
  }

  all(): readonly Instrument[] {
    return [...this.#byCoin.values()]
  }

  /**
   * Takes a newer list; true where anything in it is new. Throws when a coin has got another id or
   * lot: an order for it would be an order for something else.
   */
  replace(instruments: readonly Instrument[]): boolean {
    const next = new Map(instruments.map((instrument) => [instrument.coin, instrument]))
    for (const known of this.#byCoin.values()) {
      const now = next.get(known.coin)
      if (now?.assetId === known.assetId && now.sizeDecimals === known.sizeDecimals) continue
      throw new Error(`The venue's list has changed its entry for ${known.coin}; restart the desk.`)
    }
    const isNew = JSON.stringify([...next.values()]) !== JSON.stringify(this.all())
    this.#byCoin = next
    return isNew
  }
}
