import type { InputBody } from '#core/engine/inputs.ts'
import type { StrategySwitched } from '#core/engine/person-inputs.ts'
import { strategyById } from '#core/strategies/catalogue.ts'
import { resolveParameters } from '#core/strategies/resolve-parameters.ts'
import type { Clock, Timer } from '../runtime/clock.ts'
import type { VenuePort } from '../runtime/ports.ts'

/** Candles beyond the warm-up, so that a gap does not leave a strategy short. */
const SPARE_CANDLES = 50
/** A venue that has not answered is asked again so often: without candles a strategy does nothing. */
const AGAIN_MS = 15_000

export type WarmUpSetting = Pick<StrategySwitched, 'strategyId' | 'coin' | 'timeframe'>

export interface WarmUpOptions {
  readonly clock: Clock
  readonly venue: Pick<VenuePort, 'watchCandles' | 'loadCandles'>
  readonly enqueue: (body: InputBody) => void
  readonly isOn: (setting: WarmUpSetting) => boolean
  readonly log: (message: string, cause?: unknown) => void
}

/** History first, so that a strategy's first signal stands on as much as every later one. */
export class WarmUps {
  readonly #options: WarmUpOptions
  readonly #waiting = new Map<string, Timer>()
  #isStopped = false

  constructor(options: WarmUpOptions) {
    this.#options = options
  }

  /** Asks the venue for a strategy's candles until it has them, is switched off, or the desk ends. */
  start(setting: WarmUpSetting): void {
    const { strategyId, coin, timeframe } = setting
    const name = `${strategyId} on ${coin} ${timeframe}`
    this.#waiting.get(name)?.cancel()
    this.#waiting.delete(name)
    this.#load(setting).catch((cause: unknown) => {
      if (this.#isStopped) return
      this.#options.log(`no candles for ${name}; asking again`, cause)
      this.#waiting.get(name)?.cancel()
      const again = this.#options.clock.setTimer(AGAIN_MS, () => {
        this.#waiting.delete(name)
        if (this.#options.isOn(setting)) this.start(setting)
      })
      this.#waiting.set(name, again)
    })
  }

  stop(): void {
    this.#isStopped = true
    for (const timer of this.#waiting.values()) timer.cancel()
    this.#waiting.clear()
  }

  async #load({ strategyId, coin, timeframe }: WarmUpSetting): Promise<void> {
    const { venue, enqueue } = this.#options
    const definition = strategyById(strategyId)
    if (!definition) throw new Error(`there is no strategy "${strategyId}"`)
    const resolved = resolveParameters(definition, {})
    if (!resolved.isValid) throw new Error(resolved.message)
    const count = definition.warmUpCandles(resolved.parameters, timeframe) + SPARE_CANDLES
    venue.watchCandles(coin, timeframe)
    const bars = await venue.loadCandles(coin, timeframe, count)
    if (!this.#isStopped) enqueue({ kind: 'candlesLoaded', coin, timeframe, bars })
  }
}
