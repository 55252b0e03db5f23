import type {
  BacktestCosts,
  BacktestMarket,
  BacktestSettings,
  EndRule,
  FixedProtection,
} from '../../core/backtest/backtest-settings.ts'
import type { FundingRates } from '../../core/backtest/funding-rates.ts'
import { readFundingRates } from '../../core/backtest/funding-rates.ts'
import { candlePeriod, recordedCover } from '../../core/backtest/recorded-funding.ts'
import type { AnnualDays } from '../../core/backtest/statistics.ts'
import { usualSizeDecimals } from '../../core/backtest/usual-size-decimals.ts'
import { candleTimeText, readCandleTime } from '../../core/candles/candle-time.ts'
import type { Timeframe } from '../../core/model/timeframe.ts'
import { isTimeframe, TIMEFRAME_MS, TIMEFRAMES } from '../../core/model/timeframe.ts'
import type { Ratio } from '../../core/money/amount.ts'
import { asRatio, basisPoints } from '../../core/money/amount.ts'
import {
  formatDecimal,
  fromNumber,
  parseMoney,
  parseRatio,
  toNumber,
} from '../../core/money/decimal.ts'
import { PROFILES } from '../../core/risk/limits.ts'
import type { CandleColumns } from '../../core/strategies/candle-view.ts'
import { STRATEGIES, strategyById } from '../../core/strategies/catalogue.ts'
import { resolveParameters } from '../../core/strategies/resolve-parameters.ts'
import type { StrategyDefinition, StrategyParameters } from '../../core/strategies/strategy.ts'
import {
  candleFileComplaint,
  candleFileText,
  fileComplaint,
  readCandleFile,
} from '../../main/candles/read-candle-file.ts'

/** What was typed. Numbers stay texts until they are checked, so that money is never a float. */
export interface BacktestFlags {
  readonly candles: readonly string[]
  readonly strategy: string
  readonly params?: string
  readonly timeframe?: string
  readonly from?: string
  readonly to?: string
  readonly cash: string
  readonly commission?: string
  readonly takerFee?: string
  readonly makerFee?: string
  readonly commissionFixed: string
  readonly spread: string
  readonly slippage: string
  readonly funding: string
  readonly fundingFile: readonly string[]
  readonly leverage?: string
  readonly maxLeverage?: string
  readonly fill: 'next-open' | 'same-close'
  readonly sizing?: string
  readonly wholeUnits?: boolean
  readonly sizeDecimals?: string
  readonly exclusive?: boolean
  readonly closeAtEnd?: true | 'open' | 'close'
  readonly risk: 'on' | 'off'
  readonly profile: 'standard' | 'strict'
  readonly stop?: string
  readonly target?: string
  readonly warmUp?: string
  readonly annualDays: '252' | '365' | 'auto'
}

/** Bad input, said in a sentence that names the option. */
export class BadOption extends Error {
  override readonly name = 'BadOption'
}

/** The venue's published fees for perpetuals. */
const VENUE_TAKER = '0.00045'
const VENUE_MAKER = '0.00015'
const COIN_SIZE_DECIMALS = 5
/** What is above these is a slip of the pen: 0.2 for 0.2 %, a price that turns negative. */
const FEE_MAX = 0.1
const SPREAD_MAX = 0.2
const SLIPPAGE_BPS_MAX = 1000
/** The venue's own cap for an hour. */
const FUNDING_MAX = 0.04
const DEFAULT_MAX_LEVERAGE = 40
/** Gains of gains on more than this leave the numbers that a decimal can hold. */
const CASH_MAX = parseMoney('1000000000000')
/** What the desk reckons with where nothing else is set. */
const DESK_LEVERAGE = '10'

export interface PreparedBacktest {
  readonly settings: BacktestSettings
  readonly definition: StrategyDefinition
  readonly parameters: StrategyParameters
  readonly annualDays: AnnualDays
  /** As many candles as the strategy's own indicators need for a value. */
  readonly indicatorCandles: number
}

function decimal<T>(option: string, text: string, parse: (text: string) => T & bigint): T & bigint {
  try {
    const value = parse(text)
    if (value >= 0n) return value
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new BadOption(`${option}: ${reason}`, { cause })
  }
  throw new BadOption(`${option}: ${text} is negative`)
}

const share = (option: string, text: string): Ratio => decimal(option, text, parseRatio)

function shareUpTo(option: string, text: string, most: number): Ratio {
  const value = share(option, text)
  if (toNumber(value) <= most) return value
  const percent = toNumber(value) * 100
  throw new BadOption(
    `${option}: ${text} is ${percent} %; at most ${most * 100} %, so ${most} (0.002 is 0.2 %)`,
  )
}

function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new BadOption(`${option}: "${text}" is no whole number from ${min} to ${max}`)
}

function definitionOf(id: string): StrategyDefinition {
  const definition = strategyById(id)
  if (definition) return definition
  const ids = STRATEGIES.map((strategy) => strategy.id).join(', ')
  throw new BadOption(`--strategy: there is no strategy "${id}"; there are ${ids}`)
}

function givenParameters(text: string | undefined): Record<string, number> {
  const given: Record<string, number> = {}
  for (const pair of (text ?? '').split(',').filter((part) => part.trim() !== '')) {
    const [name = '', value = '', ...rest] = pair.split('=').map((part) => part.trim())
    const number = Number(value)
    if (name === '' || value === '' || rest.length > 0 || !Number.isFinite(number)) {
      throw new BadOption(`--params: "${pair}" is not NAME=NUMBER, such as fast=10,slow=20`)
    }
    given[name] = number
  }
  return given
}

function moment(option: string, text: string | undefined): number | null {
  if (text === undefined) return null
  const timeMs = readCandleTime(text)
  if (Number.isNaN(timeMs))
    throw new BadOption(`${option}: "${text}" is no date such as 2023-03-10`)
  return timeMs
}

/** The candles that open from `fromMs` on and before `toMs`. */
function within(candles: CandleColumns, fromMs: number | null, toMs: number | null): CandleColumns {
  const { openTimeMs } = candles
  let start = 0
  let end = openTimeMs.length
  while (start < end && fromMs !== null && (openTimeMs[start] as number) < fromMs) start += 1
  while (end > start && toMs !== null && (openTimeMs[end - 1] as number) >= toMs) end -= 1
  const cut = (column: Float64Array): Float64Array => column.subarray(start, end)
  return {
    openTimeMs: cut(openTimeMs),
    open: cut(candles.open),
    high: cut(candles.high),
    low: cut(candles.low),
    close: cut(candles.close),
    volume: cut(candles.volume),
  }
}

const coinOf = (path: string): string =>
  (path.split(/[\\/]/).at(-1) ?? path)
    .replace(/\.csv(\.gz)?$/i, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, 20)
    .toUpperCase()

const NAMED_FILE = /^([A-Za-z0-9-]{1,20})=(.+)$/

function readFundingFile(path: string): FundingRates {
  const reading = readFundingRates(candleFileText(path))
  if (!reading.ok) throw new BadOption(fileComplaint(path, reading.problems))
  return reading.rates
}

/** Recorded rates for the instruments that the option names; without a name for the only one. */
function withFunding(flags: BacktestFlags, markets: readonly BacktestMarket[]): BacktestMarket[] {
  const byCoin = new Map<string, FundingRates>()
  for (const argument of flags.fundingFile) {
    const named = NAMED_FILE.exec(argument)
    const coin = named?.[1] ?? (markets.length === 1 ? markets[0]?.coin : undefined)
    if (coin === undefined) {
      throw new BadOption('--funding-file: there are several instruments; write NAME=FILE')
    }
    if (!markets.some((market) => market.coin === coin)) {
      const coins = markets.map((market) => market.coin).join(', ')
      throw new BadOption(`--funding-file: there are no candles of ${coin}; there are ${coins}`)
    }
    if (byCoin.has(coin)) throw new BadOption(`--funding-file: ${coin} has two files`)
    byCoin.set(coin, readFundingFile(named?.[2] ?? argument))
  }
  if (byCoin.size > 0 && /[1-9]/.test(flags.funding)) {
    throw new BadOption('--funding and --funding-file: give one rate or recorded rates, not both')
  }
  return markets.map((market) => {
    const funding = byCoin.get(market.coin)
    if (funding === undefined) return market
    const funded = { ...market, funding }
    if ((recordedCover(funded)?.payments ?? 0) > 0) return funded
    const { fromMs, toMs } = candlePeriod(market)
    throw new BadOption(
      `--funding-file: no rate of ${market.coin} is in the period of its candles, ${candleTimeText(fromMs)} to ${candleTimeText(toMs)}`,
    )
  })
}

function loadMarket(flags: BacktestFlags, argument: string): BacktestMarket {
  const named = NAMED_FILE.exec(argument)
  const path = named?.[2] ?? argument
  const reading = readCandleFile(path)
  if (!reading.ok) throw new BadOption(candleFileComplaint(path, reading))
  const candles = within(reading.candles, moment('--from', flags.from), moment('--to', flags.to))
  if (candles.close.length === 0) throw new BadOption(`${path} has no candle in that period`)
  return {
    coin: named?.[1] ?? coinOf(path),
    timeframe: reading.timeframe,
    candles,
    sizeDecimals: sizeDecimalsOf(flags, candles.close[0] as number),
    ...leverageOf(flags),
  }
}

function sizeDecimalsOf({ wholeUnits, sizeDecimals, risk }: BacktestFlags, price: number): number {
  if (wholeUnits) return 0
  // The venue's prices have six places less those of the size.
  const most = risk === 'on' ? 6 : 8
  if (sizeDecimals !== undefined) return wholeNumber('--size-decimals', sizeDecimals, 0, most)
  return risk === 'on' ? usualSizeDecimals(price) : COIN_SIZE_DECIMALS
}

function leverageOf(flags: BacktestFlags): Pick<BacktestMarket, 'leverage' | 'maxLeverage'> {
  const usual = flags.risk === 'on' ? DESK_LEVERAGE : '1'
  const leverage = wholeNumber('--leverage', flags.leverage ?? usual, 1, 100)
  if (flags.maxLeverage === undefined) {
    return { leverage, maxLeverage: Math.max(leverage, DEFAULT_MAX_LEVERAGE) }
  }
  const maxLeverage = wholeNumber('--max-leverage', flags.maxLeverage, 1, 100)
  if (leverage <= maxLeverage) return { leverage, maxLeverage }
  if (flags.leverage === undefined) return { leverage: maxLeverage, maxLeverage }
  throw new BadOption(`--leverage: ${leverage} is above --max-leverage ${maxLeverage}`)
}

function costsOf(flags: BacktestFlags): BacktestCosts {
  const { commission } = flags
  return {
    takerFee: shareUpTo('--taker-fee', flags.takerFee ?? commission ?? VENUE_TAKER, FEE_MAX),
    makerFee: shareUpTo('--maker-fee', flags.makerFee ?? commission ?? VENUE_MAKER, FEE_MAX),
    fixedFee: decimal('--commission-fixed', flags.commissionFixed, parseMoney),
    halfSpread: asRatio(shareUpTo('--spread', flags.spread, SPREAD_MAX) / 2n),
    slippage: basisPoints(slippageBps(flags.slippage)),
    fundingRate: signedShare('--funding', flags.funding),
  }
}

function nonNegative(option: string, text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && Number.isFinite(value)) return value
  throw new BadOption(`${option}: "${text}" is no number of zero or more`)
}

function slippageBps(text: string): number {
  const value = nonNegative('--slippage', text)
  if (value <= SLIPPAGE_BPS_MAX) return value
  throw new BadOption(
    `--slippage: ${text} is above ${SLIPPAGE_BPS_MAX} basis points, which is 10 %`,
  )
}

function signedShare(option: string, text: string): Ratio {
  const isNegative = text.startsWith('-')
  const size = shareUpTo(option, isNegative ? text.slice(1) : text, FUNDING_MAX)
  return asRatio(isNegative ? -size : size)
}

/** A distance in per cent of the entry; also what `--params stop=` says where it is given. */
function distance(option: string, text: string | undefined, given: number | undefined) {
  if (text === undefined && given === undefined) return null
  if (text === 'none') return null
  const percent = text === undefined ? (given as number) : nonNegative(option, text)
  if (!(percent > 0 && percent < 100))
    throw new BadOption(`${option}: a distance is above 0 and below 100`)
  return fromNumber<Ratio>(percent / 100)
}

function protectionOf(flags: BacktestFlags, given: Record<string, number>): FixedProtection {
  return {
    stop: distance('--stop', flags.stop, given.stop),
    target: distance('--target', flags.target, given.target),
  }
}

function sizingOf(flags: BacktestFlags, given: Record<string, number>): BacktestSettings['sizing'] {
  if (flags.risk === 'on') {
    if (flags.sizing !== undefined && flags.sizing !== 'risk') {
      throw new BadOption('--sizing: with the risk manager on it sets the sizes; add --risk off')
    }
    if (flags.stop !== undefined || flags.target !== undefined) {
      throw new BadOption('--stop and --target go with --risk off; use --params stop=…,target=…')
    }
    return { by: 'risk', limits: PROFILES[flags.profile] }
  }
  const sizing = flags.sizing ?? 'all-in'
  const part = sizing === 'all-in' ? '1' : sizing
  const portion = share('--sizing', part)
  if (portion === 0n || portion > 100_000_000n) {
    throw new BadOption(`--sizing: "${sizing}" is neither all-in nor a share above 0 and up to 1`)
  }
  const protection = protectionOf(flags, given)
  return { by: 'share', share: portion, isExclusive: flags.exclusive ?? false, protection }
}

function endOf(flags: BacktestFlags): EndRule {
  if (flags.closeAtEnd === undefined) return 'leave'
  if (flags.closeAtEnd === 'close') return 'closeAtLastClose'
  if (flags.closeAtEnd === 'open') return 'closeAtLastOpen'
  // As every other order of the run.
  return flags.fill === 'next-open' ? 'closeAtLastOpen' : 'closeAtLastClose'
}

function timeframeOf(flags: BacktestFlags, markets: readonly BacktestMarket[]): Timeframe {
  const [first] = markets as [BacktestMarket, ...BacktestMarket[]]
  const wanted = flags.timeframe ?? first.timeframe
  if (!isTimeframe(wanted)) {
    throw new BadOption(`--timeframe: "${wanted}" is none of ${TIMEFRAMES.join(', ')}`)
  }
  for (const { timeframe, coin } of markets) {
    if (TIMEFRAME_MS[wanted] % TIMEFRAME_MS[timeframe] === 0) continue
    throw new BadOption(
      `--timeframe: ${wanted} cannot be built from ${coin}’s ${timeframe} candles`,
    )
  }
  return wanted
}

/** Checks every option and reads the candles. Throws BadOption, or Error where a file is not there. */
export function prepareBacktest(flags: BacktestFlags): PreparedBacktest {
  const definition = definitionOf(flags.strategy)
  const given = givenParameters(flags.params)
  const resolved = resolveParameters(definition, given)
  if (!resolved.isValid) throw new BadOption(`--params: ${resolved.message}`)
  const { parameters } = resolved
  const cash = decimal('--cash', flags.cash, parseMoney)
  if (cash === 0n) throw new BadOption('--cash: nothing can be bought with nothing')
  if (cash > CASH_MAX) throw new BadOption(`--cash: at most ${formatDecimal(CASH_MAX)}`)
  const costs = costsOf(flags)
  const sizing = sizingOf(flags, given)
  const markets = flags.candles.map((argument) => loadMarket(flags, argument))
  if (new Set(markets.map(({ coin }) => coin)).size < markets.length) {
    throw new BadOption('--candles: two files are of the same instrument; write NAME=FILE')
  }
  const timeframe = timeframeOf(flags, markets)
  const funded = withFunding(flags, markets)
  const ownWarmUp = flags.risk === 'on' ? null : 0
  const warmUpCandles =
    flags.warmUp === undefined ? ownWarmUp : wholeNumber('--warm-up', flags.warmUp, 0, 10_000_000)
  return {
    settings: {
      markets: funded,
      strategy: { id: definition.id, parameters, timeframe, warmUpCandles, detail: 'full' },
      cash,
      costs,
      sizing,
      fill: flags.fill === 'next-open' ? 'nextOpen' : 'sameClose',
      end: endOf(flags),
      hasMaintenance: flags.risk === 'on' || flags.maxLeverage !== undefined,
    },
    definition,
    parameters,
    annualDays: flags.annualDays === 'auto' ? 'auto' : flags.annualDays === '252' ? 252 : 365,
    indicatorCandles:
      definition.indicatorCandles?.(parameters) ?? definition.warmUpCandles(parameters, timeframe),
  }
}
