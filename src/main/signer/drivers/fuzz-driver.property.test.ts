import { it } from 'vitest'
import { fuzzLedgerJsDriver } from './fuzz-driver.test-support.ts'

it('believes none of 2,000 senseless devices', async () => {
  await fuzzLedgerJsDriver(2000)
}, 60_000)
