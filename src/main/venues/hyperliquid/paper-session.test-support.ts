import { Signature, Wallet } from 'ethers'
import type { SubmissionAnswered } from '#core/engine/venue-inputs.ts'
import { asTicketId } from '#core/model/ids.ts'
import type { Terms } from '#core/model/terms.ts'
import { createCandleFileFeed } from '../../paper-exchange/feeds/candle-file-feed.ts'
import type { PaperExchange } from '../../paper-exchange/start-paper-exchange.ts'
import { startPaperExchange } from '../../paper-exchange/start-paper-exchange.ts'
import { ManualClock } from '../../runtime/manual-clock.ts'
import type { HyperliquidVenue } from './hyperliquid-venue.ts'
import { createHyperliquidVenue } from './hyperliquid-venue.ts'
import { Recorder } from './recorder.test-support.ts'
import { agentTypedData } from './sign-payload.ts'
import type { VenueLogEntry } from './venue-log.ts'

const NOW_MS = 1_700_000_000_000
/** 2023-03-01 00:00 UTC, the beginning of the recorded prices below. */
export const FEED_START_MS = 1_677_628_800_000

/** One-minute candles: four quiet hours around 20,000, then up by 8 % within an hour. */
function recordedPrices(): string {
  const rows = ['open_time,open,high,low,close,volume']
  let close = 20_000
  for (let minute = 0; minute < 400; minute += 1) {
    const open = close
    close = minute < 240 ? 20_000 + (minute % 2) * 4 : open + 27
    const time = new Date(FEED_START_MS + minute * 60_000).toISOString()
    rows.push(
      `${time},${open},${Math.max(open, close) + 3},${Math.min(open, close) - 3},${close},5`,
    )
  }
  return rows.join('\n')
}

export interface PaperSession {
  readonly clock: ManualClock
  readonly exchange: PaperExchange
  readonly venue: HyperliquidVenue
  readonly recorder: Recorder
  readonly logged: VenueLogEntry[]
  /** Signs as a device would, sends, and gives back the outcome. */
  trade(terms: Terms): Promise<SubmissionAnswered['outcome']>
  /** Half a second passes on the one clock, until the desk has seen the quote that it brings. */
  step(): Promise<void>
  /** Steps until the condition holds; gives up after many. */
  stepUntil(isDone: () => boolean): Promise<void>
  stop(): Promise<void>
}

/** The adapter at the real paper exchange over real sockets, both on one clock that is moved by hand. */
export async function openPaperSession(speed = 60): Promise<PaperSession> {
  const clock = new ManualClock(NOW_MS)
  const wallet = new Wallet(`0x${'01'.repeat(32)}`)
  const exchange = await startPaperExchange({
    clock,
    feed: createCandleFileFeed(recordedPrices(), 'recorded for this test'),
    speed,
    fundedAddresses: [wallet.address],
  })
  const recorder = new Recorder()
  const logged: VenueLogEntry[] = []
  const venue = createHyperliquidVenue({
    mode: 'paper',
    httpUrl: exchange.url,
    wsUrl: exchange.wsUrl,
    accountAddress: wallet.address,
    clock,
    log: (entry) => logged.push(entry),
    jitterSeed: 1,
  })
  let nonce = NOW_MS
  const trade = async (terms: Terms): Promise<SubmissionAnswered['outcome']> => {
    nonce += 1
    const expiresAfterMs = clock.wallMs() + 60_000
    const { actionBytes, connectionId } = venue.prepare(terms, nonce, expiresAfterMs)
    const { domain, types, message } = agentTypedData('paper', connectionId)
    const fields = { Agent: types.Agent.map((field) => ({ ...field })) }
    const { r, s, v } = Signature.from(await wallet.signTypedData(domain, fields, { ...message }))
    const answered = await venue.submit({
      kind: 'submitAction',
      ticketId: asTicketId('t-1'),
      attempt: 1,
      terms,
      nonce,
      expiresAfterMs,
      actionHex: Buffer.from(actionBytes).toString('hex'),
      signature: { r, s, v },
    })
    return answered.outcome
  }
  const step = async (): Promise<void> => {
    const count = recorder.of('quoteTick').length
    clock.advance(500)
    await recorder.nth('quoteTick', count + 1)
  }
  await venue.start(recorder.emit)
  await recorder.untilVenue('live')
  return {
    clock,
    exchange,
    venue,
    recorder,
    logged,
    trade,
    step,
    async stepUntil(isDone) {
      for (let count = 0; count < 1_000 && !isDone(); count += 1) await step()
      if (!isDone()) throw new Error('it did not happen in 500 s')
    },
    async stop() {
      await venue.stop()
      await exchange.close()
    },
  }
}
