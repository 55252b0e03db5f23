import type { ErrorCode } from '#core/model/error-codes.ts'

/** Why the store could not go on. */
export type StoreErrorCode = Extract<ErrorCode, 'E001' | `E2${string}`>

/** The sentence says what happened and what to do; `cause` is SQLite's or Node's own error. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode
  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''

const ACTIONS: readonly [
  prefix: string,
  code: StoreErrorCode,
  sentence: (file: string) => string,
][] = [
  [
    'SQLITE_FULL',
    'E205',
    (file) => `The disk that holds ${file} is full: nothing was written. Free some space.`,
  ],
  [
    // the shared memory beside a log could not grow
    'SQLITE_IOERR_SHMSIZE',
    'E205',
    (file) => `The disk that holds ${file} is full: nothing was written. Free some space.`,
  ],
  [
    'SQLITE_BUSY',
    'E204',
    (file) => `Another program holds ${file}: nothing was written. Close it and try again.`,
  ],
  [
    'SQLITE_LOCKED',
    'E204',
    (file) => `Another program holds ${file}: nothing was written. Close it and try again.`,
  ],
  [
    'SQLITE_NOTADB',
    'E001',
    (file) => `${file} is not a Countersign database. Move it away or restore a backup.`,
  ],
  [
    'SQLITE_CORRUPT',
    'E001',
    (file) => `${file} is damaged. Keep it, and restore the newest backup beside it.`,
  ],
  [
    'SQLITE_CANTOPEN',
    'E208',
    (file) => `${file} cannot be opened. Check that its folder exists and is yours.`,
  ],
  [
    'SQLITE_READONLY',
    'E208',
    (file) => `${file} cannot be written. Check its permissions and its folder's.`,
  ],
  [
    'SQLITE_IOERR',
    'E210',
    (file) => `Reading or writing ${file} failed. Check the disk, then start again.`,
  ],
]

/** SQLite's error as a StoreError; one that is a StoreError already stays as it is. */
export function asStoreError(cause: unknown, file: string): StoreError {
  if (cause instanceof StoreError) return cause
  const code = codeOf(cause)
  const text = cause instanceof Error ? cause.message : String(cause)
  if (code.startsWith('SQLITE_CONSTRAINT')) {
    return new StoreError('E207', `The store refused the row: ${text}`, cause)
  }
  const known = ACTIONS.find(([prefix]) => code.startsWith(prefix))
  if (known) return new StoreError(known[1], known[2](file), cause)
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EPERM' || code === 'EISDIR') {
    return new StoreError(
      'E208',
      `${file} cannot be opened. Check that it exists and is yours.`,
      cause,
    )
  }
  if (code === 'ENOSPC') {
    return new StoreError('E205', `The disk that holds ${file} is full. Free some space.`, cause)
  }
  return new StoreError('E211', `The store could not take a value: ${text}`, cause)
}
