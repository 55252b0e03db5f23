import './backtest.css'
import '../../ui/form-screen.css'
import { useState } from 'react'
import { notify } from '../../state/notices.ts'
import { Empty } from '../../ui/Panel.tsx'
import { ScreenFrame } from '../../ui/ScreenFrame.tsx'
import { CandlesPanel } from './CandlesPanel.tsx'
import { RunForm } from './RunForm.tsx'
import { RunReport } from './RunReport.tsx'
import { RunsPanel } from './RunsPanel.tsx'
import { useResearch } from './use-research.ts'

/** Candles, a form for a run, the runs that there are, and the report of one of them. */
export function BacktestScreen() {
  const { view, refresh } = useResearch()
  const [startedId, setStartedId] = useState<string | null>(null)
  const [chosenId, setChosenId] = useState<string | null>(null)
  const [comparedId, setComparedId] = useState<string | null>(null)
  const refreshSoon = (): void => {
    refresh().catch(() => notify('error', 'The desk does not answer.'))
  }
  const isDone = (runId: string | null): boolean =>
    view?.runs.some((run) => run.runId === runId && run.state === 'done') ?? false
  // What was started last is shown as soon as it is done, unless another run was chosen since.
  const shownId = chosenId ?? (isDone(startedId) ? startedId : null)
  const show = (runId: string): void => {
    setChosenId(runId)
    if (comparedId === runId) setComparedId(null)
  }
  const candleSet = view?.candleSets[0]
  return (
    <ScreenFrame
      title="Backtest"
      lead="The desk’s own engine over recorded candles. What a figure means is in docs/backtest.md."
    >
      {view === null ? (
        <Empty title="Reading what is stored…" />
      ) : (
        <div className="form-screen">
          <div className="backtest-form">
            {candleSet === undefined ? (
              <Empty title="A run needs candles.">Import or download some.</Empty>
            ) : (
              <RunForm
                key={candleSet.candleSetId}
                research={view}
                candleSet={candleSet}
                onStarted={(runId) => {
                  setStartedId(runId)
                  setChosenId(null)
                  refreshSoon()
                }}
              />
            )}
          </div>
          <div className="form-screen-results">
            <CandlesPanel candleSets={view.candleSets} onChanged={refreshSoon} />
            <RunsPanel
              runs={view.runs}
              shownId={shownId}
              comparedId={comparedId}
              onShow={show}
              onCompare={setComparedId}
              onChanged={refreshSoon}
            />
            {isDone(shownId) && shownId !== null ? (
              <RunReport runId={shownId} comparedId={isDone(comparedId) ? comparedId : null} />
            ) : null}
          </div>
        </div>
      )}
    </ScreenFrame>
  )
}
