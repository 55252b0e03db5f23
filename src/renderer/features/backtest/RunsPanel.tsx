import type { RunSummaryView } from '#contract/research.ts'
import { order, tell } from '../../state/desk-request.ts'
import { notify } from '../../state/notices.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Empty, Panel } from '../../ui/Panel.tsx'
import { capitalised } from '../../ui/plain-words.ts'
import { momentText } from '../../ui/time-text.ts'
import { FIGURES, figureText } from './figures.ts'

const RETURN = FIGURES.find(({ name }) => name === 'returnPct')
const FALL = FIGURES.find(({ name }) => name === 'maxDrawdownPct')
const TRADES = FIGURES.find(({ name }) => name === 'trades')

const cellOf = (figure: typeof RETURN, run: RunSummaryView): string =>
  figure === undefined || run.figures === null ? '' : figureText(figure, run.figures)

const nameOf = (run: RunSummaryView): string => capitalised(run.spec.strategyId)

function StateCell({ run }: { readonly run: RunSummaryView }) {
  if (run.state === 'failed') return <span className="run-problem">{run.problem}</span>
  if (run.state === 'cancelled') return <>cancelled</>
  if (run.state === 'done') return <>{momentText(run.createdMs)}</>
  return (
    <progress
      className="run-progress"
      max={1}
      value={run.progress}
      aria-label={`Progress of ${run.spec.strategyId} on ${run.coin}`}
    />
  )
}

interface RunsPanelProps {
  readonly runs: readonly RunSummaryView[]
  readonly shownId: string | null
  readonly comparedId: string | null
  readonly onShow: (runId: string) => void
  readonly onCompare: (runId: string | null) => void
  readonly onChanged: () => void
}

function Controls({
  run,
  props,
}: {
  readonly run: RunSummaryView
  readonly props: RunsPanelProps
}) {
  const { shownId, comparedId, onShow, onCompare, onChanged } = props
  const { runId } = run
  if (run.state === 'running') {
    return (
      <ActionButton size="small" onPress={() => order('cancelBacktest', { runId })}>
        Cancel
      </ActionButton>
    )
  }
  const remove = (): void => {
    tell('removeBacktest', { runId })
      .then(onChanged)
      .catch(() => notify('error', 'The desk does not answer.'))
  }
  return (
    <span className="run-controls">
      {run.state === 'done' ? (
        <>
          <ActionButton
            size="small"
            tone={shownId === runId ? 'ink' : 'plain'}
            label={`Open the run of ${run.spec.strategyId}`}
            onPress={() => onShow(runId)}
          >
            Open
          </ActionButton>
          <ActionButton
            size="small"
            tone={comparedId === runId ? 'ink' : 'plain'}
            isDisabled={shownId === null || shownId === runId}
            onPress={() => onCompare(comparedId === runId ? null : runId)}
          >
            Compare
          </ActionButton>
        </>
      ) : null}
      <ActionButton size="small" tone="quiet" onPress={remove}>
        Remove
      </ActionButton>
    </span>
  )
}

/** Runs, newest first; what is under way shows how far it is. */
export function RunsPanel(props: RunsPanelProps) {
  const columns: readonly Column<RunSummaryView>[] = [
    { id: 'strategy', title: 'Strategy', cell: nameOf, isRowHeader: true },
    { id: 'market', title: 'Market', cell: (run) => `${run.coin} ${run.spec.timeframe}` },
    { id: 'state', title: 'When', cell: (run) => <StateCell run={run} /> },
    { id: 'return', title: 'Return', isNumber: true, cell: (run) => cellOf(RETURN, run) },
    { id: 'fall', title: 'Deepest fall', isNumber: true, cell: (run) => cellOf(FALL, run) },
    { id: 'trades', title: 'Trades', isNumber: true, cell: (run) => cellOf(TRADES, run) },
    {
      id: 'controls',
      title: 'Controls',
      isTitleHidden: true,
      hasControls: true,
      cell: (run) => <Controls run={run} props={props} />,
    },
  ]
  return (
    <Panel title="Runs" className="runs-panel" count={props.runs.length}>
      {props.runs.length === 0 ? (
        <Empty title="No run yet.">Choose candles and a strategy, and run it.</Empty>
      ) : (
        <DataTable label="Runs" columns={columns} rows={props.runs} rowKey={(run) => run.runId} />
      )}
    </Panel>
  )
}
