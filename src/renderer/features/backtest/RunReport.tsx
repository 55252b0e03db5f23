import { lazy, Suspense, useEffect, useState } from 'react'
import type { RunFiguresView, RunView } from '#contract/research.ts'
import { ask } from '../../state/desk-request.ts'
import { notify } from '../../state/notices.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Empty, Panel } from '../../ui/Panel.tsx'
import { FIGURES, figureText, isTooShortForYear } from './figures.ts'
import { TradesTable } from './TradesTable.tsx'

const RunCurves = lazy(async () => ({ default: (await import('./RunCurves.tsx')).RunCurves }))
const TradeChart = lazy(async () => ({ default: (await import('./TradeChart.tsx')).TradeChart }))

/** A stored run; null while it is read or none is asked for. */
export function useRun(runId: string | null): RunView | null {
  const [run, setRun] = useState<RunView | null>(null)
  useEffect(() => {
    let isWanted = true
    if (runId === null) {
      setRun(null)
      return
    }
    ask('getBacktest', { runId })
      .then((answer) => {
        if (!isWanted) return
        if (answer.ok) setRun(JSON.parse(answer.value) as RunView)
        else notify('error', answer.error.message)
      })
      .catch(() => notify('error', 'The desk does not answer.'))
    return () => {
      isWanted = false
    }
  }, [runId])
  return run?.runId === runId ? run : null
}

function Figures({ run, other }: { readonly run: RunView; readonly other: RunView | null }) {
  const figures = run.figures ?? {}
  return (
    <dl className={other === null ? 'figure-list run-figures' : 'figure-list run-figures-pair'}>
      {FIGURES.filter(
        ({ name, isOptional }) => !isOptional || name in figures || name in (other?.figures ?? {}),
      ).map((figure) => (
        <div key={figure.name}>
          <dt>{figure.title}</dt>
          <dd data-figure={figure.name}>{figureText(figure, figures)}</dd>
          {other === null ? null : (
            <dd className="run-figure-other">{figureText(figure, other.figures ?? {})}</dd>
          )}
        </div>
      ))}
    </dl>
  )
}

/** Why there are no figures of a year. */
function TooShort({ figures }: { readonly figures: RunFiguresView | null | undefined }) {
  if (!figures || !isTooShortForYear(figures)) return null
  return (
    <p className="panel-words" role="note">
      {`Figures of a year (return, CAGR, volatility, Sharpe, Sortino, Calmar) are not meaningful under ${figures.dailyReturnsMin} days: the equity changed from day to day ${figures.dailyReturns} times. Run over a longer period to have them.`}
    </p>
  )
}

function Denials({ denials }: { readonly denials: RunView['denials'] }) {
  const codes = Object.entries(denials).sort(([, a], [, b]) => b - a)
  if (codes.length === 0) return null
  return (
    <p className="panel-words">
      Denied by the risk manager:{' '}
      {codes.map(([code, count]) => `${code} ${count.toLocaleString('en-US')}`).join(', ')}.
    </p>
  )
}

function exportRun(runId: string, format: 'csv' | 'json'): void {
  ask('exportBacktest', { runId, format })
    .then((answer) => {
      if (!answer.ok) notify('error', answer.error.message)
      else if (answer.value !== null) notify('info', `Written to ${answer.value}.`)
    })
    .catch(() => notify('error', 'The desk does not answer.'))
}

interface RunReportProps {
  readonly runId: string
  readonly comparedId: string | null
}

const words = ({ spec, coin }: RunView): string =>
  `${spec.strategyId} on ${coin} ${spec.timeframe}, ` +
  (spec.sizing.by === 'risk'
    ? 'sized by the risk manager'
    : `${Number((Number(spec.sizing.share) * 100).toFixed(4))} % of the equity`)

/** What a run came to, beside another one if one is compared. */
export function RunReport({ runId, comparedId }: RunReportProps) {
  const run = useRun(runId)
  const other = useRun(comparedId)
  if (run === null) return <Empty title="Reading the run…" />
  return (
    <Panel
      title="Report"
      className="run-report"
      aside={
        <>
          <ActionButton size="small" onPress={() => exportRun(runId, 'csv')}>
            Trades as CSV…
          </ActionButton>
          <ActionButton size="small" onPress={() => exportRun(runId, 'json')}>
            All as JSON…
          </ActionButton>
        </>
      }
    >
      <p className="panel-words">
        {words(run)}
        {other === null ? '' : `; beside it ${words(other)} (dashed)`}
      </p>
      <Figures run={run} other={other} />
      <TooShort
        figures={[run, other]
          .map((one) => one?.figures)
          .find((one) => one && isTooShortForYear(one))}
      />
      <Suspense fallback={<Empty title="Drawing…" />}>
        <RunCurves run={run} other={other} />
        <TradeChart run={run} />
      </Suspense>
      <Denials denials={run.denials} />
      <div className="run-trades">
        <TradesTable trades={run.trades} />
      </div>
    </Panel>
  )
}
