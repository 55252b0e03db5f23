import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { InputBody } from '../src/core/engine/inputs.ts'
import { LOOSEN_WORD } from '../src/core/engine/limit-changes.ts'
import { sessionFacts } from '../src/core/engine/session-facts.ts'
import type { Ticket } from '../src/core/engine/ticket.ts'
import { asDeskId, asVenueOrderId } from '../src/core/model/ids.ts'
import { parseMoney, parsePrice, parseRatio } from '../src/core/money/decimal.ts'
import { systemClock } from '../src/main/runtime/clock.ts'
import { DeskLoop } from '../src/main/runtime/loop.ts'
import type { OutboxRow, VenuePort } from '../src/main/runtime/ports.ts'
import { createEffectRunner } from '../src/main/runtime/run-effect.ts'
import { SessionKey } from '../src/main/session/session-key.ts'
import { createSessionSigner } from '../src/main/session/session-signer.ts'
import { checkForSession } from '../src/main/signer/session-check.ts'
import type { Store } from '../src/main/store/open-store.ts'
import { openStore } from '../src/main/store/open-store.ts'
import { buildAction } from '../src/main/venues/hyperliquid/prepare.ts'
import { signPayload } from '../src/main/venues/hyperliquid/sign-payload.ts'
import { createVenueParts } from '../src/main/venues/hyperliquid/venue-parts.ts'
import type { Bench, Measurement } from './bench.ts'

const ORDERS = 200
const PRESSES = 60
const WARM_UP = 5
const ACCOUNT = `0x${'a'.repeat(40)}`
const SIGNATURE = { r: `0x${'11'.repeat(32)}`, s: `0x${'22'.repeat(32)}`, v: 27 } as const
const BTC = { coin: 'BTC', assetId: 0, sizeDecimals: 5, maxLeverage: 40, isDelisted: false }

const nowMs = (): number => performance.timeOrigin + performance.now()
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const said = async <T>(child: ChildProcess): Promise<T> => (await once(child, 'message'))[0] as T

interface Press {
  readonly wallMs: number
  /** Of the whole process: beside a report with what the report took meanwhile. */
  readonly cpuMs: number
}

/** A report as the desk runs one: in a thread, over the same file, until it is told to end. */
const REPORT = `
const { workerData, parentPort } = require('node:worker_threads')
const Database = require(workerData.sqlite)
const { createHash } = require('node:crypto')
const db = new Database(workerData.file, { readonly: true })
const rows = db.prepare('SELECT payload FROM events')
const round = () => {
  const hash = createHash('sha256')
  for (const row of rows.iterate()) hash.update(JSON.stringify(JSON.parse(row.payload)))
  hash.digest('hex')
  setImmediate(round)
}
round()
parentPort.postMessage('running')
`

/** Engine, log on disk, session key and the adapter's way out; the account and its prices are given. */
class KillDesk {
  readonly loop: DeskLoop
  readonly store: Store
  readonly #key = new SessionKey(() => randomFillSync(new Uint8Array(32)))

  constructor(file: string, port: number) {
    this.store = openStore({ file, mode: 'paper', clock: systemClock })
    const url = `127.0.0.1:${port}`
    const { submitter } = createVenueParts(
      {
        mode: 'paper',
        httpUrl: `http://${url}`,
        wsUrl: `ws://${url}`,
        accountAddress: ACCOUNT,
        clock: systemClock,
        log: () => undefined,
      },
      () => undefined,
    )
    let run: (row: OutboxRow) => void = () => undefined
    this.loop = new DeskLoop({
      mode: 'paper',
      store: this.store,
      clock: systemClock,
      marketNowMs: () => Date.now(),
      runEffect: (row) => run(row),
      onStep: () => undefined,
      onFault: (fault) => {
        throw fault
      },
    })
    const venue: Pick<VenuePort, 'prepare' | 'submit' | 'lookUpOrder' | 'observeAccount'> = {
      prepare: (terms, nonce, expiresAfterMs) =>
        signPayload(
          buildAction(terms, () => BTC),
          nonce,
          expiresAfterMs,
        ),
      submit: async (effect) =>
        effect.terms.kind === 'cancel'
          ? submitter.submit(effect)
          : {
              kind: 'submissionAnswered',
              ticketId: effect.ticketId,
              attempt: effect.attempt,
              outcome: {
                result: 'answered',
                answers: [
                  { result: 'resting', venueOrderId: asVenueOrderId(effect.ticketId.slice(2)) },
                  { result: 'waiting' },
                  { result: 'waiting' },
                ],
              },
            },
      lookUpOrder: async (clientOrderId) => ({
        kind: 'orderLookedUp',
        clientOrderId,
        answer: { result: 'failed', message: 'nobody is asked' },
      }),
      observeAccount: () => Promise.reject(new Error('nobody is asked')),
    }
    const signer = createSessionSigner({
      device: {
        sign: async ({ connectionId }) => ({
          ok: true,
          signature: SIGNATURE,
          recoveredAddress: ACCOUNT,
          connectionId,
        }),
        signStatement: async () => ({ ok: false, code: 'policyRefused', message: 'not here' }),
        cancel: () => undefined,
        getAddress: async () => ({ ok: true, address: ACCOUNT }),
        start: async () => undefined,
        stop: async () => undefined,
      },
      activeKey: () => this.#key,
      check: (request) =>
        checkForSession('paper', request, sessionFacts(this.loop.state, request.ticketId), [BTC]),
      onRefused: (reason) => {
        throw new Error(reason)
      },
    })
    run = createEffectRunner({
      venue: venue as VenuePort,
      signer,
      store: this.store,
      clock: systemClock,
      enqueue: this.loop.enqueue,
      log: () => undefined,
    })
  }

  quote(): void {
    const price = parsePrice('60000')
    this.loop.step({
      kind: 'quoteTick',
      coin: 'BTC',
      bid: parsePrice('59999'),
      ask: parsePrice('60001'),
      mark: price,
      tsEventMs: Date.now(),
    })
    this.loop.step({ kind: 'heartbeatTicked' })
  }

  approveSession(): void {
    const now = Date.now()
    this.loop.step({
      kind: 'sessionApproved',
      agentAddress: this.#key.address,
      agentName: 'countersign',
      nonce: Math.max(now, this.loop.state.book.lastNonce + 1),
      validUntilMs: now + 3_600_000,
      signature: SIGNATURE,
      recoveredAddress: ACCOUNT,
    })
  }

  async begin(): Promise<void> {
    const { loop } = this
    const inputs: readonly InputBody[] = [
      {
        kind: 'deskFounded',
        deskId: asDeskId('00112233445566aa'),
        accountAddress: ACCOUNT,
        derivationPath: "44'/60'/0'/0/0",
      },
      { kind: 'deskStarted' },
      { kind: 'instrumentsLoaded', instruments: [BTC] },
      { kind: 'venueStateChanged', state: 'live', reason: '' },
      {
        kind: 'accountObserved',
        cause: 'start',
        cash: parseMoney('10000000'),
        positions: [],
        openOrders: [],
      },
    ]
    for (const body of inputs) loop.step(body)
    this.quote()
    const limits = {
      ...loop.state.book.limits,
      tradesPerDayOther: 1_000,
      riskPerTrade: parseRatio('0.0001'),
      openRiskMax: parseRatio('0.2'),
      dayLossShare: parseRatio('0.2'),
      grossNotionalMax: parseRatio('10'),
      positionMarginMax: parseRatio('1'),
    }
    loop.step({ kind: 'limitsEdited', limits, typedWord: LOOSEN_WORD })
    while (this.resting() < ORDERS) await this.#enter()
  }

  resting(): number {
    let count = 0
    for (const { role, status } of this.loop.state.book.orders.values()) {
      if (role === 'entry' && status === 'Accepted') count += 1
    }
    return count
  }

  async #enter(): Promise<void> {
    this.quote()
    this.loop.step({
      kind: 'orderProposed',
      coin: 'BTC',
      side: 'buy',
      entry: { type: 'limit', price: parsePrice('59000') },
      sizing: { by: 'risk' },
      stopPrice: null,
      targetPrice: null,
    })
    const ticket = [...this.loop.state.book.tickets.values()].at(-1) as Ticket
    if (ticket.stage !== 'pending') throw new Error(`denied: ${ticket.ending}`)
    const { ticketId, digest } = ticket
    this.loop.step({ kind: 'approvalGranted', ticketId, digest })
    const isDone = (): boolean => ticket.stage === ('done' as Ticket['stage'])
    while (!isDone()) await pause(0)
  }

  /** From the press until the last byte of the batch is at the venue. */
  async press(venue: ChildProcess): Promise<Press> {
    this.quote()
    this.approveSession()
    const arrival = said<{ arrivedMs: number; count: number }>(venue)
    const startedMs = nowMs()
    const startedCpu = process.cpuUsage()
    this.loop.step({ kind: 'killPressed', reason: 'A bench.', shouldFlatten: false })
    const { arrivedMs, count } = await arrival
    const { user, system } = process.cpuUsage(startedCpu)
    if (count !== ORDERS) throw new Error(`${count} cancels, not ${ORDERS}`)
    while (this.resting() < ORDERS) await pause(1)
    this.loop.step({ kind: 'resumeRequested', typedWord: 'RESUME' })
    return { wallMs: arrivedMs - startedMs, cpuMs: (user + system) / 1_000 }
  }
}

async function presses(desk: KillDesk, venue: ChildProcess): Promise<Press[]> {
  const samples: Press[] = []
  for (let press = -WARM_UP; press < PRESSES; press += 1) {
    const sample = await desk.press(venue)
    if (press >= 0) samples.push(sample)
    // The request budget of the venue is real, and a minute long.
    await pause(1_000)
  }
  return samples
}

const quantile = (samples: readonly number[], share: number): string =>
  ([...samples].sort((a, b) => a - b)[Math.ceil(samples.length * share) - 1] ?? 0).toFixed(1)
const wallOf = (samples: readonly Press[]): number[] => samples.map(({ wallMs }) => wallMs)

async function run(): Promise<readonly Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-kill-'))
  const file = join(folder, 'desk.sqlite')
  const venue = fork(join(process.cwd(), 'bench/kill-venue.ts'), [], {
    execArgv: ['--import', 'tsx'],
  })
  const { port } = await said<{ port: number }>(venue)
  const desk = new KillDesk(file, port)
  let report: Worker | null = null
  try {
    await desk.begin()
    const alone = await presses(desk, venue)
    const sqlite = require.resolve('better-sqlite3')
    report = new Worker(REPORT, { eval: true, workerData: { file, sqlite } })
    await once(report, 'message')
    const beside = await presses(desk, venue)
    const [p99, p99Beside] = [quantile(wallOf(alone), 0.99), quantile(wallOf(beside), 0.99)]
    const cpuMs = alone.map((press) => press.cpuMs)
    process.stdout.write(
      `\np99: ${p99} ms alone, ${p99Beside} ms beside a report\n` +
        `Processor time of a press alone: median ${quantile(cpuMs, 0.5)} ms, p99 ${quantile(cpuMs, 0.99)} ms\n`,
    )
    return [
      { name: 'nothing else to do', samplesMs: wallOf(alone) },
      { name: 'beside a report over the same log', samplesMs: wallOf(beside) },
    ]
  } finally {
    await report?.terminate()
    desk.loop.stop()
    desk.store.close()
    venue.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

export const bench: Bench = {
  title: `Kill switch, ${ORDERS} entries rest: from the press to the last byte of the cancel at the venue`,
  run,
}
