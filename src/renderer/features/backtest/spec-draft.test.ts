import { describe, expect, it } from 'vitest'
import { backtestSpec } from '#contract/research.ts'
import type { SpecDraft } from './spec-draft.ts'
import { checkDraft, newDraft, shareOfPercent } from './spec-draft.ts'

const FAST = { name: 'fast', unit: '', min: 2, max: 200, step: 1, default: 12, meaning: '' }
const MOMENTUM = { strategyId: 'momentum', name: 'Momentum', idea: '', parameters: [FAST] }

const draft = (change: Partial<SpecDraft> = {}): SpecDraft => ({
  ...newDraft(
    {
      candleSetId: 'BTC-1m-0badcafe',
      coin: 'BTC',
      timeframe: '1m',
      candles: 10,
      firstMs: 0,
      lastMs: 9,
      gapCount: 0,
      missing: 0,
      gaps: [],
      source: 'a file',
      addedMs: 1,
    },
    MOMENTUM,
  ),
  ...change,
})

describe('per cent as typed, shares as sent', () => {
  it.each([
    ['0.045', '0.00045'],
    ['100', '1'],
    ['12.5', '0.125'],
    ['0', '0'],
    ['-0.00125', '-0.0000125'],
    ['5', '0.05'],
  ])('%s %% is %s', (percent, share) => {
    expect(shareOfPercent(percent)).toBe(share)
  })
})

it('makes what the desk takes', () => {
  const checked = checkDraft(
    draft({ sizing: 'share', share: '25', stop: '0.5', parameters: { fast: ' 10 ', slow: '' } }),
    MOMENTUM,
  )
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  expect(backtestSpec.parse(checked.spec)).toEqual(checked.spec)
  expect(checked.spec).toMatchObject({
    takerFee: '0.00045',
    parameters: { fast: 10 },
    sizing: { by: 'share', share: '0.25', stopPct: 0.5, targetPct: null },
  })
})

it('says what is wrong with each field', () => {
  const checked = checkDraft(draft({ cash: 'much', leverage: '80', from: 'yesterday' }), MOMENTUM)
  expect(checked).toEqual({
    ok: false,
    problems: {
      cash: 'a plain number',
      leverage: '1 to 50',
      from: 'a date such as 2023-03-10',
    },
  })
})

it.each([
  [{ parameters: { fast: 'quick' } }, { 'parameter:fast': 'a plain number' }],
  [{ parameters: { fast: '1e400' } }, { 'parameter:fast': 'a plain number' }],
  [{ parameters: { fast: '-3' } }, { 'parameter:fast': '2 to 200' }],
  [{ leverage: '2.5' }, { leverage: 'a whole number' }],
  [{ from: '2023-02-30' }, { from: 'a date such as 2023-03-10' }],
  [{ to: '2023-3-1' }, { to: 'a date such as 2023-03-10' }],
  [{ from: '2023-03-10', to: '2023-03-10' }, { to: 'a day after the first' }],
  [{ cash: '10,5' }, { cash: 'a plain number' }],
])('%j is refused at its field', (change, problems) => {
  expect(checkDraft(draft(change as Partial<SpecDraft>), MOMENTUM)).toEqual({ ok: false, problems })
})

it('takes thousands as they are written', () => {
  const checked = checkDraft(draft({ cash: ' 10,000 ' }), MOMENTUM)
  expect(checked).toMatchObject({ ok: true, spec: { cash: '10000' } })
})
