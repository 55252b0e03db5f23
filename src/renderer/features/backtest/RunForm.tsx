import { useId, useState } from 'react'
import type { CandleSetView, ResearchView, StrategyFormView } from '#contract/research.ts'
import { ask } from '../../state/desk-request.ts'
import { notify } from '../../state/notices.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ChoiceField } from '../../ui/ChoiceField.tsx'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { LineField } from '../../ui/LineField.tsx'
import { capitalised } from '../../ui/plain-words.ts'
import { Segments } from '../../ui/Segments.tsx'
import { Toggle } from '../../ui/Toggle.tsx'
import { FundingFile } from './FundingFile.tsx'
import type { Problems, SpecDraft } from './spec-draft.ts'
import { checkDraft, newDraft, parametersOf } from './spec-draft.ts'

const TIMEFRAMES: readonly SpecDraft['timeframe'][] = [
  '1m',
  '3m',
  '5m',
  '15m',
  '30m',
  '1h',
  '2h',
  '3h',
  '4h',
  '6h',
  '8h',
  '9h',
  '12h',
  '1d',
]

interface FieldsProps {
  readonly draft: SpecDraft
  readonly set: (change: Partial<SpecDraft>) => void
  readonly problems: Problems
}

function Costs({ draft, set, problems }: FieldsProps) {
  const field = (name: 'cash' | 'fee' | 'spread' | 'slippage' | 'funding' | 'leverage') => ({
    value: draft[name],
    onChange: (text: string) => set({ [name]: text }),
    problem: problems[name] ?? null,
  })
  return (
    <div className="run-fields">
      <DecimalField label="Cash" unit="$" {...field('cash')} />
      <DecimalField label="Fee" unit="%" {...field('fee')} />
      <DecimalField label="Spread" unit="%" {...field('spread')} />
      <DecimalField label="Slippage" unit="bp" {...field('slippage')} />
      {draft.fundingSet === null ? (
        <DecimalField label="Funding an hour" unit="%" {...field('funding')} />
      ) : null}
      <DecimalField label="Leverage" unit="×" {...field('leverage')} />
    </div>
  )
}

function Sizing({ draft, set, problems }: FieldsProps) {
  return (
    <>
      <Segments
        label="Sizes"
        value={draft.sizing}
        onChange={(sizing) => set({ sizing })}
        segments={[
          { key: 'risk', text: 'Risk manager' },
          { key: 'share', text: 'Fixed share' },
        ]}
      />
      {draft.sizing === 'risk' ? null : (
        <div className="run-fields">
          <DecimalField
            label="Share of equity"
            unit="%"
            value={draft.share}
            onChange={(share) => set({ share })}
            problem={problems.share ?? null}
          />
          <DecimalField
            label="Stop"
            unit="%"
            placeholder="none"
            value={draft.stop}
            onChange={(stop) => set({ stop })}
            problem={problems.stop ?? null}
          />
          <DecimalField
            label="Target"
            unit="%"
            placeholder="none"
            value={draft.target}
            onChange={(target) => set({ target })}
            problem={problems.target ?? null}
          />
          <Toggle isOn={draft.isExclusive} onChange={(isExclusive) => set({ isExclusive })}>
            A signal closes what is open
          </Toggle>
        </div>
      )}
      <Toggle isOn={draft.hasWholeUnits} onChange={(hasWholeUnits) => set({ hasWholeUnits })}>
        Whole units only
      </Toggle>
    </>
  )
}

function Parameters({
  strategy,
  draft,
  set,
  problems,
}: FieldsProps & { readonly strategy: StrategyFormView }) {
  return (
    <>
      {parametersOf(strategy, draft).map((parameter) => (
        <DecimalField
          key={parameter.name}
          label={capitalised(parameter.name)}
          unit={parameter.unit === '%' ? '%' : ''}
          placeholder={String(parameter.default)}
          value={draft.parameters[parameter.name] ?? ''}
          onChange={(text) => set({ parameters: { ...draft.parameters, [parameter.name]: text } })}
          problem={problems[`parameter:${parameter.name}`] ?? null}
        />
      ))}
    </>
  )
}

interface RunFormProps {
  readonly research: ResearchView
  readonly candleSet: CandleSetView
  readonly onStarted: (runId: string) => void
}

/** Everything that a run depends on. */
export function RunForm({ research, candleSet, onStarted }: RunFormProps) {
  const first = research.strategies[0] as StrategyFormView
  const [draft, setDraft] = useState<SpecDraft>(() => newDraft(candleSet, first))
  const [problems, setProblems] = useState<Problems>({})
  const id = useId()
  const set = (change: Partial<SpecDraft>): void => setDraft((before) => ({ ...before, ...change }))
  const strategy = research.strategies.find((one) => one.strategyId === draft.strategyId) ?? first
  const start = async (): Promise<void> => {
    const checked = checkDraft(draft, strategy)
    setProblems(checked.ok ? {} : checked.problems)
    if (!checked.ok) return
    const answer = await ask('startBacktest', { spec: checked.spec })
    if (answer.ok) onStarted(answer.value.runId)
    else notify('error', answer.error.message)
  }
  const pick = (candleSetId: string): void => {
    const chosen = research.candleSets.find((one) => one.candleSetId === candleSetId)
    if (chosen) set({ candleSetId, timeframe: chosen.timeframe })
  }
  return (
    <form
      className="form-box"
      aria-labelledby={id}
      onSubmit={(event) => {
        event.preventDefault()
        start().catch(() => notify('error', 'The desk does not answer.'))
      }}
    >
      <h2 id={id} className="run-form-title">
        New run
      </h2>
      <ChoiceField
        label="Candles"
        value={draft.candleSetId}
        onChange={pick}
        choices={research.candleSets.map((one) => ({
          key: one.candleSetId,
          text: `${one.coin} ${one.timeframe}, ${one.candles.toLocaleString('en-US')}`,
        }))}
      />
      <ChoiceField
        label="Strategy"
        value={draft.strategyId}
        onChange={(strategyId) => set({ strategyId, parameters: {} })}
        choices={research.strategies.map((one) => ({ key: one.strategyId, text: one.name }))}
      />
      <p className="run-idea">{strategy.idea}</p>
      <div className="run-fields">
        <ChoiceField
          label="Candle length"
          value={draft.timeframe}
          onChange={(timeframe) => set({ timeframe: timeframe as SpecDraft['timeframe'] })}
          choices={TIMEFRAMES.map((name) => ({ key: name, text: name }))}
        />
        <Parameters strategy={strategy} draft={draft} set={set} problems={problems} />
      </div>
      <div className="run-fields">
        <LineField
          label="From"
          placeholder="first"
          value={draft.from}
          onChange={(from) => set({ from })}
          problem={problems.from ?? null}
        />
        <LineField
          label="Before"
          placeholder="last"
          value={draft.to}
          onChange={(to) => set({ to })}
          problem={problems.to ?? null}
        />
      </div>
      <Costs draft={draft} set={set} problems={problems} />
      <FundingFile fundingSet={draft.fundingSet} onChange={(fundingSet) => set({ fundingSet })} />
      <Sizing draft={draft} set={set} problems={problems} />
      <ActionButton type="submit" tone="ink">
        Run backtest
      </ActionButton>
    </form>
  )
}
