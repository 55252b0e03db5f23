import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { WebContents } from 'electron'
import { app, BrowserWindow, dialog } from 'electron'
import type { RecordsReply } from '../records/records-call.ts'
import type { StartRecordsThread } from '../records/records-desk.ts'
import { RecordsDesk } from '../records/records-desk.ts'
import type { Clock, Timer } from '../runtime/clock.ts'
import type { VenuePort } from '../runtime/ports.ts'
import type { RecordsWorkerData } from '../workers/records-worker.ts'
import { applicationVersion } from './build-constants.ts'
import type { RecordsControls } from './records-handlers.ts'

/** After the start, so that the first prices come first. */
const FIRST_MS = 10_000
const EVERY_MS = 10 * 60_000

const windowOf = (page: WebContents | null): BrowserWindow | null =>
  page && BrowserWindow.fromWebContents(page)

const CSV = [
  { name: 'CSV', extensions: ['csv'] },
  { name: 'All files', extensions: ['*'] },
]

async function chooseFile(page: WebContents | null, title: string): Promise<string | null> {
  const choice: Electron.OpenDialogOptions = {
    title,
    properties: ['openFile'],
    filters: CSV,
  }
  const over = windowOf(page)
  const { canceled, filePaths } = over
    ? await dialog.showOpenDialog(over, choice)
    : await dialog.showOpenDialog(choice)
  return canceled ? null : (filePaths[0] ?? null)
}

async function chooseExportFile(page: WebContents | null, name: string): Promise<string | null> {
  const defaultPath = join(app.getPath('documents'), name)
  const choice = { title: 'Export a tax file', defaultPath, filters: CSV }
  const over = windowOf(page)
  const { canceled, filePath } = over
    ? await dialog.showSaveDialog(over, choice)
    : await dialog.showSaveDialog(choice)
  return canceled || filePath === '' ? null : filePath
}

const startThread =
  (storeFile: string): StartRecordsThread =>
  (onReply, onEnd) => {
    const cancel = new SharedArrayBuffer(4)
    const workerData: RecordsWorkerData = {
      file: join(dirname(storeFile), 'records.sqlite'),
      logFile: storeFile,
      program: { name: 'Countersign', version: applicationVersion },
      cancel,
    }
    const worker = new Worker(join(__dirname, 'records-worker.js'), { workerData })
    worker.unref()
    worker.on('message', (reply: RecordsReply) => onReply(reply))
    worker.on('error', ({ message }) => onEnd(`The records cannot be read: ${message}`))
    worker.on('exit', () => onEnd('The records were closed.'))
    return {
      post: (message) => worker.postMessage(message),
      setCancel: (isCancelled) => {
        Atomics.store(new Int32Array(cancel), 0, isCancelled ? 1 : 0)
      },
      close: async () => {
        await worker.terminate()
      },
    }
  }

export interface ComposedRecords extends RecordsControls {
  close(): Promise<void>
}

/** Records in Electron: their thread, their dialogs, and the venue asked now and then. */
export function composeRecords(options: {
  readonly storeFile: string
  readonly accountAddress: string
  readonly venue: VenuePort
  readonly clock: Clock
  readonly page: () => WebContents | null
  readonly log: (message: string, cause?: unknown) => void
}): ComposedRecords {
  const { storeFile, accountAddress, venue, clock, page, log } = options
  const records = new RecordsDesk(startThread(storeFile))
  const complete = (): Promise<number> => {
    const { readFills, readFunding } = venue
    if (!readFills || !readFunding) return Promise.resolve(0)
    return records.complete(accountAddress, {
      readFills: (fromMs) => readFills.call(venue, fromMs),
      readFunding: (fromMs) => readFunding.call(venue, fromMs),
      marketNowMs: () => venue.marketNowMs(),
    })
  }
  let timer: Timer | null = null
  let isClosed = false
  const later = (delayMs: number): void => {
    timer = clock.setTimer(delayMs, () => {
      complete()
        .catch((cause: unknown) => {
          if (!isClosed) log('the records were not completed from the venue', cause)
        })
        .finally(() => {
          if (!isClosed) later(EVERY_MS)
        })
    })
  }
  later(FIRST_MS)
  return {
    records,
    complete,
    wallNowMs: () => Math.floor(clock.wallMs()),
    chooseImportFile: () => chooseFile(page(), 'Import records'),
    chooseRatesFile: () => chooseFile(page(), 'Import daily rates of exchange'),
    chooseExportFile: (name) => chooseExportFile(page(), name),
    async close() {
      isClosed = true
      timer?.cancel()
      await records.close()
    },
  }
}
