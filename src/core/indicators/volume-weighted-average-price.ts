import { checkLengths } from './check-period.ts'

const DAY_MS = 86_400_000

function checkSession(sessionMs: number): void {
  if (!(sessionMs > 0)) throw new RangeError(`a session lasts some time, not ${sessionMs} ms`)
}

/**
 * VWAP: Σ typical price × volume ÷ Σ volume since the session began, the typical price being the
 * mean of high, low and close. A session lasts `sessionMs` from the epoch on: with the default of a
 * day it begins at 00:00 UTC. NaN until something was traded in it. Source: the definition; TA-Lib,
 * function TYPPRICE, for the price.
 */
export function volumeWeightedAveragePrice(
  openTimeMs: Float64Array,
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  volume: Float64Array,
  sessionMs = DAY_MS,
  out: Float64Array = new Float64Array(close.length),
): Float64Array {
  checkLengths(close.length, openTimeMs, high, low, volume)
  checkSession(sessionMs)
  let sessionEndMs = Number.NEGATIVE_INFINITY
  let traded = 0
  let units = 0
  for (let index = 0; index < close.length; index += 1) {
    const openMs = openTimeMs[index] as number
    if (openMs >= sessionEndMs) {
      sessionEndMs = (Math.floor(openMs / sessionMs) + 1) * sessionMs
      traded = 0
      units = 0
    }
    const sum = (high[index] as number) + (low[index] as number) + (close[index] as number)
    const some = volume[index] as number
    traded += (sum / 3) * some
    units += some
    // Until something was traded, 0 / 0: NaN.
    out[index] = traded / units
  }
  return out
}

/** The same, one candle at a time. */
export class VolumeWeightedAveragePrice {
  private readonly sessionMs: number
  private sessionEndMs = Number.NEGATIVE_INFINITY
  private traded = 0
  private volume = 0

  constructor(sessionMs = DAY_MS) {
    checkSession(sessionMs)
    this.sessionMs = sessionMs
  }

  next(openTimeMs: number, high: number, low: number, close: number, volume: number): number {
    if (openTimeMs >= this.sessionEndMs) {
      this.sessionEndMs = (Math.floor(openTimeMs / this.sessionMs) + 1) * this.sessionMs
      this.traded = 0
      this.volume = 0
    }
    this.traded += ((high + low + close) / 3) * volume
    this.volume += volume
    // Until something was traded, 0 / 0: NaN.
    return this.traded / this.volume
  }
}
