import { describe, expect, it } from 'vitest'
import { formatDecimal } from '../money/decimal.ts'
import { confluenceScore } from './confluence-score.ts'
import { withoutOldSignals } from './duplicate-signal.ts'

const score = (...parts: readonly (readonly [number, number])[]) =>
  formatDecimal(
    confluenceScore(parts.map(([value, weight]) => ({ name: 'x', score: value, weight }))),
  )

describe('the confluence score', () => {
  it.each([
    ['no parts', [], '0'],
    ['no weight', [[1, 0]], '0'],
    [
      'the worked example of the docs',
      [
        [1, 0.3],
        [0.8, 0.25],
        [0.9, 0.15],
        [0.4, 0.15],
        [1, 0.15],
      ],
      '0.845',
    ],
    [
      'tenths that doubles cannot hold',
      [
        [0.1, 0.1],
        [0.7, 0.3],
        [0.75, 0.1],
      ],
      '0.59',
    ],
    [
      'thirds go down',
      [
        [1, 1],
        [0, 2],
      ],
      '0.33333333',
    ],
    [
      'no number counts as nothing',
      [
        [Number.NaN, 1],
        [1, 1],
      ],
      '0.5',
    ],
    ['infinity counts as one', [[Number.POSITIVE_INFINITY, 1]], '1'],
    [
      'below nothing is nothing',
      [
        [-3, 1],
        [1, 1],
      ],
      '0.5',
    ],
    [
      'a negative weight is none',
      [
        [0, -5],
        [1, 1],
      ],
      '1',
    ],
  ] as const)('%s', (_, parts, expected) => {
    expect(score(...parts)).toBe(expected)
  })
})

describe('signals that no longer block', () => {
  it('are forgotten', () => {
    const recent = new Map([
      ['old', 0],
      ['young', 500],
    ])
    expect([...withoutOldSignals(recent, 1_000, 1_000).keys()]).toEqual(['young'])
  })
})
