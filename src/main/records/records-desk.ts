import type {
  RatesImportView,
  RecordsImportView,
  RecordsView,
  TaxChoice,
  TaxPreviewView,
  TaxProgressView,
  TaxRowsView,
  TaxTraceView,
} from '#contract/records.ts'
import type { ReportKind } from '#core/tax/reports/report-kind.ts'
import type { LotMethod } from '#core/tax/tax-settings.ts'
import type { BackfillSink, BackfillSource } from './backfill.ts'
import { backfill } from './backfill.ts'
import type { RecordsCall, RecordsReply } from './records-call.ts'
import type { ImportWish } from './records-service.ts'
import type { TaxReportResult } from './tax-reports/write-tax-report.ts'

/** A thread that answers calls one after the other. */
export interface RecordsThread {
  post(message: { readonly id: number; readonly call: RecordsCall }): void
  /** Sets or clears the word that ends an export. */
  setCancel(isCancelled: boolean): void
  close(): Promise<void>
}

export type StartRecordsThread = (
  onReply: (reply: RecordsReply) => void,
  onEnd: (sentence: string) => void,
) => RecordsThread

/** Questions that may wait for the thread at once. */
const WAITING_MAX = 64

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (cause: Error) => void
}

/** The records as the desk asks for them; started with the first question. */
export class RecordsDesk implements BackfillSink {
  readonly #start: StartRecordsThread
  readonly #waiting = new Map<number, Waiting>()
  #thread: RecordsThread | null = null
  #lastId = 0
  #progress: (TaxProgressView & { readonly id: number }) | null = null
  #filling: Promise<number> | null = null

  constructor(start: StartRecordsThread) {
    this.#start = start
  }

  overview(): Promise<RecordsView> {
    return this.#ask({ name: 'overview' })
  }

  preview(choice: TaxChoice): Promise<TaxPreviewView> {
    return this.#ask({ name: 'preview', choice })
  }

  rows(choice: TaxChoice, offset: number, rows: number): Promise<TaxRowsView> {
    return this.#ask({ name: 'rows', choice, offset, rows })
  }

  trace(choice: TaxChoice, index: number): Promise<TaxTraceView> {
    return this.#ask({ name: 'trace', choice, index })
  }

  /** One at a time; rejects while another is under way. */
  async export(choice: TaxChoice, kind: ReportKind, path: string): Promise<TaxReportResult> {
    if (this.#progress !== null) throw new Error('Another file is being written: wait for it.')
    const id = this.#lastId + 1
    this.#progress = { id, kind, rows: 0 }
    this.#threadNow().setCancel(false)
    try {
      return await this.#ask<TaxReportResult>({ name: 'export', choice, kind, path })
    } finally {
      this.#progress = null
    }
  }

  progress(): TaxProgressView | null {
    if (this.#progress === null) return null
    const { kind, rows } = this.#progress
    return { kind, rows }
  }

  cancelExport(): void {
    if (this.#progress !== null) this.#thread?.setCancel(true)
  }

  import(wish: ImportWish): Promise<RecordsImportView> {
    return this.#ask({ name: 'import', wish })
  }

  importRates(path: string): Promise<RatesImportView> {
    return this.#ask({ name: 'importRates', path })
  }

  removeImport(importId: number): Promise<null> {
    return this.#ask({ name: 'removeImport', importId })
  }

  recordStandingOrder(method: LotMethod, wallMs: number): Promise<null> {
    return this.#ask({ name: 'standingOrder', method, wallMs })
  }

  reaches(): ReturnType<BackfillSink['reaches']> {
    return this.#ask({ name: 'reaches' })
  }

  addVenueRows(rows: Parameters<BackfillSink['addVenueRows']>[0]): Promise<number> {
    return this.#ask({ name: 'addVenueRows', ...rows })
  }

  /** Asks the venue for what is missing; a second call joins the one under way. */
  complete(account: string, source: BackfillSource): Promise<number> {
    this.#filling ??= backfill(account, source, this).finally(() => {
      this.#filling = null
    })
    return this.#filling
  }

  async close(): Promise<void> {
    await this.#thread?.close()
  }

  #ask<Value>(call: RecordsCall): Promise<Value> {
    if (this.#waiting.size >= WAITING_MAX) {
      return Promise.reject(new Error('The records are busy: try again in a moment.'))
    }
    this.#lastId += 1
    const id = this.#lastId
    const thread = this.#threadNow()
    return new Promise<Value>((resolve, reject) => {
      this.#waiting.set(id, { resolve: (value) => resolve(value as Value), reject })
      thread.post({ id, call })
    })
  }

  #threadNow(): RecordsThread {
    this.#thread ??= this.#start(
      (reply) => this.#onReply(reply),
      (sentence) => this.#onEnd(sentence),
    )
    return this.#thread
  }

  #onReply(reply: RecordsReply): void {
    if (reply.kind === 'progress') {
      if (this.#progress?.id === reply.id) this.#progress = { ...this.#progress, rows: reply.rows }
      return
    }
    const question = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if (reply.kind === 'done') question?.resolve(reply.value)
    else question?.reject(new Error(reply.message))
  }

  #onEnd(sentence: string): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(sentence))
    this.#waiting.clear()
    this.#thread = null
  }
}
