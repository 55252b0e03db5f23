import type { StoreError } from './store-error.ts'
import { asStoreError } from './store-error.ts'

export const SLOW_COMMIT_MS = 50

type Health = { state: 'healthy' | 'degraded' | 'down'; reason: string }

const HEALTHY: Health = { state: 'healthy', reason: 'Every event is on the disk.' }
/** A refused or impossible row says something about the row, not about the disk. */
const ABOUT_THE_ROW = new Set(['E207', 'E211'])

/** What the last write says about the store. */
export class StoreHealth {
  readonly #file: string
  #health: Health = HEALTHY

  constructor(file: string) {
    this.#file = file
  }

  now(): Health {
    return this.#health
  }

  /** True when the write was slow. */
  wrote(durationMs: number): boolean {
    const isSlow = durationMs > SLOW_COMMIT_MS
    this.#health = isSlow
      ? {
          state: 'degraded',
          reason: `The last write took ${Math.round(durationMs)} ms; the disk is slow or busy.`,
        }
      : HEALTHY
    return isSlow
  }

  failed(cause: unknown): StoreError {
    const error = asStoreError(cause, this.#file)
    if (!ABOUT_THE_ROW.has(error.code)) this.#health = { state: 'down', reason: error.message }
    return error
  }
}
