import type {
  BacktestSpec,
  CandleSetView,
  FundingSetView,
  ParameterFormView,
  StrategyFormView,
} from '#contract/research.ts'
import { ungrouped } from '#core/money/ungrouped.ts'

/** The form as it was typed. */
export interface SpecDraft {
  readonly candleSetId: string
  readonly strategyId: string
  readonly timeframe: BacktestSpec['timeframe']
  readonly parameters: Readonly<Record<string, string>>
  /** ISO dates; empty: all of it. */
  readonly from: string
  readonly to: string
  readonly cash: string
  readonly fee: string
  readonly spread: string
  readonly slippage: string
  readonly funding: string
  /** Recorded rates in place of the one. */
  readonly fundingSet: FundingSetView | null
  readonly leverage: string
  readonly sizing: 'risk' | 'share'
  readonly share: string
  readonly isExclusive: boolean
  readonly stop: string
  readonly target: string
  readonly hasWholeUnits: boolean
}

export function newDraft(candleSet: CandleSetView, strategy: StrategyFormView): SpecDraft {
  return {
    candleSetId: candleSet.candleSetId,
    strategyId: strategy.strategyId,
    timeframe: candleSet.timeframe,
    parameters: {},
    from: '',
    to: '',
    cash: '10000',
    fee: '0.045',
    spread: '0',
    slippage: '0',
    funding: '0',
    fundingSet: null,
    leverage: '10',
    sizing: 'risk',
    share: '100',
    isExclusive: true,
    stop: '',
    target: '',
    hasWholeUnits: false,
  }
}

const PLAIN = /^-?\d{1,12}(\.\d{1,8})?$/

/** Two digits to the left: "0.045" per cent is the share "0.00045". */
export function shareOfPercent(text: string): string {
  const isNegative = text.startsWith('-')
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  const digits = whole.padStart(3, '0')
  const left = digits.slice(0, -2).replace(/^0+(?=\d)/, '')
  const right = `${digits.slice(-2)}${fraction}`.slice(0, 8).replace(/0+$/, '')
  return `${isNegative ? '-' : ''}${right === '' ? left : `${left}.${right}`}`
}

/** Of a day that the calendar has; null: not given; NaN for anything else. */
function dayMs(text: string): number | null {
  if (text === '') return null
  const timeMs = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN
  const isReal = !Number.isNaN(timeMs) && new Date(timeMs).toISOString().startsWith(text)
  return isReal ? timeMs : Number.NaN
}

/** By the field's name; a parameter's stands under "parameter:" and its own. */
export type Problems = Partial<Record<keyof SpecDraft | `parameter:${string}`, string>>

export type Checked =
  | { readonly ok: true; readonly spec: BacktestSpec }
  | { readonly ok: false; readonly problems: Problems }

const wantsNumber = (text: string, min: number, max: number): string | null => {
  if (!PLAIN.test(text)) return 'a plain number'
  const value = Number(text)
  return value >= min && value <= max ? null : `${min} to ${max}`
}

/** A fixed share has a stop and a target of its own. */
export const parametersOf = (
  strategy: StrategyFormView,
  { sizing }: SpecDraft,
): readonly ParameterFormView[] =>
  strategy.parameters.filter(
    ({ name }) => sizing === 'risk' || (name !== 'stop' && name !== 'target'),
  )

/** One that is left empty has its usual value. */
function parameterProblems(draft: SpecDraft, strategy: StrategyFormView): Problems {
  const problems: Problems = {}
  for (const { name, min, max } of parametersOf(strategy, draft)) {
    const text = draft.parameters[name] ?? ''
    const problem = text === '' ? null : wantsNumber(text, min, max)
    if (problem !== null) problems[`parameter:${name}`] = problem
  }
  return problems
}

function findProblems(draft: SpecDraft, strategy: StrategyFormView): Problems {
  const problems = parameterProblems(draft, strategy)
  const check = (name: keyof SpecDraft, min: number, max: number): void => {
    const problem = wantsNumber(String(draft[name]), min, max)
    if (problem !== null) problems[name] = problem
  }
  check('cash', 1, 1e9)
  check('fee', 0, 10)
  check('spread', 0, 10)
  check('slippage', 0, 1000)
  if (draft.fundingSet === null) check('funding', -4, 4)
  check('leverage', 1, 50)
  if (draft.leverage.includes('.')) problems.leverage ??= 'a whole number'
  for (const name of ['from', 'to'] as const) {
    if (Number.isNaN(dayMs(draft[name]) ?? 0)) problems[name] = 'a date such as 2023-03-10'
  }
  const [fromMs, toMs] = [dayMs(draft.from), dayMs(draft.to)]
  if (fromMs !== null && toMs !== null && toMs <= fromMs) problems.to = 'a day after the first'
  if (draft.sizing === 'share') {
    check('share', 0.0001, 100)
    if (draft.stop !== '') check('stop', 0.01, 99)
    if (draft.target !== '') check('target', 0.01, 999)
  }
  return problems
}

const fundingOf = ({
  funding,
  fundingSet,
}: SpecDraft): Pick<BacktestSpec, 'funding' | 'fundingSetId'> =>
  fundingSet === null
    ? { funding: shareOfPercent(funding) }
    : { funding: '0', fundingSetId: fundingSet.fundingSetId }

const numberOrNull = (text: string): number | null => (text === '' ? null : Number(text))

/** As it was meant: without the blanks around it, and without the commas of thousands. */
function tidied(draft: SpecDraft): SpecDraft {
  const tidy = (text: string): string => ungrouped(text.trim())
  const fields = Object.entries(draft).map(([name, value]) => [
    name,
    typeof value === 'string' ? tidy(value) : value,
  ])
  const parameters = Object.entries(draft.parameters).map(([name, text]) => [name, tidy(text)])
  return { ...Object.fromEntries(fields), parameters: Object.fromEntries(parameters) }
}

/** What the desk takes, or what is wrong with each field. */
export function checkDraft(typed: SpecDraft, strategy: StrategyFormView): Checked {
  const draft = tidied(typed)
  const problems = findProblems(draft, strategy)
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const fee = shareOfPercent(draft.fee)
  const parameters = Object.fromEntries(
    parametersOf(strategy, draft)
      .filter(({ name }) => (draft.parameters[name] ?? '') !== '')
      .map(({ name }) => [name, Number(draft.parameters[name])]),
  )
  return {
    ok: true,
    spec: {
      candleSetId: draft.candleSetId,
      fromMs: dayMs(draft.from),
      toMs: dayMs(draft.to),
      strategyId: draft.strategyId,
      parameters,
      timeframe: draft.timeframe,
      cash: draft.cash,
      takerFee: fee,
      makerFee: fee,
      fixedFee: '0',
      spread: shareOfPercent(draft.spread),
      slippageBps: Number(draft.slippage),
      ...fundingOf(draft),
      leverage: Number(draft.leverage),
      sizing:
        draft.sizing === 'risk'
          ? { by: 'risk', profile: 'standard' }
          : {
              by: 'share',
              share: shareOfPercent(draft.share),
              isExclusive: draft.isExclusive,
              stopPct: numberOrNull(draft.stop),
              targetPct: numberOrNull(draft.target),
            },
      hasWholeUnits: draft.hasWholeUnits,
      fill: 'nextOpen',
      end: 'leave',
    },
  }
}
