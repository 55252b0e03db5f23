import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { TaxChoice } from '#contract/records.ts'
import { openLogSource } from '../store/records/open-log-source.ts'
import { openRecords } from '../store/records/open-records.ts'
import { temporaryFolder } from '../store/temporary-folder.test-support.ts'
import type { FillRecord, FundingRecord } from './record-types.ts'
import { RecordsService } from './records-service.ts'

export const CHOICE: TaxChoice = {
  year: null,
  country: 'us',
  method: 'fifo',
  scope: 'per-wallet',
  zone: 'America/New_York',
  wallets: null,
  pnl: 'capital-short-term',
  funding: 'other-income-and-expense',
  fees: 'separate',
  superficialLoss: false,
  shortBox: 'I',
  longBox: 'L',
  rounding: 'cents',
  rate: '1',
  isRetroactiveAcknowledged: false,
}

export const ACCOUNT = '0x00000000000000000000000000000000000000aa'
const START_MS = Date.UTC(2025, 2, 1)

/** A fill of a test account; the number is its minute too. */
export function aFill(number: number, changes: Partial<FillRecord> = {}): FillRecord {
  return {
    account: ACCOUNT,
    tradeId: String(number),
    coin: 'BTC',
    market: 'perp',
    side: 'buy',
    price: '100',
    size: '1',
    fee: '0.05',
    feeToken: 'USDC',
    startPosition: '0',
    direction: 'Open Long',
    closedPnl: '0',
    liquidatedUser: null,
    venueOrderId: `9${number}`,
    clientOrderId: null,
    hash: `0x${number}`,
    tsMs: START_MS + number * 60_000,
    ...changes,
  }
}

export function aPayment(number: number, changes: Partial<FundingRecord> = {}): FundingRecord {
  return {
    account: ACCOUNT,
    coin: 'BTC',
    tsMs: START_MS + number * 3_600_000,
    amount: '-0.0123',
    size: '1',
    rate: '0.0000125',
    hash: null,
    ...changes,
  }
}

/** Records in a folder of their own, beside the log where one is given. */
export function recordsOf(logFile?: string) {
  const folder = temporaryFolder()
  const store = openRecords(join(folder, 'records.sqlite'))
  const openLog = () =>
    logFile !== undefined && existsSync(logFile) ? openLogSource(logFile) : null
  const program = { name: 'Countersign', version: 'test' }
  return {
    folder,
    store,
    service: new RecordsService({ store, openLog, program, ratesFolder: join(folder, 'rates') }),
  }
}
