import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { DriverSetting } from '#contract/driver-setting.ts'
import { DRIVER_SETTINGS } from '#contract/driver-setting.ts'

/** What a person has set that no log needs to know. */
export interface DeskSettings {
  readonly theme: 'light' | 'dark' | 'system'
  /** Which library speaks to the Ledger. */
  readonly driver: DriverSetting
  /** Stops entries from whatever window; null is none. */
  readonly killHotkey: string | null
}

const schema = z.strictObject({
  theme: z.enum(['light', 'dark', 'system']).default('system'),
  driver: z.enum(DRIVER_SETTINGS).default('automatic'),
  killHotkey: z.string().max(60).nullable().default('Control+Alt+Shift+K'),
})
const DEFAULTS: DeskSettings = schema.parse({})

const isMissing = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'

/**
 * The settings of a data folder. A missing file gives the defaults; a broken one too, and `complain`
 * is told, so that a typing error does not keep the desk from opening.
 */
export function readSettings(file: string, complain: (sentence: string) => void): DeskSettings {
  try {
    const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    if (parsed.success) return parsed.data
    complain(`${file} is not a settings file of this version; the defaults are used.`)
  } catch (cause) {
    if (!isMissing(cause))
      complain(`${file} cannot be read (${String(cause)}); the defaults are used.`)
  }
  return DEFAULTS
}

/** Replaces the file in one step. */
export function writeSettings(file: string, settings: DeskSettings): void {
  writeFileSync(`${file}.new`, JSON.stringify(settings), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
