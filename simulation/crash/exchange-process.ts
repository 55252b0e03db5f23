import { PROFILES } from '#core/risk/limits.ts'
import { startPaperExchange } from '../../src/main/paper-exchange/start-paper-exchange.ts'
import { systemClock } from '../../src/main/runtime/clock.ts'
import { addressesOf } from './accounts.ts'
import type { ExchangeMessage } from './desk-messages.ts'

/**
 * The paper exchange in a process of its own, which lives through every crash of a desk. Its
 * argument is how many desks have an account.
 */
async function run(): Promise<void> {
  const exchange = await startPaperExchange({
    clock: systemClock,
    seed: 7,
    fundedAddresses: addressesOf(Number(process.argv[2])),
    openingLeverage: PROFILES.standard.leverageMax,
  })
  const ready: ExchangeMessage = { type: 'ready', url: exchange.url, wsUrl: exchange.wsUrl }
  process.send?.(ready)
  // The parent is gone: so is the reason to be here.
  process.once('disconnect', () => process.exit(0))
}

run().catch((cause: unknown) => {
  process.stderr.write(`${String(cause)}\n`)
  process.exit(1)
})
