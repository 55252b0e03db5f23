import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { WebContents } from 'electron'
import { app, BrowserWindow, dialog } from 'electron'
import { Research } from '../research/research.ts'
import type { ResearchReply } from '../workers/research-worker.ts'
import { applicationVersion } from './build-constants.ts'
import type { ResearchControls } from './research-handlers.ts'

const windowOf = (page: WebContents | null): BrowserWindow | null =>
  page && BrowserWindow.fromWebContents(page)

async function chooseFile(
  page: WebContents | null,
  title: string,
  name: string,
): Promise<string | null> {
  const choice: Electron.OpenDialogOptions = {
    title,
    properties: ['openFile'],
    filters: [
      { name, extensions: ['csv', 'gz'] },
      { name: 'All files', extensions: ['*'] },
    ],
  }
  const over = windowOf(page)
  const { canceled, filePaths } = over
    ? await dialog.showOpenDialog(over, choice)
    : await dialog.showOpenDialog(choice)
  return canceled ? null : (filePaths[0] ?? null)
}

async function chooseExportFile(page: WebContents | null, name: string): Promise<string | null> {
  const choice = { title: 'Export the run', defaultPath: join(app.getPath('documents'), name) }
  const over = windowOf(page)
  const { canceled, filePath } = over
    ? await dialog.showSaveDialog(over, choice)
    : await dialog.showSaveDialog(choice)
  return canceled || filePath === '' ? null : filePath
}

/** Research in Electron: its folder, its threads and its dialogs. */
export function composeResearch(
  dataFolder: string,
  wallNowMs: () => number,
  page: () => WebContents | null,
): ResearchControls {
  const folder = join(dataFolder, 'research')
  const research = new Research({
    folder,
    programVersion: applicationVersion,
    nowMs: () => Math.floor(wallNowMs()),
    drawId: () => randomBytes(8).toString('hex'),
    startThread: (task) => {
      const worker = new Worker(join(__dirname, 'research-worker.js'), {
        workerData: { folder, task },
      })
      worker.unref()
      return {
        onReply: (listener) => {
          worker.on('message', (reply: ResearchReply) => listener(reply))
          worker.on('error', ({ message }) => listener({ kind: 'failed', message }))
        },
        onEnd: (listener) => {
          worker.once('exit', listener)
        },
      }
    },
  })
  return {
    research,
    chooseCandleFile: () => chooseFile(page(), 'Import candles', 'Candles'),
    chooseFundingFile: () => chooseFile(page(), 'Import funding rates', 'Funding rates'),
    chooseExportFile: (name) => chooseExportFile(page(), name),
  }
}
