/** A perpetual as the venue lists it. `coin` is the venue's name, `assetId` its place in the list. */
export interface Instrument {
  readonly coin: string
  readonly assetId: number
  readonly sizeDecimals: number
  readonly maxLeverage: number
  readonly isDelisted: boolean
}
