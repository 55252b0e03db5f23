import { it } from 'vitest'
import { fuzzPracticeLedger } from './fuzz-practice-ledger.test-support.ts'

it('answers 10,000 commands of any kind with a status word', async () => {
  await fuzzPracticeLedger(500)
})
