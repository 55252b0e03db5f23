import { InvalidArgumentError } from 'commander'
import { readCandleTime } from '../../core/candles/candle-time.ts'
import { gapSentence } from '../../main/candles/read-candle-file.ts'
import { loadCandleFileFeed } from '../../main/paper-exchange/feeds/candle-file-feed.ts'
import type { PaperExchange } from '../../main/paper-exchange/start-paper-exchange.ts'
import { startPaperExchange } from '../../main/paper-exchange/start-paper-exchange.ts'
import { systemClock } from '../../main/runtime/clock.ts'
import type { Command } from '../command.ts'

interface Flags {
  readonly port: number
  readonly replay?: string
  readonly coin?: string
  readonly speed: number
  readonly from?: number
  readonly seed: number
  readonly data?: string
  readonly fund: readonly string[]
  readonly strangers: boolean
  readonly limits?: boolean
  readonly faults?: boolean
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError('a port is a whole number from 0 to 65535; 0 picks a free one')
  }
  return port
}

function parseSpeed(text: string): number {
  const speed = Number(text)
  if (!(speed > 0 && speed <= 100_000)) {
    throw new InvalidArgumentError('a speed is a number above 0 and at most 100000; 1 is real time')
  }
  return speed
}

function parseSeed(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a seed is a whole number')
  return Number(text)
}

function parseMoment(text: string): number {
  const timeMs = readCandleTime(text)
  if (Number.isNaN(timeMs)) {
    throw new InvalidArgumentError('a moment is written like 2023-03-10T08:00:00Z')
  }
  return timeMs
}

function collectAddress(text: string, before: readonly string[]): readonly string[] {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) {
    throw new InvalidArgumentError('an address is 0x and 40 hex digits')
  }
  return [...before, text]
}

async function start(flags: Flags): Promise<PaperExchange> {
  if (flags.replay === undefined && (flags.from !== undefined || flags.coin !== undefined)) {
    throw new Error('--from and --coin go with --replay FILE.')
  }
  const feed = flags.replay === undefined ? null : loadCandleFileFeed(flags.replay, flags.coin)
  return startPaperExchange({
    clock: systemClock,
    port: flags.port,
    seed: flags.seed,
    speed: flags.speed,
    fundedAddresses: flags.fund,
    fundNewAccounts: flags.strangers,
    hasIpLimits: flags.limits ?? false,
    takesFaults: flags.faults ?? false,
    ...(feed ? { feed } : {}),
    ...(flags.from === undefined ? {} : { startMs: flags.from }),
    ...(flags.data === undefined ? {} : { dataDirectory: flags.data }),
  })
}

async function run(flags: Flags): Promise<void> {
  const exchange = await start(flags)
  const { coins, sentence } = exchange.status()
  const missing = gapSentence(exchange.venue.feed.gaps)
  const note = missing === null ? '' : ` In the file ${missing}: there are no prices then.`
  process.stdout.write(
    `Paper exchange on ${exchange.url} (WebSocket ${exchange.wsUrl}): ${coins.join(', ')}. ${sentence}${note}\n`,
  )
  announceEnd(exchange)
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await exchange.close()
}

/** Says so once when the recorded prices are over; the exchange goes on answering. */
function announceEnd(exchange: PaperExchange): void {
  const stopListening = exchange.venue.listen((_events, time) => {
    if (!time.hasEnded) return
    stopListening()
    process.stdout.write(`${exchange.status().sentence}\n`)
  })
}

/** The paper exchange alone, for any client that speaks Hyperliquid's protocol. */
export const paperExchangeCommand: Command = {
  register(program) {
    program
      .command('paper-exchange')
      .description('Hyperliquid on loopback with invented or recorded prices and play money.')
      .option('--port <port>', 'where to listen on 127.0.0.1; 0 picks a free port', parsePort, 0)
      .option('--replay <file>', 'replay a candle file (CSV or CSV.gz) instead of invented prices')
      .option('--coin <name>', 'the coin that the file is about (default BTC)')
      .option('--speed <n>', 'market seconds in one second', parseSpeed, 1)
      .option('--from <moment>', 'begin the replay here; what is before is history', parseMoment)
      .option('--seed <n>', 'same seed, same invented prices', parseSeed, 1)
      .option('--data <folder>', 'keep accounts and orders there, across restarts')
      .option('--fund <address>', 'give this account $10,000 (repeatable)', collectAddress, [])
      .option('--no-strangers', 'refuse signers that were not funded by --fund')
      .option('--limits', "apply the venue's limits for one machine (1,200 weight a minute)")
      .option('--faults', 'open POST /faults, which makes things go wrong on purpose')
      .action(run)
  },
}
