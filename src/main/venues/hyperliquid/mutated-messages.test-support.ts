import { seededRandom } from './backoff.ts'
import { judgeReading } from './judge-reading.test-support.ts'
import { MessageReader } from './message-reader.test-support.ts'
import { mutateMessage } from './mutate-message.test-support.ts'
import type { VenueMessage } from './venue-messages.test-support.ts'

/** A fresh desk after so many messages, so that none is hidden behind what came before it. */
const MESSAGES_A_DESK = 40

export interface MutationTally {
  readonly read: number
  readonly refused: number
  /** Valid, but nothing new: of another account, repeated, or of no concern. */
  readonly ignored: number
}

/** Feeds `count` mutated messages of one seed; throws at the first that is read wrongly. */
export async function feedMutations(
  messages: readonly VenueMessage[],
  count: number,
  seed: number,
): Promise<MutationTally> {
  const random = seededRandom(seed)
  const tally = { read: 0, refused: 0, ignored: 0 }
  let reader = new MessageReader()
  for (let index = 0; index < count; index += 1) {
    if (index % MESSAGES_A_DESK === 0) reader = new MessageReader()
    const message = messages[Math.floor(random() * messages.length)] as VenueMessage
    const text = mutateMessage(random, message.text)
    const where = `seed ${seed}, message ${index}: ${text.slice(0, 500)}`
    const reading = await reader.read(message, text).catch((cause: unknown) => {
      throw new Error(`it broke the desk at ${where}`, { cause })
    })
    const fault = judgeReading(text, reading, reader.state)
    if (fault !== null) throw new Error(`${fault} at ${where}`)
    if (reading.refusals.length > 0) tally.refused += 1
    else if (reading.inputs.length > 0 || reading.value !== null) tally.read += 1
    else tally.ignored += 1
  }
  return tally
}
