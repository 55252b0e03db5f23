import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { assertNever } from '#core/model/assert-never.ts'
import { faultText } from '#core/model/fault-text.ts'
import type { RecordsCall, RecordsReply } from '../records/records-call.ts'
import { RecordsService } from '../records/records-service.ts'
import { openLogSource } from '../store/records/open-log-source.ts'
import { openRecords } from '../store/records/open-records.ts'

export interface RecordsWorkerData {
  readonly file: string
  readonly logFile: string
  readonly program: { readonly name: string; readonly version: string }
  /** One word, set to 1 to end an export: this thread reads no messages while it writes. */
  readonly cancel: SharedArrayBuffer
}

const port = parentPort
if (port === null) throw new Error('records-worker is a thread of the desk')
const { file, logFile, program, cancel } = workerData as RecordsWorkerData
const flag = new Int32Array(cancel)
const service = new RecordsService({
  store: openRecords(file),
  openLog: () => (existsSync(logFile) ? openLogSource(logFile) : null),
  program,
  ratesFolder: join(dirname(file), 'rates'),
})
const say = (reply: RecordsReply): void => port.postMessage(reply)

function perform(id: number, call: RecordsCall): unknown {
  switch (call.name) {
    case 'overview':
      return service.overview()
    case 'reaches':
      return service.reaches()
    case 'addVenueRows':
      return service.addVenueRows(call)
    case 'preview':
      return service.preview(call.choice)
    case 'rows':
      return service.rows(call.choice, call.offset, call.rows)
    case 'trace':
      return service.trace(call.choice, call.index)
    case 'export':
      return service.export(call.choice, call.kind, call.path, {
        onProgress: (rows) => say({ id, kind: 'progress', rows }),
        shouldStop: () => Atomics.load(flag, 0) === 1,
      })
    case 'import':
      return service.import(call.wish)
    case 'importRates':
      return service.importRates(call.path)
    case 'removeImport':
      return service.removeImport(call.importId)
    case 'standingOrder':
      return service.addStandingOrder(call.method, call.wallMs)
    default:
      return assertNever(call)
  }
}

port.on('message', ({ id, call }: { readonly id: number; readonly call: RecordsCall }) => {
  try {
    say({ id, kind: 'done', value: perform(id, call) ?? null })
  } catch (cause) {
    say({ id, kind: 'failed', message: faultText(cause) })
  }
})
