import fc from 'fast-check'
import { expect, test } from 'vitest'
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

test('whatever is sent is answered, and only what the schema takes reaches a handler', async () => {
  const desk = fakeDesk()
  const before = Object.getOwnPropertyNames(Object.prototype).sort()
  await fc.assert(
    fc.asyncProperty(
      name,
      fc.oneof(nearMiss, anything),
      fc.array(anything, { maxLength: 1 }),
      async (requestName, payload, more) => {
        desk.clock.advance(1000)
        desk.calls.length = 0
        const answer = await desk.send(requestName, payload, ...more)
        if (answer.ok) {
          expect(desk.calls).toHaveLength(1)
          const [[called, given]] = desk.calls as [[keyof typeof requestSchemas, unknown]]
          expect(called).toBe(requestName)
          expect(requestSchemas[called].safeParse(given).success).toBe(true)
          return
        }
        expect(answer.error.code).toBe('invalidRequest')
        expect(answer.error.message.length).toBeLessThan(1000)
        expect(desk.calls).toEqual([])
      },
    ),
    { numRuns: 5000 },
  )
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before)
})
