import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { FillsPageRequest, FillsPageView } from '#contract/fills-page.ts'

/** Questions that may wait for the thread at once; a screen asks for a few. */
const WAITING_MAX = 32

export interface History {
  /** Rejects with one plain sentence. */
  fillsPage(request: FillsPageRequest): Promise<FillsPageView>
  close(): Promise<void>
}

interface Reply {
  readonly id: number
  readonly page?: FillsPageView
  readonly message?: string
}

interface Waiting {
  readonly resolve: (page: FillsPageView) => void
  readonly reject: (cause: Error) => void
}

/**
 * Long reads of the log, on a thread and a connection of their own, so that no order waits for
 * them. The thread is started with the first question.
 */
export function createHistory(storeFile: string): History {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let lastId = 0

  const fail = (sentence: string): void => {
    for (const { reject } of waiting.values()) reject(new Error(sentence))
    waiting.clear()
    worker = null
  }
  const start = (): Worker => {
    const started = new Worker(join(__dirname, 'history-worker.js'), {
      workerData: { file: storeFile },
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    })
    started.on('message', ({ id, page, message }: Reply) => {
      const question = waiting.get(id)
      waiting.delete(id)
      if (page !== undefined) question?.resolve(page)
      else question?.reject(new Error(message ?? 'The history gave no answer.'))
    })
    started.on('error', (cause) => fail(`The history cannot be read: ${cause.message}`))
    started.on('exit', () => fail('The history was closed.'))
    started.unref()
    return started
  }

  return {
    fillsPage(request) {
      if (waiting.size >= WAITING_MAX) {
        return Promise.reject(new Error('The history is busy: try again in a moment.'))
      }
      worker ??= start()
      lastId += 1
      const id = lastId
      const asked = worker
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        asked.postMessage({ id, request })
      })
    },
    async close() {
      await worker?.terminate()
    },
  }
}
