import { useCallback, useEffect, useState } from 'react'
import type { ResearchView } from '#contract/research.ts'
import { ask } from '../../state/desk-request.ts'
import { notify } from '../../state/notices.ts'

const WHILE_RUNNING_MS = 400

const isRunning = (view: ResearchView): boolean => view.runs.some((run) => run.state === 'running')

/** What is stored and what is under way; asked again while a run goes on, and by `refresh`. */
export function useResearch() {
  const [view, setView] = useState<ResearchView | null>(null)
  const refresh = useCallback(async (): Promise<void> => {
    const answer = await ask('getResearch', {})
    if (answer.ok) setView(answer.value)
    else notify('error', answer.error.message)
  }, [])
  useEffect(() => {
    refresh().catch(() => notify('error', 'The desk does not answer.'))
  }, [refresh])
  const runs = view !== null && isRunning(view)
  useEffect(() => {
    if (!runs) return
    const timer = setInterval(() => {
      refresh().catch(() => notify('error', 'The desk does not answer.'))
    }, WHILE_RUNNING_MS)
    return () => clearInterval(timer)
  }, [runs, refresh])
  return { view, refresh }
}
