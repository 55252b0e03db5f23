/** One step of the file's format, forward only; `version` becomes the file's user_version. */
export interface Migration {
  readonly version: number
  readonly sql: string
}
