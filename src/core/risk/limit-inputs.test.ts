import { describe, expect, it } from 'vitest'
import { parseMoney, parseRatio } from '../money/decimal.ts'
import { limitsToInputs, limitText, limitUnit, readLimitInputs } from './limit-inputs.ts'
import { PROFILES } from './limits.ts'

const standard = limitsToInputs(PROFILES.standard)

describe('lengths of time', () => {
  it('that are no round minutes or hours come back from the editor as they were', () => {
    for (const ms of [60_001, 100_000, 61_234, 3_599_999, 86_399_999]) {
      const limits = { ...PROFILES.standard, lossesCoolDownMs: ms, positionAgeMsMax: ms }
      expect(readLimitInputs(limitsToInputs(limits))).toEqual({ isValid: true, limits })
    }
    const typed = { ...limitsToInputs(PROFILES.standard), lossesCoolDownMs: '1.00001' }
    expect(readLimitInputs(typed).isValid).toBe(false)
  })
})

describe('limits in the editor', () => {
  it('are read back as they were written', () => {
    for (const limits of Object.values(PROFILES)) {
      expect(readLimitInputs(limitsToInputs(limits))).toEqual({ isValid: true, limits })
    }
  })

  it('stand in the units that people say them in', () => {
    expect(standard).toMatchObject({
      riskPerTrade: '1',
      dayLossAmount: '',
      confluenceMin: '0.75',
      priceBand: '0.3',
      duplicateBlockMs: '60',
      quoteAgeMsMax: '5',
      positionAgeMsMax: '24',
      positionsMax: '3',
    })
    expect(limitUnit('riskPerTrade')).toBe('%')
    expect(limitText('dayLossAmount', PROFILES.strict.dayLossAmount)).toBe('$9.99')
    expect(limitText('dayLossAmount', null)).toBe('none')
    expect(limitText('quoteAgeMsMax', 500)).toBe('0.5 s')
  })

  it('take what people type', () => {
    const read = readLimitInputs({
      ...standard,
      dayLossAmount: ' 1,000.50 ',
      riskPerTrade: '0.5',
      quoteAgeMsMax: '1.5',
    })
    if (!read.isValid) throw new Error('refused')
    expect(read.limits.dayLossAmount).toBe(parseMoney('1000.5'))
    expect(read.limits.riskPerTrade).toBe(parseRatio('0.005'))
    expect(read.limits.quoteAgeMsMax).toBe(1_500)
  })

  it.each([
    ['riskPerTrade', '6', '0.01 % to 5 %'],
    ['riskPerTrade', '', '0.01 % to 5 %'],
    ['riskPerTrade', '0.000000001', '0.01 % to 5 %'],
    ['riskPerTrade', '0,5', '0.01 % to 5 %'],
    ['dayLossAmount', '9,99', '$1 to $1000000000, or empty for none'],
    ['positionsMax', '2.5', '1 to 10'],
    ['positionsMax', '1e1', '1 to 10'],
    ['duplicateBlockMs', '1441', '0 min to 1440 min'],
    ['dayLossAmount', '0.5', '$1 to $1000000000, or empty for none'],
    ['dayTimeZone', 'Mars', 'an IANA time zone such as UTC or Europe/London'],
  ])('%s of "%s" is refused with what is allowed', (field, typed, allowed) => {
    const read = readLimitInputs({ ...standard, [field]: typed })
    expect(read).toEqual({
      isValid: false,
      problems: [{ field, value: typed === '' ? 'empty' : typed, allowed }],
    })
  })

  it('name what is missing and what is unknown', () => {
    const { riskPerTrade: _, ...others } = standard
    const read = readLimitInputs({ ...others, constructor: '1' })
    if (read.isValid) throw new Error('taken')
    expect(read.problems.map(({ field }) => field)).toEqual(['riskPerTrade', 'constructor'])
  })
})
