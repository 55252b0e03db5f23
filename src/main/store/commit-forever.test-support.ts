import { systemClock } from '../runtime/clock.ts'
import { aftermath, bracket, dayOpened, deskCreated, inputAt } from './desk-events.test-support.ts'
import { openStore } from './open-store.ts'

/** A process of its own that commits trade after trade and says so, until it is killed. */
const [file = ''] = process.argv.slice(2)
const store = openStore({ file, mode: 'paper', clock: systemClock })
store.commit(inputAt(0), [], [deskCreated, dayOpened()], [])
for (let number = 1; number < 100_000; number += 1) {
  const trade = bracket(number)
  const effect = { kind: 'lookUpOrder', clientOrderId: trade.entryId } as const
  store.commit(inputAt(number), [], [...trade.road, ...aftermath(trade)], [effect])
  process.stdout.write(`${number}\n`)
}
