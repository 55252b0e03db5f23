import type { PreferencesChange, PreferencesView } from '#contract/preferences.ts'
import { preferencesSchema } from '#contract/preferences.ts'
import { readJsonFile, writeJsonFile } from './json-file.ts'
import type { Switches } from './switches.ts'

export interface Preferences {
  current(): PreferencesView
  /** Throws when the folder cannot be written. */
  change(change: PreferencesChange): void
}

/** A broken or foreign file gives the defaults, and `complain` is told. */
const read = (file: string, complain: (sentence: string) => void): PreferencesView =>
  readJsonFile(file, preferencesSchema, (sentence) =>
    complain(`${sentence} The usual preferences are used.`),
  ) ?? preferencesSchema.parse({})

/** Whether a person has switched live prices on in this data folder; a replay has its own. */
export const wantsLivePrices = (
  file: string,
  { mode, replayFile }: Pick<Switches, 'mode' | 'replayFile'>,
): boolean =>
  mode === 'paper' && replayFile === null && read(file, () => undefined).paperPrices === 'live'

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
      writeJsonFile(file, current)
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
