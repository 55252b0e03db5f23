import { accessSync, constants, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'

export type DataFolder =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly message: string }

/** Creates the folder for this user alone and makes sure that it can be written. */
export function prepareDataFolder(wanted: string): DataFolder {
  const path = resolve(wanted)
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    return { ok: true, path }
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    return {
      ok: false,
      message: `The data folder ${path} cannot be used (${reason}): choose another with --data FOLDER.`,
    }
  }
}
