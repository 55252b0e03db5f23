import { it } from 'vitest'
import { fuzzOverSockets } from './fuzz-sockets.test-support.ts'

it.each(['kit', 'ledgerjs'] as const)('%s believes none of 200 over a socket', async (name) => {
  await fuzzOverSockets(name, 200)
})
