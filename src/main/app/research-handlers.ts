import type { DeskHandlers } from '../ipc/register-handlers.ts'
import type { Research } from '../research/research.ts'
import type { VenuePort } from '../runtime/ports.ts'
import { answering } from './answering.ts'

/** What the research screen can have done. */
export interface ResearchControls {
  readonly research: Research
  /** Ask for a file; null when the person changed their mind. */
  chooseCandleFile(): Promise<string | null>
  chooseFundingFile(): Promise<string | null>
  /** Asks where an export goes. */
  chooseExportFile(name: string): Promise<string | null>
}

type ResearchRequest =
  | 'getResearch'
  | 'importCandles'
  | 'importFunding'
  | 'downloadCandles'
  | 'removeCandles'
  | 'startBacktest'
  | 'cancelBacktest'
  | 'getBacktest'
  | 'removeBacktest'
  | 'exportBacktest'

export function createResearchHandlers(
  controls: ResearchControls | null,
  venue: Pick<VenuePort, 'loadCandles'>,
): Pick<DeskHandlers, ResearchRequest> {
  const attempt = answering(
    controls,
    'Research exists in the window of the desk only.',
    'fileUnusable',
  )
  return {
    getResearch: () => attempt(({ research }) => research.view()),
    importCandles: () =>
      attempt(async ({ research, chooseCandleFile }) => {
        const path = await chooseCandleFile()
        return path === null ? null : research.importFile(path)
      }),
    importFunding: () =>
      attempt(async ({ research, chooseFundingFile }) => {
        const path = await chooseFundingFile()
        return path === null ? null : research.importFunding(path)
      }),
    downloadCandles: ({ coin, timeframe, count }) =>
      attempt(async ({ research }) =>
        research.addBars(coin, timeframe, await venue.loadCandles(coin, timeframe, count)),
      ),
    removeCandles: ({ candleSetId }) =>
      attempt(({ research }) => {
        research.removeCandles(candleSetId)
        return null
      }),
    startBacktest: ({ spec }) => attempt(({ research }) => ({ runId: research.startRun(spec) })),
    cancelBacktest: ({ runId }) =>
      attempt(({ research }) => {
        research.cancelRun(runId)
        return null
      }),
    getBacktest: ({ runId }) => attempt(({ research }) => research.report(runId)),
    removeBacktest: ({ runId }) =>
      attempt(({ research }) => {
        research.removeRun(runId)
        return null
      }),
    exportBacktest: ({ runId, format }) =>
      attempt(async ({ research, chooseExportFile }) => {
        const path = await chooseExportFile(`${runId}.${format}`)
        return path === null ? null : research.exportRun(runId, path, format)
      }),
  }
}
