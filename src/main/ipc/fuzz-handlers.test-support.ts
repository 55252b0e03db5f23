import fc from 'fast-check'
import { expect } from 'vitest'
import { requestNames, requestSchemas } from '#contract/requests.ts'
import { fakeDesk } from './fake-ipc.test-support.ts'

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withTypedArray: true,
  maxDepth: 4,
})
const fieldNames = [
  ...new Set(requestNames.flatMap((name) => Object.keys(requestSchemas[name].shape))),
]
const likely = fc.oneof(
  fc.constantFrom(
    'BTC',
    't-1',
    'buy',
    '1',
    '0',
    '-1',
    '1h',
    'ab'.repeat(32),
    `0x${'0'.repeat(32)}`,
  ),
  fc.boolean(),
  fc.double(),
  fc.string(),
  fc.constant(null),
  anything,
)
const nearMiss = fc.dictionary(
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...fieldNames) },
    { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', 'then') },
  ),
  likely,
  { maxKeys: 8 },
)
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<unknown>(...requestNames) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>('__proto__', 'constructor', 'hasOwnProperty') },
  { weight: 1, arbitrary: anything },
)
/** One message in ten has a part too many. */
const more = fc.oneof(
  { weight: 9, arbitrary: fc.constant<unknown[]>([]) },
  { weight: 1, arbitrary: fc.array(anything, { minLength: 1, maxLength: 1 }) },
)

/**
 * Sends so many wrong and nearly right messages to the real checks of the desk's channel. Each is
 * answered; what is refused reaches no handler; what reaches one is what its schema takes.
 */
export async function fuzzHandlers(messages: number): Promise<{ taken: number; refused: number }> {
  const desk = fakeDesk()
  const before = Object.getOwnPropertyNames(Object.prototype).sort()
  const counts = { taken: 0, refused: 0 }
  await fc.assert(
    fc.asyncProperty(
      name,
      fc.oneof(nearMiss, anything),
      more,
      async (requestName, payload, rest) => {
        desk.clock.advance(1000)
        desk.calls.length = 0
        desk.refused.length = 0
        const answer = await desk.send(requestName, payload, ...rest)
        if (answer.ok) {
          counts.taken += 1
          const [[called, given]] = desk.calls as [[keyof typeof requestSchemas, unknown]]
          if (desk.calls.length !== 1 || called !== requestName) throw new Error('a wrong handler')
          if (!requestSchemas[called].safeParse(given).success) throw new Error('a wrong payload')
          return
        }
        counts.refused += 1
        if (answer.error.code !== 'invalidRequest') throw new Error(`it was ${answer.error.code}`)
        if (answer.error.message.length >= 1000) throw new Error('the answer is too long')
        if (desk.calls.length > 0) throw new Error('a refused message reached a handler')
      },
    ),
    { numRuns: messages },
  )
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before)
  expect(desk.faults).toEqual([])
  return counts
}
