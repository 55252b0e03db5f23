import { beforeAll, describe, expect, it } from 'vitest'
import type { InputBody } from '#core/engine/inputs.ts'
import { asMoney, asPrice } from '#core/money/amount.ts'
import { judgeReading } from './judge-reading.test-support.ts'
import { MessageReader } from './message-reader.test-support.ts'
import { feedMutations } from './mutated-messages.test-support.ts'
import type { VenueMessage } from './venue-messages.test-support.ts'
import { recordVenueMessages } from './venue-messages.test-support.ts'

let messages: readonly VenueMessage[]
beforeAll(async () => {
  messages = await recordVenueMessages()
})

/** The same input with one thing in it that the message does not say. */
function falsified(input: InputBody): InputBody {
  switch (input.kind) {
    case 'fillReported':
      return { ...input, price: asPrice(input.price + 1n) }
    case 'quoteTick':
      return { ...input, bid: asPrice(input.bid / 10n) }
    case 'orderReported':
      return { ...input, venueStatus: 'canceled' }
    case 'fundingReported':
      return { ...input, amount: asMoney(-input.amount) }
    default:
      return input
  }
}

describe('messages of a venue', () => {
  it('as they are meant to be are read without a refusal', async () => {
    const reader = new MessageReader()
    const kinds = new Set<string>()
    for (const message of messages) {
      const reading = await reader.read(message, message.text)
      expect(reading.refusals).toEqual([])
      expect(judgeReading(message.text, reading, reader.state)).toBeNull()
      for (const { kind } of reading.inputs) kinds.add(kind)
    }
    expect([...kinds].sort()).toEqual(
      expect.arrayContaining(['fillReported', 'fundingReported', 'orderReported', 'quoteTick']),
    )
    expect(reader.state.book.positions.size).toBe(1)
  })

  it('are judged: a reading that says something else than its message is found', async () => {
    const reader = new MessageReader()
    const found: (string | null)[] = []
    for (const message of [...messages, ...messages]) {
      const reading = await reader.read(message, message.text)
      const inputs = reading.inputs.map(falsified)
      found.push(judgeReading(message.text, { ...reading, inputs }, reader.state))
    }
    for (const fault of ['another fill', 'another price', 'another order', 'another payment']) {
      expect(found).toContain(fault)
    }
    const sample = `0x${'a'.repeat(40)}`
    const refusals = [{ level: 'warn' as const, message: 'The venue said so.', sample }]
    const told = { inputs: [], refusals, value: null }
    expect(judgeReading('{}', told, reader.state)).toBe('a sample too open')
  })

  it('20,000 mutated ones break nothing, set nothing wrong, and every refusal has a reason', async () => {
    const tally = await feedMutations(messages, 20_000, 1)
    process.stdout.write(
      `mutated messages: ${tally.refused} refused, ${tally.read} read, ${tally.ignored} ignored\n`,
    )
    expect(tally.refused).toBeGreaterThan(8_000)
    expect(tally.read).toBeGreaterThan(1_000)
  })
})
