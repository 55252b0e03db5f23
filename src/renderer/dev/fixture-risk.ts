import type { LimitEditView, LimitSheetView, LimitView, RiskView } from '#contract/risk-views.ts'
import { MARKET_NOW_MS, MINUTE_MS } from './fixture-parts.ts'

type Row = readonly [
  name: string,
  label: string,
  rule: string,
  value: string,
  taken: string | null,
  allowed: string | null,
  takenPerMille: number | null,
  unit: string,
  input: string,
]

// biome-ignore format: one limit a line
const ROWS: readonly Row[] = [
  ['riskPerTrade', 'Risk per trade', 'R2', '1 %', null, null, null, '%', '1'],
  ['dayLossShare', 'Daily loss, share of the day-start equity', 'R1', '3 %', '$104.22', '$300.00', 347, '%', '3'],
  ['dayLossAmount', 'Daily loss in dollars', 'R1', 'none', null, null, null, '$', ''],
  ['dayTimeZone', 'Zone of the trading day', 'R1', 'UTC', null, null, null, '', 'UTC'],
  ['openRiskMax', 'Open risk of all positions', 'R3', '2 %', '$171.90', '$199.72', 860, '%', '2'],
  ['positionMarginMax', 'A position\'s margin', 'R3', '5 %', '$441.09', '$499.31', 883, '%', '5'],
  ['grossNotionalMax', 'Gross notional', 'R3', '150 %', '$7,214.50', '$14,979.40', 481, '%', '150'],
  ['positionsMax', 'Open positions', 'R3', '3', '2', '3', 666, '', '3'],
  ['leverageMax', 'Leverage', 'R3', '10', null, null, null, '', '10'],
  ['confluenceMin', 'Confluence score', 'R6', '0.75', null, null, null, '', '0.75'],
  ['duplicateBlockMs', 'Block of the same signal', 'R5', '60 min', null, null, null, 'min', '60'],
  ['tradesPerDay9h', 'Trades a day on 9h', 'R4', '2', '0', '2', 0, '', '2'],
  ['tradesPerDay6h', 'Trades a day on 6h', 'R4', '2', '2', '2', 1000, '', '2'],
  ['tradesPerDay3h', 'Trades a day on 3h', 'R4', '1', '0', '1', 0, '', '1'],
  ['tradesPerDayOther', 'Trades a day on any other timeframe', 'R4', '3', '1', '3', 333, '', '3'],
  ['lossesInRowMax', 'Losses in a row', 'R9', '3', '1', '3', 333, '', '3'],
  ['drawdownMax', 'Drawdown from the highest equity', 'R9', '10 %', '$212.40', '$1,021.00', 208, '%', '10'],
  ['venueErrorsPerMinuteMax', 'Venue errors a minute', 'R9', '5', '0', '5', 0, '', '5'],
  ['positionAgeMsMax', 'Age of a position', 'R11', '24 h', '7 h', '24 h', 291, 'h', '24'],
]

const LIMITS: readonly LimitView[] = ROWS.map(
  ([name, label, rule, value, taken, allowed, takenPerMille]) => ({
    name,
    label,
    rule,
    value,
    taken,
    allowed,
    takenPerMille,
  }),
)

const inputs = Object.fromEntries(ROWS.map((row) => [row[0], row[8]]))

export const RISK: RiskView = {
  profile: 'standard',
  day: {
    dayKey: '2023-03-12',
    zone: 'UTC',
    cap: '300',
    capFrom: 'share of equity',
    used: '104.22',
    atRisk: '92.4',
    left: '103.38',
    overshoot: '0',
  },
  overshoots: [],
  limits: LIMITS,
  causes: [],
  alerts: [
    {
      coin: 'ETH',
      kind: 'noRestingStop',
      message: '0.8 ETH have no stop that rests at the venue: add one, or close.',
      sinceMs: MARKET_NOW_MS - 3 * MINUTE_MS,
    },
  ],
  instruments: [
    { coin: 'BTC', isOn: true },
    { coin: 'ETH', isOn: true },
    { coin: 'SOL', isOn: false },
  ],
  resume: null,
  killHotkey: { accelerator: 'Control+Alt+Shift+K', isRegistered: true },
}

export const RISK_EMPTY: RiskView = {
  ...RISK,
  day: {
    ...(RISK.day as NonNullable<RiskView['day']>),
    used: '0',
    atRisk: '0',
    left: '300',
    overshoot: '0',
  },
  limits: RISK.limits.map((limit) => ({
    ...limit,
    takenPerMille: limit.takenPerMille === null ? null : 0,
    taken: limit.taken === null ? null : limit.taken.startsWith('$') ? '$0.00' : '0',
  })),
  alerts: [],
  instruments: [{ coin: 'BTC', isOn: true }],
}

export const RISK_HALTED: RiskView = {
  ...RISK,
  day: {
    ...(RISK.day as NonNullable<RiskView['day']>),
    used: '312.6',
    atRisk: '0',
    left: '0',
    overshoot: '12.6',
  },
  overshoots: [
    '2023-03-12 has lost $312.60, $12.60 beyond its cap of $300.00: $300.10 by prices, $12.15 by fees, $0.35 by funding.',
    'BTC lost $112.85 where at most $100.00 was reckoned: $12.85 more, $12.50 by slippage or a gap and $0.35 by funding.',
  ],
  causes: [
    {
      cause: 'killSwitch',
      mode: 'halted',
      title: 'Kill switch pressed',
      reason: 'Stopped by hand',
      ends: 'a person resumes',
      sinceMs: MARKET_NOW_MS - MINUTE_MS,
      untilMs: null,
    },
    {
      cause: 'dayLoss',
      mode: 'reducing',
      title: 'Daily loss cap reached',
      reason: 'The day has lost $312.60 of the $300.00 it may',
      ends: 'the next trading day',
      sinceMs: MARKET_NOW_MS - 9 * MINUTE_MS,
      untilMs: null,
    },
  ],
}

export const LIMIT_SHEET: LimitSheetView = {
  profile: 'standard',
  inputs,
  shipped: { strict: { ...inputs, dayLossAmount: '9.99' }, standard: inputs },
  fields: ROWS.map(([name, label, rule, , , , , unit]) => ({
    name,
    label,
    rule,
    unit,
    isText: name === 'dayTimeZone',
  })),
}

/** As main would answer, of what the fixtures hold. */
export function fakeEdit(edited: Readonly<Record<string, string>>): LimitEditView {
  const changes = ROWS.filter(([name, , , , , , , , input]) => edited[name] !== input).map(
    ([name, label, , value, , , , unit, input]) => ({
      name,
      label,
      from: value,
      to: `${edited[name]} ${unit}`.trim(),
      direction:
        Number(edited[name] || 'Infinity') < Number(input || 'Infinity')
          ? ('tightened' as const)
          : ('loosened' as const),
    }),
  )
  const problems = ROWS.filter(([name]) => edited[name] === 'wrong').map(([field]) => ({
    field,
    value: 'wrong',
    allowed: '1 to 10',
  }))
  return problems.length > 0
    ? { problems, changes: [], profile: null }
    : { problems, changes, profile: changes.length === 0 ? 'standard' : 'custom' }
}
