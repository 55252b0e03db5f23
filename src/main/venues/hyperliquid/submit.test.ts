import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SubmitAction } from '#core/engine/effects.ts'
import { asTicketId } from '#core/model/ids.ts'
import type { Terms } from '#core/model/terms.ts'
import { ManualClock } from '../../runtime/manual-clock.ts'
import { AddressBudget } from './address-budget.ts'
import type { Reply } from './fake-venue.test-support.ts'
import { FakeVenue } from './fake-venue.test-support.ts'
import { HttpPoster } from './http-post.ts'
import { EntryPace, RequestBudget, WEIGHT_PER_MINUTE } from './limits.ts'
import { buildAction } from './prepare.ts'
import { signPayload } from './sign-payload.ts'
import { Submitter } from './submit.ts'
import { findInstrument, longBracket, testId } from './terms.test-support.ts'
import type { VenueLogEntry } from './venue-log.ts'

const NOW_MS = 1_700_000_000_000
const cancelTwo: Terms = {
  kind: 'cancel',
  cancels: [
    { coin: 'BTC', clientOrderId: testId(1) },
    { coin: 'ETH', clientOrderId: testId(2) },
  ],
}

function effectFor(terms: Terms, nonce = NOW_MS): SubmitAction {
  const expiresAfterMs = NOW_MS + 60_000
  const { actionBytes } = signPayload(buildAction(terms, findInstrument), nonce, expiresAfterMs)
  return {
    kind: 'submitAction',
    ticketId: asTicketId('t-1'),
    attempt: 1,
    terms,
    nonce,
    expiresAfterMs,
    actionHex: Buffer.from(actionBytes).toString('hex'),
    signature: { r: `0x${'11'.repeat(32)}`, s: `0x${'22'.repeat(32)}`, v: 27 },
  }
}

const ordersAnswer = (statuses: unknown[]): Reply => ({
  json: { status: 'ok', response: { type: 'order', data: { statuses } } },
})

describe('Submitter', () => {
  const clock = new ManualClock(NOW_MS)
  let fake: FakeVenue
  let poster: HttpPoster
  let budget: RequestBudget
  let addressBudget: AddressBudget
  let submitter: Submitter
  let logged: VenueLogEntry[]
  let venueWallMs = NOW_MS

  beforeEach(async () => {
    fake = new FakeVenue()
    const { httpUrl } = await fake.start()
    poster = new HttpPoster(httpUrl, clock)
    budget = new RequestBudget(clock)
    logged = []
    venueWallMs = NOW_MS
    addressBudget = new AddressBudget(clock)
    submitter = new Submitter({
      addressBudget,
      entryPace: null,
      poster,
      budget,
      venueWallMs: () => venueWallMs,
      log: (entry) => logged.push(entry),
    })
  })
  afterEach(async () => {
    poster.close()
    await fake.stop()
  })

  const outcomeOf = async (reply: Reply, terms: Terms = longBracket) => {
    fake.exchange = () => reply
    return (await submitter.submit(effectFor(terms))).outcome
  }

  it('sends the very action that was hashed, with nonce, signature and expiry', async () => {
    const outcome = await outcomeOf(
      ordersAnswer([{ resting: { oid: 7 } }, 'waitingForFill', 'waitingForFill']),
    )
    expect(outcome).toEqual({
      result: 'answered',
      answers: [
        { result: 'resting', venueOrderId: '7' },
        { result: 'waiting' },
        { result: 'waiting' },
      ],
    })
    const [body] = fake.submitted
    const effect = effectFor(longBracket)
    expect(JSON.stringify(body)).toBe(
      JSON.stringify({
        action: buildAction(longBracket, findInstrument),
        nonce: effect.nonce,
        signature: effect.signature,
        expiresAfter: effect.expiresAfterMs,
      }),
    )
  })

  it('reads cancels and a plain yes', async () => {
    const statuses = ['success', { error: 'Order was never placed, already canceled, or filled.' }]
    expect(await outcomeOf(ordersAnswer(statuses), cancelTwo)).toMatchObject({
      answers: [{ result: 'canceled' }, { result: 'error' }],
    })
  })

  it('takes a plain yes for leverage only', async () => {
    const yes: Reply = { json: { status: 'ok', response: { type: 'default' } } }
    const leverage: Terms = { kind: 'leverage', coin: 'BTC', leverage: 5 }
    expect(await outcomeOf(yes, leverage)).toEqual({ result: 'answered', answers: [] })
    fake.exchange = () => yes
    const second = await submitter.submit(effectFor(longBracket, NOW_MS + 1))
    expect(second.outcome.result).toBe('unknown')
  })

  it('spreads one error of the whole batch over its orders', async () => {
    const outcome = await outcomeOf(
      ordersAnswer([{ error: 'Insufficient margin to place order.' }]),
    )
    expect(outcome).toMatchObject({
      result: 'answered',
      answers: [{ result: 'error' }, { result: 'error' }, { result: 'error' }],
    })
  })

  it.each<[string, Reply, string]>([
    [
      'a refusal',
      { json: { status: 'err', response: 'Invalid nonce: duplicate nonce 5' } },
      'refused',
    ],
    ['422', { status: 422, text: 'Failed to deserialize' }, 'refused'],
    ['429', { status: 429, text: '' }, 'unknown'],
    ['502', { status: 502, text: '<html>' }, 'unknown'],
    ['404', { status: 404, text: '' }, 'unknown'],
    ['a redirect', { status: 302, text: '' }, 'unknown'],
    ['no JSON', { status: 200, text: 'OK' }, 'unknown'],
    ['a new shape', { json: { status: 'ok', response: { type: 'order' } } }, 'unknown'],
    ['too few answers', ordersAnswer(['waitingForFill']), 'unknown'],
    ['too many answers', ordersAnswer(Array(4).fill('waitingForFill')), 'unknown'],
    ['a broken connection', 'drop', 'unknown'],
  ])('%s', async (_name, reply, result) => {
    expect((await outcomeOf(reply)).result).toBe(result)
    expect(fake.submitted.length).toBe(1)
  })

  it('logs a sample of an answer that it does not know', async () => {
    await outcomeOf({
      json: { status: 'ok', response: { type: 'order', user: `0x${'ab'.repeat(20)}` } },
    })
    expect(logged[0]?.sample).toContain('0xabab…')
    expect(logged[0]?.sample).not.toContain('abababab')
  })

  it('is uncertain after a timeout, and never sends again', async () => {
    fake.exchange = () => 'hang'
    const effect = effectFor(longBracket)
    const pending = submitter.submit(effect)
    await fake.until(() => fake.submitted.length === 1)
    clock.advance(10_000)
    expect((await pending).outcome.result).toBe('unknown')
    fake.exchange = () =>
      ordersAnswer([{ resting: { oid: 7 } }, 'waitingForFill', 'waitingForFill'])
    expect((await submitter.submit(effect)).outcome.result).toBe('unknown')
    expect(fake.submitted.length).toBe(1)
  })

  it('proves that nothing was sent: expired, no budget, nobody there, unreadable bytes', async () => {
    venueWallMs = NOW_MS + 60_000
    expect((await submitter.submit(effectFor(longBracket))).outcome).toMatchObject({
      result: 'notSent',
      message: 'The action had expired before it was sent.',
    })
    venueWallMs = NOW_MS
    const broken = { ...effectFor(longBracket), actionHex: 'zz' }
    expect((await submitter.submit(broken)).outcome.result).toBe('notSent')
    budget.charge(WEIGHT_PER_MINUTE - 100)
    expect((await submitter.submit(effectFor(longBracket))).outcome.result).toBe('notSent')
    expect(fake.submitted.length).toBe(0)
    await fake.stop()
    expect((await submitter.submit(effectFor(cancelTwo))).outcome).toMatchObject({
      result: 'notSent',
      message: expect.stringContaining('ECONNREFUSED') as string,
    })
  })

  it('sends ten entries a minute and no more, and every exit', async () => {
    const pace = new EntryPace(clock)
    const venueWall = () => NOW_MS
    const log = () => undefined
    const options = { addressBudget, poster, budget, venueWallMs: venueWall, log }
    const paced = new Submitter({ ...options, entryPace: pace })
    fake.exchange = () => ordersAnswer([{ error: 'no' }])
    const entry = async (count: number) =>
      (await paced.submit(effectFor(longBracket, NOW_MS + count))).outcome
    for (let count = 0; count < 10; count += 1) {
      expect((await entry(count)).result).toBe('answered')
      clock.advance(1_000)
    }
    const refused = await entry(10)
    expect(refused).toMatchObject({
      result: 'notSent',
      message: expect.stringMatching(/^The desk sends 10 entries a minute .*\(E005\).* in 50 s\.$/),
    })
    expect(fake.submitted).toHaveLength(10)
    expect((await paced.submit(effectFor(cancelTwo, NOW_MS + 11))).outcome.result).toBe('answered')
    clock.advance(50_000)
    expect((await entry(12)).result).toBe('answered')
  })

  it('keeps a part of the budget for what reduces risk', async () => {
    budget.charge(WEIGHT_PER_MINUTE - 50)
    expect((await outcomeOf(ordersAnswer(['success', 'success']), cancelTwo)).result).toBe(
      'answered',
    )
  })
})
