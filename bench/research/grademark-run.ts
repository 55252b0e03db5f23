import type { DataFrame } from 'data-forge'
import * as grademark from 'grademark'

type Pair = readonly [unknown, number]

interface RollingSeries {
  rollingWindow(period: number): {
    select(pick: (window: { getIndex(): { last(): unknown }; average(): number }) => Pair): {
      withIndex(pick: (pair: Pair) => unknown): { select(pick: (pair: Pair) => number): unknown }
    }
  }
}

/** A rolling mean of the closes as data-forge makes one, beside the candles. */
function withAverages(frame: DataFrame): DataFrame {
  const closes = frame.getSeries('close') as unknown as RollingSeries
  const mean = (period: number) =>
    closes
      .rollingWindow(period)
      .select((window): Pair => [window.getIndex().last(), window.average()])
      .withIndex((pair) => pair[0])
      .select((pair) => pair[1])
  const joined = frame.withSeries({ fast: mean(20), slow: mean(50) } as never)
  return joined.skip(50).bake() as DataFrame
}

/**
 * grademark as its documentation uses it: indicators by data-forge, then the rules, with a stop at a
 * share of the entry.
 */
export function grademarkRun(frame: DataFrame, stop: number): unknown {
  return grademark.backtest(
    {
      lookbackPeriod: 2,
      prepIndicators: ({ inputSeries }: { inputSeries: DataFrame }) => withAverages(inputSeries),
      entryRule: (enter: (options: object) => void, { lookback }: { lookback: DataFrame }) => {
        const [before, now] = lookback.toArray() as { fast: number; slow: number }[]
        if (!before || !now) return
        if (before.fast <= before.slow && now.fast > now.slow) enter({ direction: 'long' })
        else if (before.fast >= before.slow && now.fast < now.slow) enter({ direction: 'short' })
      },
      exitRule: (
        exit: () => void,
        { bar, position }: { bar: { fast: number; slow: number }; position: { direction: string } },
      ) => {
        if (position.direction === 'long' ? bar.fast < bar.slow : bar.fast > bar.slow) exit()
      },
      stopLoss: ({ entryPrice }: { entryPrice: number }) => entryPrice * stop,
    } as never,
    frame as never,
  )
}
