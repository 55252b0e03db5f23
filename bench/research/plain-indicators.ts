import type { CandleColumns } from '#core/strategies/candle-view.ts'

/**
 * The formulas of docs/indicators.md once more, each as the shortest loop over typed arrays that a
 * person would write: the yardstick of the bench, and nothing that anybody calls.
 */
const column = (length: number): Float64Array => new Float64Array(length).fill(Number.NaN)
const at = (values: Float64Array, index: number): number => values[index] as number

export function plainSma(values: Float64Array, period: number): Float64Array {
  const out = column(values.length)
  let sum = 0
  for (let index = 0; index < values.length; index += 1) {
    sum += at(values, index)
    if (index >= period) sum -= at(values, index - period)
    if (index >= period - 1) out[index] = sum / period
  }
  return out
}

export function plainEma(values: Float64Array, period: number): Float64Array {
  const out = column(values.length)
  let average = 0
  for (let index = 0; index < values.length; index += 1) {
    if (index < period) average += at(values, index) / period
    else average += (at(values, index) - average) * (2 / (period + 1))
    if (index >= period - 1) out[index] = average
  }
  return out
}

export function plainRsi(values: Float64Array, period: number): Float64Array {
  const out = column(values.length)
  let gain = 0
  let loss = 0
  for (let index = 1; index < values.length; index += 1) {
    const change = at(values, index) - at(values, index - 1)
    const up = Math.max(change, 0)
    const down = Math.max(-change, 0)
    if (index <= period) {
      gain += up / period
      loss += down / period
    } else {
      gain = (gain * (period - 1) + up) / period
      loss = (loss * (period - 1) + down) / period
    }
    if (index >= period) out[index] = gain + loss === 0 ? 0 : (100 * gain) / (gain + loss)
  }
  return out
}

export function plainAtr({ high, low, close }: CandleColumns, period: number): Float64Array {
  const out = column(close.length)
  let average = 0
  for (let index = 1; index < close.length; index += 1) {
    const before = at(close, index - 1)
    const range = Math.max(at(high, index), before) - Math.min(at(low, index), before)
    if (index <= period) average += range / period
    else average = (average * (period - 1) + range) / period
    if (index >= period) out[index] = average
  }
  return out
}

export function plainMacd(values: Float64Array, fast: number, slow: number, signal: number) {
  const { length } = values
  const line = column(length)
  const signals = column(length)
  const histogram = column(length)
  let [fastAverage, slowAverage, signalAverage] = [0, 0, 0]
  for (let index = 0; index < length; index += 1) {
    const value = at(values, index)
    if (index >= slow - fast && index < slow) fastAverage += value / fast
    else if (index >= slow) fastAverage += (value - fastAverage) * (2 / (fast + 1))
    if (index < slow) slowAverage += value / slow
    else slowAverage += (value - slowAverage) * (2 / (slow + 1))
    if (index < slow - 1) continue
    const difference = fastAverage - slowAverage
    line[index] = difference
    const seen = index - slow + 1
    if (seen < signal) signalAverage += difference / signal
    else signalAverage += (difference - signalAverage) * (2 / (signal + 1))
    if (seen < signal - 1) continue
    signals[index] = signalAverage
    histogram[index] = difference - signalAverage
  }
  return { line, signal: signals, histogram }
}

export function plainBollinger(values: Float64Array, period: number, width: number) {
  const { length } = values
  const [middle, upper, lower] = [column(length), column(length), column(length)]
  let [sum, squares] = [0, 0]
  for (let index = 0; index < length; index += 1) {
    const value = at(values, index)
    sum += value
    squares += value * value
    if (index >= period) {
      const old = at(values, index - period)
      sum -= old
      squares -= old * old
    }
    if (index < period - 1) continue
    const mean = sum / period
    const deviation = Math.sqrt(Math.max(squares / period - mean * mean, 0))
    middle[index] = mean
    upper[index] = mean + width * deviation
    lower[index] = mean - width * deviation
  }
  return { middle, upper, lower }
}

export function plainDonchian({ high, low }: CandleColumns, period: number) {
  const { length } = high
  const [upper, lower, middle] = [column(length), column(length), column(length)]
  for (let index = period - 1; index < length; index += 1) {
    let top = Number.NEGATIVE_INFINITY
    let bottom = Number.POSITIVE_INFINITY
    for (let back = index - period + 1; back <= index; back += 1) {
      top = Math.max(top, at(high, back))
      bottom = Math.min(bottom, at(low, back))
    }
    upper[index] = top
    lower[index] = bottom
    middle[index] = (top + bottom) / 2
  }
  return { upper, lower, middle }
}

export function plainStochastic(
  { high, low, close }: CandleColumns,
  lookback: number,
  smooth: number,
  signal: number,
) {
  const raw = new Float64Array(close.length)
  for (let index = lookback - 1; index < close.length; index += 1) {
    let top = Number.NEGATIVE_INFINITY
    let bottom = Number.POSITIVE_INFINITY
    for (let back = index - lookback + 1; back <= index; back += 1) {
      top = Math.max(top, at(high, back))
      bottom = Math.min(bottom, at(low, back))
    }
    raw[index] = top === bottom ? 0 : (100 * (at(close, index) - bottom)) / (top - bottom)
  }
  const percentK = plainSma(raw.subarray(lookback - 1), smooth)
  return { percentK, percentD: plainSma(percentK.subarray(smooth - 1), signal) }
}

export function plainAdx({ high, low, close }: CandleColumns, period: number) {
  const { length } = close
  const [index, plus, minus] = [column(length), column(length), column(length)]
  let [rises, falls, ranges, average] = [0, 0, 0, 0]
  for (let bar = 1; bar < length; bar += 1) {
    const rise = at(high, bar) - at(high, bar - 1)
    const fall = at(low, bar - 1) - at(low, bar)
    const before = at(close, bar - 1)
    if (bar >= period) {
      rises -= rises / period
      falls -= falls / period
      ranges -= ranges / period
    }
    if (rise > fall && rise > 0) rises += rise
    if (fall > rise && fall > 0) falls += fall
    ranges += Math.max(at(high, bar), before) - Math.min(at(low, bar), before)
    if (bar < period) continue
    const up = ranges === 0 ? 0 : (100 * rises) / ranges
    const down = ranges === 0 ? 0 : (100 * falls) / ranges
    const spread = up + down === 0 ? 0 : (100 * Math.abs(up - down)) / (up + down)
    plus[bar] = up
    minus[bar] = down
    if (bar < 2 * period) average += spread / period
    else average = (average * (period - 1) + spread) / period
    if (bar >= 2 * period - 1) index[bar] = average
  }
  return { index, plus, minus }
}

export function plainVwap(
  { openTimeMs, high, low, close, volume }: CandleColumns,
  sessionMs: number,
): Float64Array {
  const out = column(close.length)
  let [session, traded, units] = [-1, 0, 0]
  for (let bar = 0; bar < close.length; bar += 1) {
    const now = Math.floor(at(openTimeMs, bar) / sessionMs)
    if (now !== session) {
      session = now
      traded = 0
      units = 0
    }
    traded += ((at(high, bar) + at(low, bar) + at(close, bar)) / 3) * at(volume, bar)
    units += at(volume, bar)
    if (units > 0) out[bar] = traded / units
  }
  return out
}
