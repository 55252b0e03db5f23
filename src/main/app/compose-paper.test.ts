import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { SYNTHETIC_COINS } from '../paper-exchange/feeds/coin-profile.ts'
import { createSyntheticFeed } from '../paper-exchange/feeds/synthetic-feed.ts'
import type { PaperExchange } from '../paper-exchange/start-paper-exchange.ts'
import { startPaperExchange } from '../paper-exchange/start-paper-exchange.ts'
import { systemClock } from '../runtime/clock.ts'
import { temporaryFolder } from '../store/temporary-folder.test-support.ts'
import { preparePaperSide, tryLiveFeed } from './compose-paper.ts'
import { wantsLivePrices } from './preferences-file.ts'

const SWITCHES = { replayFile: null, replayFromMs: null, speed: 1, seed: 1, autopilot: false }
const OWNER = `0x${'ab'.repeat(20)}`

let venue: PaperExchange | null = null
afterEach(async () => {
  await venue?.close()
  venue = null
})

it('asks the network for nothing before a person has asked for live prices', () => {
  const file = join(temporaryFolder(), 'preferences.json')
  const paper = { mode: 'paper', replayFile: null } as const
  expect(wantsLivePrices(file, paper)).toBe(false)
  writeFileSync(file, '{"paperPrices":"invented"}')
  expect(wantsLivePrices(file, paper)).toBe(false)
  writeFileSync(file, '{"paperPrices":"live"}')
  expect(wantsLivePrices(file, paper)).toBe(true)
  expect(wantsLivePrices(file, { ...paper, replayFile: 'btc.csv' })).toBe(false)
  expect(wantsLivePrices(file, { ...paper, mode: 'mainnet' })).toBe(false)
})

it('invents prices where the venue cannot be reached, and says so', async () => {
  const address = { httpUrl: 'http://127.0.0.1:1', wsUrl: 'ws://127.0.0.1:1' }
  const told: string[] = []
  const log = (sentence: string) => told.push(sentence)
  const live = await tryLiveFeed({ clock: systemClock, log, address })
  const side = preparePaperSide(SWITCHES, temporaryFolder(), systemClock, () => undefined, live)
  const problem =
    'No live prices: The venue cannot be reached. These are invented, on an account of their own; ' +
    'the account with live prices waits until a start reaches them.'
  expect(side.feed()).toMatchObject({ kind: 'synthetic', label: problem, problem })
  expect(told).toEqual([problem])
  await side.close()
})

it('has live prices on an exchange and an account of their own', async () => {
  const coins = SYNTHETIC_COINS.slice(0, 2)
  const feed = createSyntheticFeed({ seed: 3, startMs: Date.now(), coins })
  venue = await startPaperExchange({ clock: systemClock, feed })
  const live = await tryLiveFeed({
    clock: systemClock,
    log: () => undefined,
    address: { httpUrl: venue.url, wsUrl: venue.wsUrl },
    coins,
    historyHours: 24,
  })
  expect(live.problem).toBeNull()
  const folder = temporaryFolder()
  const side = preparePaperSide(SWITCHES, folder, systemClock, () => undefined, live)
  expect(side.folder).toMatch(/paper.live-BTC-ETH$/)
  const exchange = await side.open(OWNER)
  expect(exchange.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(side.feed()).toMatchObject({ kind: 'live', problem: null, isFinished: false })
  await side.close()
})
