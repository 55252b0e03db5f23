import { it } from 'vitest'
import { fuzzDriver } from './fuzz-driver.test-support.ts'

it.each(['kit', 'ledgerjs'] as const)(
  '%s believes none of 2,000 senseless devices',
  async (name) => {
    await fuzzDriver(name, 2000)
  },
  300_000,
)
