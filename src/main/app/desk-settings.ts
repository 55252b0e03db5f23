import { z } from 'zod'
import type { AlertLevel } from '#contract/alerts.ts'
import { ALERT_LEVELS } from '#contract/alerts.ts'
import type { DriverSetting } from '#contract/driver-setting.ts'
import { DRIVER_SETTINGS } from '#contract/driver-setting.ts'
import { readJsonFile, writeJsonFile } from './json-file.ts'

/** What a person has set that no log needs to know. */
export interface DeskSettings {
  readonly theme: 'light' | 'dark' | 'system'
  /** Which library speaks to the Ledger. */
  readonly driver: DriverSetting
  /** Stops entries from whatever window; null is none. */
  readonly killHotkey: string | null
  /** What goes to the Discord channel, where there is one. */
  readonly alertLevel: AlertLevel
}

const schema = z.strictObject({
  theme: z.enum(['light', 'dark', 'system']).default('system'),
  driver: z.enum(DRIVER_SETTINGS).default('automatic'),
  killHotkey: z.string().max(60).nullable().default('Control+Alt+Shift+K'),
  alertLevel: z.enum(ALERT_LEVELS).default('important'),
})
const DEFAULTS: DeskSettings = schema.parse({})

/**
 * The settings of a data folder. A missing file gives the defaults; a broken one too, and `complain`
 * is told, so that a typing error does not keep the desk from opening.
 */
export function readSettings(file: string, complain: (sentence: string) => void): DeskSettings {
  const tell = (sentence: string) => complain(`${sentence} The defaults are used.`)
  return readJsonFile(file, schema, tell) ?? DEFAULTS
}

export const writeSettings = (file: string, settings: DeskSettings): void =>
  writeJsonFile(file, settings)
