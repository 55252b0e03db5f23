import type { CandleBar, CandleClosed } from '#core/engine/market-inputs.ts'
import type { Timeframe } from '#core/model/timeframe.ts'
import type { SimExchange } from './sim-exchange.ts'

/** The one timeframe that simulated strategies watch. */
const MINUTES = 5
const INTERVAL_MS = MINUTES * 60_000
export const SIM_TIMEFRAME: Timeframe = '5m'

type Draft = { -readonly [Field in keyof CandleBar]: CandleBar[Field] }

/** Candles of five minutes out of the prices of the simulated markets. */
export class SimCandles {
  readonly #exchange: SimExchange
  readonly #bars: CandleBar[][]
  readonly #open: (Draft | null)[]
  #justClosed: CandleClosed[] = []

  /** Begins with a history of `warmUp` candles around the first price. */
  constructor(exchange: SimExchange, warmUp: number) {
    this.#exchange = exchange
    const beginMs = Math.floor(exchange.nowMs / INTERVAL_MS) * INTERVAL_MS
    this.#bars = exchange.state.markets.map((market) => {
      const price = Number(market.price) / 1e8
      return Array.from({ length: warmUp }, (_, index) => {
        const wave = Math.sin((index * market.asset + index) / 7) * 0.004
        const close = price * (1 + wave * (1 - index / warmUp))
        return {
          openTimeMs: beginMs - (warmUp - index) * INTERVAL_MS,
          open: close,
          high: close * 1.001,
          low: close * 0.999,
          close,
          volume: 10,
        }
      })
    })
    this.#open = exchange.state.markets.map(() => null)
  }

  /** To be called after every tick of the markets. */
  tick(): void {
    this.#justClosed = []
    const { nowMs, state } = this.#exchange
    const openTimeMs = Math.floor(nowMs / INTERVAL_MS) * INTERVAL_MS
    for (const { asset, coin, price } of state.markets) {
      const value = Number(price) / 1e8
      const open = this.#open[asset]
      if (open && open.openTimeMs === openTimeMs) {
        open.high = Math.max(open.high, value)
        open.low = Math.min(open.low, value)
        open.close = value
        open.volume += 1
        continue
      }
      if (open) {
        this.#bars[asset]?.push({ ...open })
        this.#justClosed.push({
          kind: 'candleClosed',
          coin,
          timeframe: SIM_TIMEFRAME,
          bar: { ...open },
        })
      }
      this.#open[asset] = {
        openTimeMs,
        open: value,
        high: value,
        low: value,
        close: value,
        volume: 1,
      }
    }
  }

  justClosed(): readonly CandleClosed[] {
    return this.#justClosed
  }

  closed(coin: string, timeframe: Timeframe, count: number): readonly CandleBar[] {
    if (timeframe !== SIM_TIMEFRAME) return []
    const asset = this.#exchange.state.markets.findIndex((market) => market.coin === coin)
    return (this.#bars[asset] ?? []).slice(-count)
  }
}
