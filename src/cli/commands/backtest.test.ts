import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command as Program } from 'commander'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../../main/store/temporary-folder.test-support.ts'
import { backtestCommand } from './backtest.ts'

const DAY_MS = 86_400_000
let folder: string
let file: string

/** Working days of a share: a slow wave with cents. */
beforeEach(() => {
  folder = temporaryFolder()
  file = join(folder, 'share.csv')
  const rows: string[] = []
  for (let index = 0, day = 0; index < 300; day += 1) {
    const date = new Date(Date.UTC(2020, 0, 1) + day * DAY_MS)
    if (date.getUTCDay() % 6 === 0) continue
    const at = (place: number): number =>
      50 + 8 * Math.sin(place / 17) + ((place * 7919) % 13) * 0.7
    const [open, close] = [at(index), at(index + 1)]
    const cells = [open, Math.max(open, close) + 0.2, Math.min(open, close) - 0.2, close]
    rows.push([date.toISOString().slice(0, 10), ...cells.map((one) => one.toFixed(2))].join(','))
    index += 1
  }
  writeFileSync(file, `Date,Open,High,Low,Close\n${rows.join('\n')}\n`)
})

async function run(...words: string[]) {
  const out: string[] = []
  const errors: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0)
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => errors.push(String(text)) > 0)
  const program = new Program('countersign')
  backtestCommand.register(program)
  process.exitCode = 0
  await program.parseAsync(['node', 'countersign', 'backtest', ...words])
  const code = process.exitCode
  process.exitCode = 0
  return { out: out.join(''), errors: errors.join(''), code }
}

const SHARE = ['--strategy', 'sma-cross', '--params', 'fast=5,slow=15', '--cash', '10000']
const RULES = ['--risk', 'off', '--sizing', 'all-in', '--whole-units', '--exclusive']

const FIELDS = [
  'trades',
  'equityFinal',
  'equityPeak',
  'returnPct',
  'returnAnnPct',
  'cagrPct',
  'volatilityAnnPct',
  'buyHoldReturnPct',
  'exposurePct',
  'maxDrawdownPct',
  'avgDrawdownPct',
  'maxDrawdownDays',
  'avgDrawdownDays',
  'winRatePct',
  'bestTradePct',
  'worstTradePct',
  'avgTradePct',
  'maxTradeDays',
  'avgTradeDays',
  'profitFactor',
  'expectancyPct',
  'sqn',
  'kelly',
  'sharpe',
  'sortino',
  'calmar',
  'feesPaid',
]

it('prints every figure as one line of JSON and writes the trades', async () => {
  const trades = join(folder, 'trades.json')
  const words = ['--candles', file, ...SHARE, ...RULES, '--commission', '0.002', '--close-at-end']
  const { out, code } = await run(...words, '--json', '--trades', trades)
  expect(code).toBe(0)
  const figures = JSON.parse(out) as Record<string, number>
  for (const name of FIELDS) expect(figures[name], name).toEqual(expect.any(Number))
  expect(out.trim().split('\n')).toHaveLength(1)
  const rows = JSON.parse(readFileSync(trades, 'utf8')) as { pnl: string; fees: string }[]
  expect(rows).toHaveLength(figures.trades ?? -1)
  const sum = (name: 'pnl' | 'fees') => rows.reduce((total, row) => total + Number(row[name]), 0)
  expect(10_000 + sum('pnl')).toBeCloseTo(figures.equityFinal ?? 0, 6)
  expect(sum('fees')).toBeCloseTo(figures.feesPaid ?? 0, 6)
  expect(figures).toMatchObject({ annualDays: 252, openTrades: 0 })
})

it('runs with the risk manager too, and counts why it said no', async () => {
  const { out, code } = await run('--candles', file, ...SHARE, '--json')
  expect(code).toBe(0)
  const result = JSON.parse(out) as { signals: number; denials: Record<string, number> }
  const denied = Object.values(result.denials).reduce((sum, count) => sum + count, 0)
  expect(denied).toBeGreaterThan(0)
  expect(denied).toBeLessThanOrEqual(result.signals)
})

it('says that figures of a year from too few days mean nothing; a program gets them and the count', async () => {
  const annual = ['returnAnnPct', 'cagrPct', 'volatilityAnnPct', 'sharpe', 'sortino', 'calmar']
  const words = [
    '--candles',
    file,
    '--strategy',
    'sma-cross',
    '--params',
    'fast=2,slow=5',
    ...RULES,
  ]
  const figures = async (...more: string[]) =>
    JSON.parse((await run(...words, '--json', ...more)).out) as Record<string, number | null>
  // 30 working days have 29 changes from one to the next.
  const short = await figures('--to', '2020-02-12')
  expect(short).toMatchObject({ candles: 30, dailyReturns: 29 })
  for (const name of annual) expect(short[name], name).toEqual(expect.any(Number))
  const enough = await figures('--to', '2020-02-13')
  expect(enough).toMatchObject({ candles: 31, dailyReturns: 30 })
  const told = await run(...words, '--to', '2020-02-12')
  expect(told.out).toMatch(/^sharpe +not meaningful under 30 days$/m)
})

it('counts the candles that are missing', async () => {
  const words = ['--candles', file, ...SHARE, ...RULES, '--json']
  const { out } = await run(...words)
  // Every weekend of a share is a gap of two days.
  const { gaps, missingCandles } = JSON.parse(out) as Record<string, number>
  expect(gaps).toBeGreaterThan(55)
  expect(missingCandles).toBe(2 * (gaps ?? 0))
})

it('gives each instrument its own first candle to buy and hold', async () => {
  const rows = (stepMs: number, count: number) =>
    Array.from({ length: count }, (_, index) => {
      const price = 100 + (index * stepMs) / 3_600_000
      return [1_600_000_000_000 + index * stepMs, price, price + 1, price - 1, price].join(',')
    })
  const write = (name: string, stepMs: number, count: number): string => {
    const path = join(folder, `${name}.csv`)
    writeFileSync(path, ['time,open,high,low,close', ...rows(stepMs, count)].join('\n'))
    return `${name}=${path}`
  }
  const markets = [write('A', 3_600_000, 200), write('B', 900_000, 800)]
  const words = [...SHARE, ...RULES, '--timeframe', '1h', '--json']
  const both = await run('--candles', markets[0] ?? '', '--candles', markets[1] ?? '', ...words)
  const [first, second] = await Promise.all(
    markets.map(async (market) => JSON.parse((await run('--candles', market, ...words)).out)),
  )
  const mean = (first.buyHoldReturnPct + second.buyHoldReturnPct) / 2
  expect(JSON.parse(both.out).buyHoldReturnPct).toBeCloseTo(mean, 10)
})

it('sizes a cheap coin as the venue does, so that its prices have enough places', async () => {
  const rows = Array.from({ length: 600 }, (_, index) => {
    const at = (place: number) => 0.08 + 0.01 * Math.sin(place / 15)
    const [open, close] = [at(index), at(index + 1)]
    const cells = [open, Math.max(open, close) * 1.0005, Math.min(open, close) * 0.9995, close]
    return [1_600_000_000 + index * 3600, ...cells].join(',')
  })
  writeFileSync(file, ['time,open,high,low,close', ...rows].join('\n'))
  const { out } = await run('--candles', file, '--strategy', 'momentum', '--json')
  const { denials } = JSON.parse(out) as { denials: Record<string, number> }
  expect(Object.keys(denials)).not.toContain('STOP_WRONG_SIDE')
})

describe('recorded funding', () => {
  const rates = (...lines: string[]): string => {
    const path = join(folder, 'funding.csv')
    writeFileSync(path, ['time,rate', ...lines].join('\n'))
    return path
  }
  const days = (rate: string): string[] =>
    Array.from({ length: 60 }, (_, day) => {
      const date = new Date(Date.UTC(2020, 1, 1) + day * DAY_MS).toISOString()
      return `${date},${day === 7 ? '0' : rate}`
    })

  it('is paid at its hours and counted', async () => {
    const words = ['--candles', file, ...SHARE, ...RULES, '--json']
    const without = JSON.parse((await run(...words)).out) as Record<string, number>
    expect(Object.keys(without)).not.toContain('fundingRates')
    const path = rates(...days('0.0001').filter((_, day) => day !== 20))
    const paid = JSON.parse((await run(...words, '--funding-file', path)).out)
    expect(paid).toMatchObject({ fundingRates: 59 })
    expect(paid.missingFundingRates).toBeGreaterThan(0)
    expect(paid.fundingPaid).not.toBe(0)
    expect(paid.equityFinal).not.toBe(without.equityFinal)
  })

  it.each([
    [['SHARE=', '1704096000,0.0001'], /no rate of SHARE is in the period of its candles, 2020/],
    [['ETH=', '1580515200,0.0001'], /there are no candles of ETH; there are SHARE/],
    [['', '1580515200,5'], /line 2: 5 is above the venue's cap/],
  ])('is refused where it does not fit: %j', async ([name = '', line = ''], sentence) => {
    const { errors, code } = await run(
      ...['--candles', file, ...SHARE, ...RULES],
      ...['--funding-file', name + rates(line)],
    )
    expect(errors).toMatch(sentence)
    expect(code).toBe(2)
  })

  it('does not go together with one rate for all hours', async () => {
    const words = ['--funding', '0.0001', '--funding-file', rates('1580515200,0.0001')]
    const { errors, code } = await run('--candles', file, ...SHARE, ...RULES, ...words)
    expect(errors).toMatch(/one rate or recorded rates, not both/)
    expect(code).toBe(2)
  })
})

describe('bad input is one sentence and the exit code 2', () => {
  it.each([
    [['--strategy', 'luck'], /there is no strategy "luck"; there are momentum/],
    [['--params', 'fast'], /"fast" is not NAME=NUMBER/],
    [['--params', 'speed=3'], /has no parameter "speed"/],
    [['--cash', 'much'], /--cash: "much" is not a plain decimal/],
    [['--cash', '99999999999999999999'], /--cash: at most 1000000000000\n/],
    [['--commission', '-1'], /--taker-fee: -1 is negative/],
    [['--sizing', '2', '--risk', 'off'], /neither all-in nor a share/],
    [['--sizing', '0.5'], /add --risk off/],
    [['--stop', '2'], /go with --risk off/],
    [['--timeframe', '1h'], /cannot be built from/],
    [['--from', 'soon'], /"soon" is no date/],
    [['--from', '2030-01-01'], /no candle in that period/],
    [['--leverage', '0'], /whole number from 1 to 100/],
    [['--leverage', '20', '--max-leverage', '5'], /--leverage: 20 is above --max-leverage 5/],
    [['--commission', '0.2'], /--taker-fee: 0.2 is 20 %; at most 10 %, so 0.1 \(0.002 is 0.2 %\)/],
    [['--size-decimals', '8'], /--size-decimals: "8" is no whole number from 0 to 6/],
    [['--maker-fee', '1'], /--maker-fee: 1 is 100 %; at most 10 %/],
    [['--spread', '3'], /--spread: 3 is 300 %; at most 20 %/],
    [['--slippage', '20000'], /--slippage: 20000 is above 1000 basis points/],
    [['--funding', '-5'], /--funding: 5 is 500 %; at most 4 %/],
  ])('%j', async (words, sentence) => {
    const { errors, out, code } = await run('--candles', file, ...SHARE, ...words)
    expect(errors).toMatch(sentence)
    expect(out).toBe('')
    expect(code).toBe(2)
  })

  it('names the lines of a wrong file', async () => {
    writeFileSync(file, 'Date,Open,High,Low,Close\n2020-01-01,1,0.5,1,1\n')
    const { errors, code } = await run('--candles', file, ...SHARE)
    expect(errors).toMatch(/1 problem\.\n {2}line 2: the high is below the low/)
    expect(code).toBe(2)
  })
})
