import { systemClock } from '../runtime/clock.ts'
import { loadCandleFileFeed } from './feeds/candle-file-feed.ts'
import { startPaperExchange } from './start-paper-exchange.ts'

/** An exchange in a process of its own, to be killed: folder, candle file, funded address. */
async function run(dataDirectory: string, file: string, address: string): Promise<void> {
  const exchange = await startPaperExchange({
    clock: systemClock,
    feed: loadCandleFileFeed(file),
    dataDirectory,
    fundedAddresses: [address],
  })
  process.stdout.write(`${exchange.url}\n`)
  process.once('SIGTERM', () => {
    exchange.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  })
}

const [dataDirectory = '', file = '', address = ''] = process.argv.slice(2)
run(dataDirectory, file, address).catch((cause: unknown) => {
  process.stderr.write(`${String(cause)}\n`)
  process.exitCode = 1
})
