import type { BacktestSpec, CurvePointView, PriceBarView, RunView } from '#contract/research.ts'
import type { BacktestMarket, BacktestSettings } from '#core/backtest/backtest-settings.ts'
import { drawdownCurve } from '#core/backtest/drawdowns.ts'
import type { FundingRates } from '#core/backtest/funding-rates.ts'
import { candlePeriod, recordedCover, recordedFunding } from '#core/backtest/recorded-funding.ts'
import type { BacktestRun, BacktestWatch } from '#core/backtest/run-candles.ts'
import { runCandles } from '#core/backtest/run-candles.ts'
import { statisticsOf } from '#core/backtest/statistics.ts'
import { tradeRow } from '#core/backtest/trade-table.ts'
import { usualSizeDecimals } from '#core/backtest/usual-size-decimals.ts'
import { candleTimeText } from '#core/candles/candle-time.ts'
import { TIMEFRAME_MS } from '#core/model/timeframe.ts'
import type { Ratio } from '#core/money/amount.ts'
import { asRatio, basisPoints } from '#core/money/amount.ts'
import { fromNumber, parseMoney, parseRatio } from '#core/money/decimal.ts'
import { PROFILES } from '#core/risk/limits.ts'
import type { CandleColumns } from '#core/strategies/candle-view.ts'
import { strategyById } from '#core/strategies/catalogue.ts'
import { resolveParameters } from '#core/strategies/resolve-parameters.ts'
import type { StoredCandles } from './candle-store.ts'

const CURVE_POINTS = 1_200
const BARS_SHOWN = 3_000
const TRADES_SHOWN = 20_000
const COIN_SIZE_DECIMALS = 5
const MAX_LEVERAGE = 50

/** The candles that open from the one moment on and before the other. */
function between(
  candles: CandleColumns,
  fromMs: number | null,
  toMs: number | null,
): CandleColumns {
  const { openTimeMs } = candles
  const from = fromMs === null ? 0 : openTimeMs.findIndex((time) => time >= fromMs)
  const until = toMs === null ? -1 : openTimeMs.findIndex((time) => time >= toMs)
  const end = until < 0 ? openTimeMs.length : until
  if (from < 0 || from >= end) throw new Error('There is no candle in that period.')
  const cut = (column: Float64Array): Float64Array => column.subarray(from, end)
  return {
    openTimeMs: cut(openTimeMs),
    open: cut(candles.open),
    high: cut(candles.high),
    low: cut(candles.low),
    close: cut(candles.close),
    volume: cut(candles.volume),
  }
}

const percent = (value: number | null): Ratio | null =>
  value === null ? null : fromNumber<Ratio>(value / 100)

const sizingOf = ({ sizing }: BacktestSpec): BacktestSettings['sizing'] =>
  sizing.by === 'risk'
    ? { by: 'risk', limits: PROFILES[sizing.profile] }
    : {
        by: 'share',
        share: parseRatio(sizing.share),
        isExclusive: sizing.isExclusive,
        protection: { stop: percent(sizing.stopPct), target: percent(sizing.targetPct) },
      }

/** The venue's where the risk manager rounds prices and sizes as the venue does. */
function sizeDecimalsOf({ hasWholeUnits, sizing }: BacktestSpec, { close }: CandleColumns): number {
  if (hasWholeUnits) return 0
  return sizing.by === 'risk' ? usualSizeDecimals(close[0] as number) : COIN_SIZE_DECIMALS
}

interface Prepared {
  readonly settings: BacktestSettings
  readonly indicatorCandles: number
}

/** Candles, and the recorded funding rates that go with them. */
export interface RunInputs extends StoredCandles {
  readonly funding?: FundingRates | null
}

/** An instrument with its recorded rates. Throws where none of them is in its period. */
function withFunding(market: BacktestMarket, spec: BacktestSpec, rates: FundingRates) {
  if (/[1-9]/.test(spec.funding)) {
    throw new Error('Give one rate of funding or recorded rates, not both.')
  }
  const funded = { ...market, funding: rates }
  if ((recordedCover(funded)?.payments ?? 0) > 0) return funded
  const { fromMs, toMs } = candlePeriod(market)
  const period = `${candleTimeText(fromMs)} to ${candleTimeText(toMs)}`
  throw new Error(`None of the recorded funding rates is in the period of the run, ${period}.`)
}

/** What was asked for as core takes it. Throws with a sentence where it does not go together. */
export function settingsOfSpec(spec: BacktestSpec, stored: RunInputs): Prepared {
  const definition = strategyById(spec.strategyId)
  if (!definition) throw new Error(`There is no strategy "${spec.strategyId}".`)
  const resolved = resolveParameters(definition, spec.parameters)
  if (!resolved.isValid) throw new Error(resolved.message)
  const { parameters } = resolved
  const { view } = stored
  const ratio = TIMEFRAME_MS[spec.timeframe] / TIMEFRAME_MS[view.timeframe]
  if (!Number.isInteger(ratio)) {
    throw new Error(`${spec.timeframe} candles cannot be built from ${view.timeframe} candles.`)
  }
  const candles = between(stored.candles, spec.fromMs, spec.toMs)
  const market: BacktestMarket = {
    coin: view.coin,
    timeframe: view.timeframe,
    candles,
    sizeDecimals: sizeDecimalsOf(spec, candles),
    maxLeverage: MAX_LEVERAGE,
    leverage: spec.leverage,
  }
  const { funding = null } = stored
  return {
    indicatorCandles:
      definition.indicatorCandles?.(parameters) ??
      definition.warmUpCandles(parameters, spec.timeframe),
    settings: {
      markets: [funding === null ? market : withFunding(market, spec, funding)],
      strategy: {
        id: definition.id,
        parameters,
        timeframe: spec.timeframe,
        warmUpCandles: spec.sizing.by === 'risk' ? null : 0,
        detail: 'full',
      },
      cash: parseMoney(spec.cash),
      costs: {
        takerFee: parseRatio(spec.takerFee),
        makerFee: parseRatio(spec.makerFee),
        fixedFee: parseMoney(spec.fixedFee),
        halfSpread: asRatio(parseRatio(spec.spread) / 2n),
        slippage: basisPoints(spec.slippageBps),
        fundingRate: parseRatio(spec.funding),
      },
      sizing: sizingOf(spec),
      fill: spec.fill,
      end: spec.end,
      hasMaintenance: spec.sizing.by === 'risk' || spec.leverage > 1,
    },
  }
}

/** As many points as a screen can show, each with the deepest fall since the one before. */
export function thinCurve({ times, equity }: BacktestRun): readonly CurvePointView[] {
  const falls = drawdownCurve(equity)
  const each = Math.max(1, Math.ceil(times.length / CURVE_POINTS))
  const points: CurvePointView[] = []
  let deepest = 0
  for (let step = 0; step < times.length; step += 1) {
    deepest = Math.max(deepest, falls[step] as number)
    const isLast = step === times.length - 1
    if ((step + 1) % each !== 0 && !isLast && step !== 0) continue
    points.push({
      timeMs: times[step] as number,
      equity: equity[step] as number,
      drawdown: deepest === 0 ? 0 : -deepest,
    })
    deepest = 0
  }
  return points
}

/** Candles joined by the dozen where there are too many to draw. */
export function thinBars(candles: CandleColumns): readonly PriceBarView[] {
  const { length } = candles.close
  const each = Math.max(1, Math.ceil(length / BARS_SHOWN))
  const bars: PriceBarView[] = []
  for (let from = 0; from < length; from += each) {
    const to = Math.min(length, from + each)
    let high = candles.high[from] as number
    let low = candles.low[from] as number
    for (let index = from + 1; index < to; index += 1) {
      high = Math.max(high, candles.high[index] as number)
      low = Math.min(low, candles.low[index] as number)
    }
    const [open, close] = [candles.open[from] as number, candles.close[to - 1] as number]
    bars.push({ openTimeMs: candles.openTimeMs[from] as number, open, high, low, close })
  }
  return bars
}

export interface BacktestJob {
  readonly runId: string
  readonly spec: BacktestSpec
  readonly createdMs: number
  readonly programVersion: string
}

/** Runs a job to its report; null where it was cancelled. */
export function runBacktest(
  job: BacktestJob,
  stored: RunInputs,
  watch: BacktestWatch,
  nowMs: () => number,
): RunView | null {
  const { settings, indicatorCandles } = settingsOfSpec(job.spec, stored)
  const startedMs = nowMs()
  const run = runCandles(settings, watch)
  if (run.isCancelled) return null
  const { trades, openLots, denials } = run.desk
  const figures = statisticsOf(run, settings, { annualDays: 'auto', indicatorCandles })
  return {
    ...job,
    coin: stored.view.coin,
    state: 'done',
    progress: 1,
    problem: null,
    figures: {
      ...figures,
      openTrades: openLots.length,
      signals: run.desk.signalCount,
      ...recordedFunding(settings, run),
    },
    bars: thinBars((settings.markets[0] as BacktestMarket).candles),
    curve: thinCurve(run),
    trades: trades.slice(0, TRADES_SHOWN).map((trade) => tradeRow(trade)),
    denials: Object.fromEntries(denials),
    elapsedMs: nowMs() - startedMs,
    candlesDigest: stored.digest,
  }
}
