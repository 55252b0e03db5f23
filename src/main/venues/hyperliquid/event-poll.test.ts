import { expect, it } from 'vitest'
import type { z } from 'zod'
import { ManualClock } from '../../runtime/manual-clock.ts'
import { AddressBudget } from './address-budget.ts'
import { EventPoll } from './event-poll.ts'
import { FillFeed } from './fill-feed.ts'
import { ForeignActivity } from './foreign-activity.ts'
import { FundingFeed } from './funding-feed.ts'
import type { InfoClientOptions, InfoRequest } from './info-client.ts'
import { InfoClient } from './info-client.ts'
import { AccountReader } from './observe-account.ts'
import { OrderFeed } from './order-feed.ts'
import { VenueHealth } from './venue-health.ts'

const NOW_MS = 1_700_000_000_000
const ACCOUNT = `0x${'ab'.repeat(20)}`

const fillOf = (at: number) => ({
  coin: 'BTC',
  px: '100',
  sz: '1',
  side: at % 2 === 0 ? 'B' : 'A',
  time: NOW_MS - 20_000 + at,
  startPosition: at % 2 === 0 ? '0.0' : '1.0',
  closedPnl: '0.0',
  oid: 7,
  crossed: true,
  fee: '0.01',
  feeToken: 'USDC',
  tid: at + 1,
  cloid: `0x${'07'.repeat(16)}`,
})

/** Fills as the venue tells them: the newest 10,000 and no older ones, 2,000 an answer. */
class FillsOnly extends InfoClient {
  readonly #fills: readonly ReturnType<typeof fillOf>[]

  constructor(count: number) {
    super({} as InfoClientOptions)
    this.#fills = Array.from({ length: count }, (_, at) => fillOf(at)).slice(-10_000)
  }

  override ask<T>({ type, startTime }: InfoRequest, schema: z.ZodType<T>): Promise<T> {
    const rows = this.#fills.filter(({ time }) => time >= Number(startTime)).slice(0, 2_000)
    return Promise.resolve(schema.parse(type === 'userFillsByTime' ? rows : []))
  }
}

async function readAll(count: number) {
  const clock = new ManualClock(NOW_MS)
  const info = new FillsOnly(count)
  const missing: string[] = []
  const foreign = new ForeignActivity(({ message }) => missing.push(message))
  let told = 0
  const isPerpetual = () => true
  const account = new AccountReader({
    info,
    accountAddress: ACCOUNT,
    isPaper: true,
    isPerpetual,
    foreign,
    onVenueTime: () => undefined,
  })
  const fills = new FillFeed({
    accountAddress: ACCOUNT,
    sinceMs: () => 1,
    foreign,
    isPerpetual,
    clientOrderIdOf: () => null,
    askClientOrderId: () => Promise.resolve(null),
    emit: () => {
      told += 1
    },
  })
  const addressBudget = new AddressBudget(clock)
  addressBudget.learn({ used: 0, cap: 10_000 })
  const poll = new EventPoll({
    clock,
    info,
    accountAddress: ACCOUNT,
    account,
    orders: new OrderFeed(isPerpetual, () => undefined),
    fills,
    funding: new FundingFeed(
      () => 1,
      () => undefined,
    ),
    health: new VenueHealth(() => undefined),
    foreign,
    log: () => undefined,
    heardMs: () => NOW_MS,
    sinceMs: () => NOW_MS - 100_000,
    addressBudget,
  })
  await new Promise<void>((resolve) => poll.start(resolve))
  poll.stop()
  return { told, missing }
}

it('ten thousand fills since the desk last looked: older ones may be missing, and it says so', async () => {
  const { told, missing } = await readAll(12_000)
  expect(told).toBe(10_000)
  expect(missing).toEqual([
    expect.stringMatching(/^The venue tells the newest 10,000 fills of an account/),
  ])
})

it('nothing is missing where fewer came', async () => {
  expect(await readAll(3_000)).toEqual({ told: 3_000, missing: [] })
})
