import type { AlertAnswers } from './alerts.ts'
import type {
  AccountChoiceView,
  PracticeSignatureView,
  ReceiptsVerdictView,
  ReceiptView,
  VenueAccountView,
} from './custody.ts'
import type { FillsPageView } from './fills-page.ts'
import type { RecordsAnswers } from './records.ts'
import type { RequestName, RequestOf } from './requests.ts'
import type { ResearchAnswers } from './research.ts'
import type { LimitEditView, LimitInputsView, LimitSheetView } from './risk-views.ts'
import type { CandleView, DeskPatch, DeskSnapshot, HealthCheckView, PreviewView } from './views.ts'

export type ErrorCode =
  | 'invalidRequest'
  | 'forbiddenSender'
  | 'tooManyRequests'
  | 'notAvailable'
  | 'unknownTicket'
  | 'notPossible'
  | 'venueUnavailable'
  | 'deviceUnavailable'
  | 'invalidLimits'
  | 'needsTypedWord'
  | 'fileUnusable'
  | 'internal'

export interface ApiError {
  readonly code: ErrorCode
  /** One sentence that says what to do. */
  readonly message: string
  readonly context?: Readonly<Record<string, string>>
}

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: ApiError }

interface SpecialAnswers extends ResearchAnswers, RecordsAnswers, AlertAnswers {
  getSnapshot: DeskSnapshot
  getCandles: readonly CandleView[]
  previewOrder: PreviewView
  getLimits: LimitSheetView
  compareLimits: LimitEditView
  exportLimits: string | null
  importLimits: LimitInputsView | null
  getFillsPage: FillsPageView
  getHealthChecks: readonly HealthCheckView[]
  readAccounts: readonly AccountChoiceView[]
  compareAddress: AccountChoiceView
  signPractice: PracticeSignatureView
  getVenueAccounts: readonly VenueAccountView[]
  getReceiptsPage: readonly ReceiptView[]
  verifyReceipts: ReceiptsVerdictView
  exportReceipts: string | null
}

/** What a request is answered with; most are only taken, and their outcome comes as a patch. */
export type AnswerOf<Name extends RequestName> = Name extends keyof SpecialAnswers
  ? SpecialAnswers[Name]
  : null

/** The one object that the renderer sees: `window.desk`. */
export interface DeskApi {
  request<Name extends RequestName>(
    name: Name,
    payload: RequestOf<Name>,
  ): Promise<Answer<AnswerOf<Name>>>
  /** Patches in order; a hole in `seq` means: ask for a snapshot again. Returns the unsubscriber. */
  onPatch(listener: (patch: DeskPatch) => void): () => void
  /** Books of the market that `watchBook` named; `row` is for `decodeBook`. Returns the unsubscriber. */
  onBook(listener: (coin: string, row: BigInt64Array) => void): () => void
  /** Called once by the shell when the first live price is on the screen. */
  reportReady(): void
}

/** IPC channel names; nothing else is ever listened to. */
export const REQUEST_CHANNEL = 'desk:request'
export const PATCH_CHANNEL = 'desk:patch'
export const BOOK_CHANNEL = 'desk:book'
export const READY_CHANNEL = 'desk:ready'
