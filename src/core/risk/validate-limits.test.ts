import { describe, expect, it } from 'vitest'
import { parseMoney, parseRatio } from '../money/decimal.ts'
import { compareLimits, strictestLimits } from './compare-limits.ts'
import { LIMIT_NAMES } from './limit-fields.ts'
import { PROFILES } from './limits.ts'
import { describeLimitProblem, limitsToFile, validateLimits } from './validate-limits.ts'

const { standard, strict, custom } = PROFILES
const file = limitsToFile(standard)

function problemsOf(change: Record<string, unknown>): string[] {
  const result = validateLimits({ ...file, ...change })
  return result.isValid ? [] : result.problems.map(describeLimitProblem)
}

describe('limits from a file', () => {
  it.each(Object.entries(PROFILES))('%s comes back as it was written', (_, limits) => {
    const text = JSON.stringify(limitsToFile(limits))
    expect(validateLimits(JSON.parse(text))).toEqual({ isValid: true, limits })
  })

  it.each([
    [{ riskPerTrade: '0.0001' }, []],
    [
      { riskPerTrade: '0.00009999' },
      ['riskPerTrade is 0.00009999; allowed: 0.0001 to 0.05, as a decimal text'],
    ],
    [{ riskPerTrade: '0.05' }, []],
    [
      { riskPerTrade: '0.05000001' },
      ['riskPerTrade is 0.05000001; allowed: 0.0001 to 0.05, as a decimal text'],
    ],
    [{ riskPerTrade: 0.01 }, ['riskPerTrade is 0.01; allowed: 0.0001 to 0.05, as a decimal text']],
    [
      { riskPerTrade: '1e-2' },
      ['riskPerTrade is 1e-2; allowed: 0.0001 to 0.05, as a decimal text'],
    ],
    [{ riskPerTrade: null }, ['riskPerTrade is null; allowed: 0.0001 to 0.05, as a decimal text']],
    [{ dayLossAmount: null }, []],
    [{ dayLossAmount: '9.99' }, []],
    [
      { dayLossAmount: '0.99' },
      ['dayLossAmount is 0.99; allowed: 1 to 1000000000, as a decimal text, or null for none'],
    ],
    [{ positionsMax: 10 }, []],
    [{ positionsMax: 11 }, ['positionsMax is 11; allowed: 1 to 10, a whole number']],
    [{ positionsMax: 2.5 }, ['positionsMax is 2.5; allowed: 1 to 10, a whole number']],
    [{ positionsMax: '3' }, ['positionsMax is 3; allowed: 1 to 10, a whole number']],
    [{ positionsMax: Number.NaN }, ['positionsMax is NaN; allowed: 1 to 10, a whole number']],
    [
      { duplicateBlockMs: -1 },
      ['duplicateBlockMs is -1; allowed: 0 to 86400000, whole milliseconds'],
    ],
    [{ dayTimeZone: 'Europe/London' }, []],
    [
      { dayTimeZone: 'London' },
      ['dayTimeZone is London; allowed: an IANA time zone such as "UTC" or "Europe/London"'],
    ],
    [{ leverage: 5 }, ['leverage is 5; allowed: no such limit']],
    [{ constructor: 5 }, ['constructor is 5; allowed: no such limit']],
    [
      { openRiskMax: undefined },
      ['openRiskMax is missing; allowed: 0.001 to 0.2, as a decimal text'],
    ],
    [
      { openRiskMax: { a: 1 }, leverageMax: 0 },
      [
        'openRiskMax is an object; allowed: 0.001 to 0.2, as a decimal text',
        'leverageMax is 0; allowed: 1 to 10, a whole number',
      ],
    ],
  ])('%j', (change, expected) => {
    expect(problemsOf(change)).toEqual(expected)
  })

  it.each([[null], [5], ['{}'], [[]], [undefined]])('%j is no file of limits', (given) => {
    expect(validateLimits(given)).toMatchObject({ isValid: false, problems: [{ field: 'limits' }] })
  })

  it('names every limit that an empty file lacks', () => {
    const result = validateLimits({})
    expect(result.isValid ? [] : result.problems.map(({ field }) => field)).toEqual(LIMIT_NAMES)
  })
})

describe('comparing limits', () => {
  it('tells tightened from loosened, in the right direction for each', () => {
    const edited = {
      ...standard,
      riskPerTrade: parseRatio('0.02'),
      confluenceMin: parseRatio('0.8'),
      duplicateBlockMs: 1,
      dayLossAmount: parseMoney('50'),
      dayTimeZone: 'Asia/Tokyo',
    }
    const directions = compareLimits(standard, edited).map(({ name, direction }) => [
      name,
      direction,
    ])
    expect(directions).toEqual([
      ['riskPerTrade', 'loosened'],
      ['dayLossAmount', 'tightened'],
      ['dayTimeZone', 'loosened'],
      ['confluenceMin', 'tightened'],
      ['duplicateBlockMs', 'loosened'],
    ])
    expect(compareLimits(edited, standard).map(({ direction }) => direction)).toEqual([
      'tightened',
      'loosened',
      'loosened',
      'loosened',
      'tightened',
    ])
    expect(compareLimits(standard, custom)).toEqual([])
  })

  it('takes the stricter field of two sets and says which those were', () => {
    const other = { ...strict, positionsMax: 10, confluenceMin: parseRatio('0.9') }
    const { limits, fromSecond } = strictestLimits(standard, other)
    expect(fromSecond).toEqual(['dayLossAmount', 'confluenceMin'])
    expect(limits).toEqual({ ...strict, confluenceMin: parseRatio('0.9') })
    expect(strictestLimits(other, standard).limits).toEqual({ ...limits })
  })
})
