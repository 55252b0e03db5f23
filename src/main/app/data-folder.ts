import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

export type DataFolder =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly message: string }

/** Creates the folder for this user alone and makes sure that it can be written. */
export function prepareDataFolder(wanted: string): DataFolder {
  const path = resolve(wanted)
  try {
    // recursive only where it must be: below some folders (/proc) it never comes back
    if (!existsSync(path)) mkdirSync(path, { recursive: !existsSync(dirname(path)), mode: 0o700 })
    if (!statSync(path).isDirectory()) throw new Error('it is a file, not a folder')
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    return { ok: true, path }
  } catch (cause) {
    const reason =
      cause instanceof Error
        ? 'code' in cause
          ? String(cause.code)
          : cause.message
        : String(cause)
    return {
      ok: false,
      message: `The data folder ${path} cannot be used (${reason}): choose another with --data FOLDER.`,
    }
  }
}
