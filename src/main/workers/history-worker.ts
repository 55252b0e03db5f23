import { parentPort, workerData } from 'node:worker_threads'
import type { FillsPageRequest } from '#contract/fills-page.ts'
import { openFills } from '../store/open-fills.ts'

/** What the desk asks of this thread; the answer carries the same number. */
export interface HistoryQuestion {
  readonly id: number
  readonly request: FillsPageRequest
}

const port = parentPort
if (port === null) throw new Error('history-worker is a thread of the desk')
const { file } = workerData as { readonly file: string }
const fills = openFills(file)

port.on('message', ({ id, request }: HistoryQuestion) => {
  try {
    port.postMessage({ id, page: fills.page(request) })
  } catch (cause) {
    port.postMessage({ id, message: cause instanceof Error ? cause.message : String(cause) })
  }
})
