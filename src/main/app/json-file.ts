import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { z } from 'zod'

const isMissing = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'

/**
 * A small file of this program's own, checked against its schema. Null where there is none, and
 * where it is broken or foreign; then `complain` is told in one sentence, and the file stays.
 */
export function readJsonFile<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  complain: (sentence: string) => void,
): z.output<Schema> | null {
  try {
    const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    if (parsed.success) return parsed.data
    complain(`${file} is not a file of this version.`)
  } catch (cause) {
    if (!isMissing(cause)) complain(`${file} cannot be read (${String(cause)}).`)
  }
  return null
}

/** Replaces the file in one step, for this user alone. Throws when the folder cannot be written. */
export function writeJsonFile(file: string, value: unknown): void {
  writeFileSync(`${file}.new`, JSON.stringify(value), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
