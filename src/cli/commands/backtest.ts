import { writeFileSync } from 'node:fs'
import type { Command as Program } from 'commander'
import { Option } from 'commander'
import { stringify } from 'csv-stringify/sync'
import { ANNUAL_FIGURES, ANNUAL_RETURNS_MIN } from '../../core/backtest/annual-figures.ts'
import { recordedFunding } from '../../core/backtest/recorded-funding.ts'
import type { BacktestRun } from '../../core/backtest/run-candles.ts'
import { runCandles } from '../../core/backtest/run-candles.ts'
import type { BacktestStatistics } from '../../core/backtest/statistics.ts'
import { statisticsOf } from '../../core/backtest/statistics.ts'
import { TRADE_COLUMNS, tradeRow } from '../../core/backtest/trade-table.ts'
import { candleGaps } from '../../core/candles/read-candles.ts'
import { TIMEFRAME_MS } from '../../core/model/timeframe.ts'
import { STRATEGIES } from '../../core/strategies/catalogue.ts'
import type { Command } from '../command.ts'
import type { BacktestFlags, PreparedBacktest } from './backtest-options.ts'
import { BadOption, prepareBacktest } from './backtest-options.ts'

interface Flags extends BacktestFlags {
  readonly json?: boolean
  readonly trades?: string
  readonly equity?: string
}

/** A wrong option or file: nothing was run, nothing was written. */
const BAD_INPUT_EXIT = 2

function writeTable(path: string, columns: readonly string[], rows: readonly object[]): void {
  const text = path.toLowerCase().endsWith('.json')
    ? `${JSON.stringify(rows, null, 2)}\n`
    : stringify([...rows], { header: true, columns: [...columns] })
  try {
    writeFileSync(path, text)
  } catch (cause) {
    throw new Error(`${path} cannot be written: ${(cause as Error).message}`, { cause })
  }
}

function writeFiles(run: BacktestRun, flags: Flags): void {
  if (flags.trades !== undefined) {
    writeTable(flags.trades, TRADE_COLUMNS, run.desk.trades.map(tradeRow))
  }
  if (flags.equity === undefined) return
  const rows = Array.from(run.times, (timeMs, step) => ({
    timeMs,
    equity: run.equity[step] as number,
  }))
  writeTable(flags.equity, ['timeMs', 'equity'], rows)
}

/** Between the first and the last candle of the run, over all instruments. */
function missingIn({ settings: { markets } }: PreparedBacktest) {
  const gaps = markets.flatMap(({ candles, timeframe }) =>
    candleGaps(candles, TIMEFRAME_MS[timeframe]),
  )
  const missingCandles = gaps.reduce((sum, { missing }) => sum + missing, 0)
  return { gaps: gaps.length, missingCandles }
}

function summary(prepared: PreparedBacktest, run: BacktestRun, statistics: BacktestStatistics) {
  return {
    ...statistics,
    openTrades: run.desk.openLots.length,
    signals: run.desk.signalCount,
    denials: Object.fromEntries(run.desk.denials),
    strategy: prepared.definition.id,
    parameters: prepared.parameters,
    timeframe: prepared.settings.strategy.timeframe,
    candles: run.times.length,
    ...missingIn(prepared),
    ...recordedFunding(prepared.settings, run),
  }
}

const shown = (value: unknown): string => {
  if (value === null) return '-'
  if (typeof value === 'number') return String(Math.round(value * 1e4) / 1e4)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function printTable(
  values: Readonly<Record<string, unknown>>,
  { dailyReturns }: BacktestStatistics,
) {
  const width = Math.max(...Object.keys(values).map((name) => name.length))
  const isYear = dailyReturns >= ANNUAL_RETURNS_MIN
  const tooShort = new Set<string>(isYear ? [] : ANNUAL_FIGURES)
  for (const [name, value] of Object.entries(values)) {
    const text = tooShort.has(name)
      ? `not meaningful under ${ANNUAL_RETURNS_MIN} days`
      : shown(value)
    process.stdout.write(`${name.padEnd(width)}  ${text}\n`)
  }
}

function run(flags: Flags): void {
  const prepared = prepareBacktest(flags)
  const result = runCandles(prepared.settings)
  const { annualDays, indicatorCandles, settings } = prepared
  const statistics = statisticsOf(result, settings, { annualDays, indicatorCandles })
  writeFiles(result, flags)
  const values = summary(prepared, result, statistics)
  if (flags.json) process.stdout.write(`${JSON.stringify(values)}\n`)
  else printTable(values, statistics)
}

function action(flags: Flags): void {
  try {
    run(flags)
  } catch (error) {
    if (!(error instanceof BadOption)) throw error
    process.stderr.write(`countersign: ${error.message}\n`)
    process.exitCode = BAD_INPUT_EXIT
  }
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value]

const choice = (flags: string, words: string, choices: readonly string[], preset: string) =>
  new Option(flags, words).choices(choices).default(preset)

function addWhat(command: Program): Program {
  const ids = STRATEGIES.map(({ id }) => id).join(', ')
  return command
    .addOption(
      new Option('--candles <file>', 'CSV or CSV.gz, or NAME=FILE; may be given several times')
        .argParser(collect)
        .default([])
        .makeOptionMandatory(),
    )
    .option('--strategy <id>', `one of ${ids}`, 'momentum')
    .option(
      '--params <list>',
      'of the strategy, such as fast=10,slow=20; others have their default',
    )
    .option('--timeframe <name>', 'the strategy’s candles, built from the file’s (default: those)')
    .option('--from <date>', 'the first candle opens then or later')
    .option('--to <date>', 'the last candle opens before')
    .option(
      '--warm-up <n>',
      'candles before a signal counts (default: 0 with --risk off, else the strategy’s)',
    )
}

function addMoney(command: Program): Program {
  return command
    .option('--cash <dollars>', 'at the start', '10000')
    .option('--commission <share>', 'of the value, on both legs, maker and taker: 0.002 is 0.2 %')
    .option('--taker-fee <share>', 'for market orders and stops (default: --commission or 0.00045)')
    .option('--maker-fee <share>', 'for targets with --risk off (default: --commission or 0.00015)')
    .option('--commission-fixed <dollars>', 'for each fill, on top', '0')
    .option('--spread <share>', 'between bid and ask; a market order pays half of it', '0')
    .option('--slippage <bps>', 'basis points that a market order or stop fills worse', '0')
    .option('--funding <share>', 'an hour; positive: longs pay shorts', '0')
    .addOption(
      new Option(
        '--funding-file <file>',
        'recorded rates (time,rate) as CSV or CSV.gz, or NAME=FILE; each is paid at its hour',
      )
        .argParser(collect)
        .default([]),
    )
    .option('--leverage <n>', 'of the account (default: 1 with --risk off, else 10)')
    .option('--max-leverage <n>', 'of the instrument; sets the margin at which it is liquidated')
}

function addHow(command: Program): Program {
  return command
    .addOption(
      choice('--fill <when>', 'when market orders fill', ['next-open', 'same-close'], 'next-open'),
    )
    .addOption(
      choice('--risk <word>', 'sizes and limits by the desk’s risk manager', ['on', 'off'], 'on'),
    )
    .addOption(
      choice('--profile <name>', 'limits of the risk manager', ['standard', 'strict'], 'standard'),
    )
    .option(
      '--sizing <share>',
      'with --risk off: all-in, or a share of the free equity (default: all-in)',
    )
    .option('--whole-units', 'no fractions of a unit')
    .option(
      '--size-decimals <n>',
      'decimals of a size (default: 5; with the risk manager as the venue has it at such a price)',
    )
    .option('--exclusive', 'with --risk off: a new order closes what is open first')
    .option('--stop <percent>', 'with --risk off: stop away from the entry; none is the default')
    .option(
      '--target <percent>',
      'with --risk off: target away from the entry; none is the default',
    )
    .addOption(
      new Option(
        '--close-at-end [price]',
        'close what is open on the last candle: at its open (as next-open orders fill) or its close',
      ).choices(['open', 'close']),
    )
}

function addOutput(command: Program): Program {
  return command
    .addOption(choice('--annual-days <n>', 'days of a year', ['auto', '252', '365'], 'auto'))
    .option('--json', 'print one line of JSON')
    .option('--trades <file>', 'write the trades (CSV, or JSON by the name)')
    .option('--equity <file>', 'write the equity at every candle (CSV, or JSON by the name)')
}

/** `countersign backtest`: a strategy over candle files; docs/backtest.md defines every figure. */
export const backtestCommand: Command = {
  register(program) {
    const command = program
      .command('backtest')
      .description('Run a strategy over candles with the engine that trades, and print statistics')
      .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : BAD_INPUT_EXIT))
    for (const add of [addWhat, addMoney, addHow, addOutput]) add(command)
    command.action((flags: Flags) => {
      if (flags.candles.length === 0) {
        process.stderr.write('countersign: say over which candles: --candles FILE\n')
        process.exitCode = BAD_INPUT_EXIT
        return
      }
      action(flags)
    })
  },
}
