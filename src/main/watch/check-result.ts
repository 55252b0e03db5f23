import type { ErrorCode } from '#core/model/error-codes.ts'

export type CheckLight = 'healthy' | 'degraded' | 'down'

/** What one check found; `code` leads to a page of docs/errors. */
export interface CheckResult {
  readonly id: string
  readonly title: string
  readonly light: CheckLight
  /** One sentence; where something is wrong, also what to do. */
  readonly sentence: string
  readonly code: ErrorCode | null
}
