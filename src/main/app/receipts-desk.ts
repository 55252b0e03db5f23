import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { ReceiptsVerdictView, ReceiptView } from '#contract/custody.ts'

/** The receipts of a log, read on a thread of their own. Every call rejects with a plain sentence. */
export interface ReceiptsDesk {
  page(beforeSeq: number | null): Promise<readonly ReceiptView[]>
  verify(): Promise<ReceiptsVerdictView>
  /** Writes the export that `countersign verify-receipts` reads. */
  exportTo(path: string): Promise<string>
}

type Reply = { readonly ok: true; readonly value: unknown } | { ok: false; message: string }

/** Threads at once; a screen asks for one thing at a time. */
const OPEN_MAX = 4

export function createReceiptsDesk(storeFile: string): ReceiptsDesk {
  let open = 0
  const run = <Value>(task: object): Promise<Value> => {
    if (open >= OPEN_MAX) return Promise.reject(new Error('The receipts are being read: wait.'))
    open += 1
    return new Promise<Value>((resolve, reject) => {
      const workerData = { file: storeFile, task }
      const worker = new Worker(join(__dirname, 'receipts-worker.js'), { workerData })
      worker.once('message', (reply: Reply) => {
        if (reply.ok) resolve(reply.value as Value)
        else reject(new Error(reply.message))
      })
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('The receipts gave no answer.')))
    }).finally(() => {
      open -= 1
    })
  }
  return {
    page: (beforeSeq) => run({ kind: 'page', beforeSeq }),
    verify: () => run({ kind: 'verify' }),
    exportTo: (path) => run({ kind: 'export', path }),
  }
}
