import { useCallback, useEffect, useRef, useState } from 'react'
import type { CandleView } from '#contract/views.ts'
import { ask } from '../../state/desk-request.ts'
import type { ChartTimeframe } from './candle-math.ts'

const COUNT = 600
/** A bar that closes is asked for again, since the quotes do not carry its volume. */
const AGAIN_MS_MIN = 1500

export type Candles =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'ready'; readonly key: string; readonly list: readonly CandleView[] }

/** The candles of one coin and timeframe, and a way to ask for them again (at most every 1.5 s). */
export function useCandles(
  coin: string | null,
  timeframe: ChartTimeframe,
): readonly [Candles, () => void] {
  const [candles, setCandles] = useState<Candles>({ state: 'loading' })
  const current = useRef('')
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const key = `${coin}/${timeframe}`

  const load = useCallback(() => {
    if (coin === null) return
    ask('getCandles', { coin, timeframe, count: COUNT })
      .then((answer) => {
        if (current.current !== key) return
        setCandles(
          answer.ok
            ? { state: 'ready', key, list: answer.value }
            : { state: 'failed', message: answer.error.message },
        )
      })
      .catch(() => setCandles({ state: 'failed', message: 'The desk does not answer.' }))
  }, [coin, timeframe, key])

  useEffect(() => {
    current.current = key
    setCandles({ state: 'loading' })
    load()
    return () => {
      current.current = ''
      clearTimeout(timer.current)
      timer.current = undefined
    }
  }, [key, load])

  const again = useCallback(() => {
    if (timer.current !== undefined) return
    timer.current = setTimeout(() => {
      timer.current = undefined
      load()
    }, AGAIN_MS_MIN)
  }, [load])
  return [candles, again]
}
