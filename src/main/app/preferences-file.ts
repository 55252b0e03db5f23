import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { PreferencesChange, PreferencesView } from '#contract/preferences.ts'
import { preferencesSchema } from '#contract/preferences.ts'

export interface Preferences {
  current(): PreferencesView
  /** Throws when the folder cannot be written. */
  change(change: PreferencesChange): void
}

const isMissing = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'

/** A broken or foreign file gives the defaults, and `complain` is told. */
function read(file: string, complain: (sentence: string) => void): PreferencesView {
  try {
    const parsed = preferencesSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    if (parsed.success) return parsed.data
    complain(`${file} is no preferences file of this version; the usual ones are used.`)
  } catch (cause) {
    if (!isMissing(cause)) complain(`${file} cannot be read (${String(cause)}).`)
  }
  return preferencesSchema.parse({})
}

/** What is set to undefined is no change. */
const merged = (before: PreferencesView, change: PreferencesChange): PreferencesView => ({
  ...before,
  ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
})

/** The preferences of a data folder, written back in one step with every change. */
export function openPreferences(file: string, complain: (sentence: string) => void): Preferences {
  let current = read(file, complain)
  return {
    current: () => current,
    change(change) {
      current = merged(current, change)
      writeFileSync(`${file}.new`, JSON.stringify(current), { mode: 0o600 })
      renameSync(`${file}.new`, file)
    },
  }
}

/** For a picture of the desk: nobody is greeted, and the folder keeps what it has. */
export const withoutFirstRun = (preferences: Preferences): Preferences => ({
  ...preferences,
  current: () => {
    const current = preferences.current()
    return { ...current, firstRun: { ...current.firstRun, state: 'left' } }
  },
})

/** For a desk without a window: kept as long as the process. */
export function memoryPreferences(): Preferences {
  let current = preferencesSchema.parse({})
  return {
    current: () => current,
    change: (change) => {
      current = merged(current, change)
    },
  }
}
