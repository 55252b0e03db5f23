import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bookHash } from './book-text.ts'
import { addressOf, derivationPathOf } from './crash/accounts.ts'
import type { Bundles } from './crash/bundle-process.ts'
import { bundleProcesses } from './crash/bundle-process.ts'
import { compareWithVenue } from './crash/compare-with-venue.ts'
import type { DeskFile } from './crash/desk-file.ts'
import { readDeskFile } from './crash/desk-file.ts'
import type { DeskOrders, DeskReport } from './crash/desk-messages.ts'
import type { KillPlan } from './crash/kill-plan.ts'
import { describePlan } from './crash/kill-plan.ts'
import type { OrderRecorder } from './crash/order-recorder.ts'
import { startOrderRecorder } from './crash/order-recorder.ts'
import type { DeskRun, ExchangeProcess } from './crash/run-process.ts'
import { runDesk, startExchangeProcess } from './crash/run-process.ts'
import { askVenue } from './crash/venue-witness.ts'

let bundles: Bundles
let exchange: ExchangeProcess
let recorder: OrderRecorder
let folders: string

beforeAll(async () => {
  bundles = await bundleProcesses()
  exchange = await startExchangeProcess(bundles.path('exchange-process'), 40)
  recorder = await startOrderRecorder(exchange.url)
  folders = mkdtempSync(join(tmpdir(), 'countersign-crash-'))
})

afterAll(async () => {
  await recorder?.close()
  await exchange?.stop()
  bundles?.remove()
  if (folders) rmSync(folders, { recursive: true, force: true })
})

let accounts = 0

/** A data folder and an account that only one test uses. */
function newDesk() {
  accounts += 1
  const folder = mkdtempSync(join(folders, 'desk-'))
  const file = join(folder, 'desk.sqlite')
  const account = addressOf(accounts)
  const derivationPath = derivationPathOf(accounts)
  const run = (person: DeskOrders['person'], plan: KillPlan, clockAheadMs = 0): Promise<DeskRun> =>
    runDesk({
      script: bundles.path('desk-process'),
      timeoutMs: 30_000,
      orders: {
        folder,
        httpUrl: recorder.url,
        wsUrl: exchange.wsUrl,
        account,
        derivationPath,
        clockAheadMs,
        plan,
        person,
      },
    })
  return { file, run }
}

function reportOf({ end }: DeskRun): DeskReport {
  if (end.how !== 'atRest') throw new Error(`the desk ended as ${JSON.stringify(end)}`)
  return end.report
}

/** Everything that must hold whenever a desk is at rest. */
async function expectTruth(file: string, run: DeskRun): Promise<DeskFile> {
  const desk = readDeskFile(file)
  expect(desk.problems).toEqual([])
  const report = reportOf(run)
  expect(bookHash(desk.book)).toBe(report.bookHash)
  expect(report.faults).toEqual([])
  expect(report.differences).toEqual([])
  const venue = await askVenue(exchange.url, desk.book.accountAddress?.toLowerCase() ?? '')
  expect(compareWithVenue(desk.book, venue, recorder)).toEqual([])
  return desk
}

const stages = (report: DeskReport): string[] => report.tickets.map(({ stage }) => stage)

/** Before the send: nothing can have arrived, and the same ticket goes on. */
const beforeSend: readonly KillPlan[] = [
  { at: 'beforeCommit', event: 'ApprovalRequested' },
  { at: 'afterCommit', event: 'ApprovalRequested' },
  { at: 'beforeCommit', event: 'OrderApproved' },
  { at: 'afterCommit', event: 'OrderApproved' },
  { at: 'beforeCommit', event: 'ActionPrepared' },
  { at: 'afterCommit', event: 'ActionPrepared' },
  { at: 'beforeCommit', event: 'OrderSigned' },
]

/** After the send: the order exists, and the log must learn all of it from the venue. */
const afterSend: readonly KillPlan[] = [
  { at: 'afterSend' },
  { at: 'beforeCommit', event: 'SubmissionSettled' },
  { at: 'afterCommit', event: 'SubmissionSettled' },
  { at: 'beforeCommit', event: 'OrderFilled' },
  { at: 'afterCommit', event: 'OrderFilled' },
]

describe.concurrent('killed before the send', () => {
  it.each(beforeSend.map((plan) => [describePlan(plan), plan] as const))(
    '%s: nothing was sent, and the desk trades on',
    async (_name, plan) => {
      const { file, run } = newDesk()
      const killed = await run({ does: 'oneTrade' }, plan)
      expect(killed.end.how).toBe('killed')
      const offered = [...readDeskFile(file).book.orders.keys()]
      expect(offered.filter((id) => recorder.arrivals(id) > 0)).toEqual([])

      const settled = await run({ does: 'nothing' }, { at: 'never' })
      const { book } = await expectTruth(file, settled)
      const hadTicket = book.tickets.size > 0
      if (hadTicket) expect(stages(reportOf(settled))).toEqual(['pending'])

      const resumed = await run({ does: hadTicket ? 'approve' : 'oneTrade' }, { at: 'never' })
      const after = await expectTruth(file, resumed)
      expect(stages(reportOf(resumed))).toEqual(['done'])
      expect([...after.book.orders.values()].map(({ status }) => status)).toEqual([
        'Filled',
        'Accepted',
        'Accepted',
      ])
    },
  )
})

describe.concurrent('killed after the send', () => {
  it.each(afterSend.map((plan) => [describePlan(plan), plan] as const))(
    '%s: the log learns from the venue, nothing is sent again',
    async (_name, plan) => {
      const { file, run } = newDesk()
      const killed = await run({ does: 'oneTrade' }, plan)
      expect(killed.end.how).toBe('killed')

      const settled = await run({ does: 'nothing' }, { at: 'never' })
      const { book } = await expectTruth(file, settled)
      expect(stages(reportOf(settled))).toEqual(['done'])
      expect([...book.orders.values()].map(({ status }) => status)).toEqual([
        'Filled',
        'Accepted',
        'Accepted',
      ])
      expect(book.positions.get('BTC')?.quantity).toBeGreaterThan(0n)
      expect(book.risk.causes).toEqual([])
    },
  )
})

describe('killed between the record of the submission and the send', () => {
  it('stays unknown until its expiry has passed, then ends, and nothing was ever sent', async () => {
    const { file, run } = newDesk()
    const killed = await run({ does: 'oneTrade' }, { at: 'afterCommit', event: 'OrderSubmitted' })
    expect(killed.end.how).toBe('killed')

    const asking = await run({ does: 'nothing' }, { at: 'never' })
    const first = await expectTruth(file, asking)
    expect(stages(reportOf(asking))).toEqual(['unknown'])
    for (const id of first.book.orders.keys()) expect(recorder.arrivals(id)).toBe(0)

    const later = await run({ does: 'nothing' }, { at: 'never' }, 140_000)
    const second = await expectTruth(file, later)
    const [ticket] = reportOf(later).tickets
    expect(ticket).toMatchObject({ stage: 'expired' })
    expect(ticket?.ending).toBeTruthy()
    for (const id of second.book.orders.keys()) expect(recorder.arrivals(id)).toBe(0)
    expect(existsSync(file)).toBe(true)

    const traded = await run({ does: 'oneTrade' }, { at: 'never' }, 140_000)
    await expectTruth(file, traded)
    expect(stages(reportOf(traded))).toEqual(['expired', 'done'])
  })
})
