import { it } from 'vitest'
import { fuzzLedgerJsDriver } from './fuzz-driver.test-support.ts'

it('believes none of 20,000 senseless devices', async () => {
  await fuzzLedgerJsDriver(20_000)
})
