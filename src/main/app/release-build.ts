import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'

/** What build/electron-builder.test.yml adds to the package.json of a package for tests. */
interface PackageFile {
  readonly isDebuggable?: unknown
}

const isDebuggable = (): boolean => {
  const text = readFileSync(join(app.getAppPath(), 'package.json'), 'utf8')
  return (JSON.parse(text) as PackageFile).isDebuggable === true
}

/** True for a package that users get: nobody looks into it with a debugger, in any mode. */
export const isRelease = (): boolean => app.isPackaged && !isDebuggable()
