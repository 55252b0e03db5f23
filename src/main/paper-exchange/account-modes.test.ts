import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Running } from './paper-exchange.test-support.ts'
import {
  addressOf,
  info,
  limitOrder,
  MASTER,
  send,
  startTest,
} from './paper-exchange.test-support.ts'

let running: Running
beforeEach(async () => {
  running = await startTest()
})
afterEach(() => running.exchange.close())

const user = addressOf(MASTER)
const ask = <T>(type: string): Promise<T> => info<T>(running.exchange, { type, user })

it('an account keeps its money on the perpetual side until it is unified', async () => {
  expect(await ask('userAbstraction')).toBe('disabled')
  expect(await ask('spotClearinghouseState')).toEqual({ balances: [] })
})

it('a unified account tells its money on the spot side alone, and trades with it', async () => {
  running.exchange.venue.unify(user)
  expect(await ask('userAbstraction')).toBe('unifiedAccount')
  expect(await send(running.exchange, limitOrder('20100', '0.1', 'Ioc'))).toMatchObject({
    status: 'ok',
  })
  expect(await ask('clearinghouseState')).toMatchObject({
    marginSummary: { accountValue: '0.0' },
    assetPositions: [{ position: { coin: 'BTC', szi: '0.1' } }],
  })
  const { balances } = await ask<{ balances: { coin: string; total: string; hold: string }[] }>(
    'spotClearinghouseState',
  )
  expect(balances[0]?.coin).toBe('USDC')
  expect(Number(balances[0]?.total)).toBeGreaterThan(9_990)
  expect(Number(balances[0]?.total)).toBeLessThan(10_000)
  expect(Number(balances[0]?.hold)).toBeGreaterThan(90)
})
