import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { PagesFound } from '../watch/pages-state.ts'

type Reply =
  | { readonly ok: true; readonly found: PagesFound }
  | { readonly ok: false; readonly message: string; readonly code: string | undefined }

/** Looks through a log on a thread of its own, which ends with it. Rejects with a sentence. */
export function lookThroughAside(file: string): Promise<PagesFound> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(__dirname, 'pages-worker.js'), { workerData: { file } })
    worker.unref()
    worker.once('message', (reply: Reply) => {
      if (reply.ok) resolve(reply.found)
      else reject(Object.assign(new Error(reply.message), { code: reply.code }))
    })
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('The look at the pages gave no answer.')))
  })
}
