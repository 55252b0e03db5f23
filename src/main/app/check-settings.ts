import { join } from 'node:path'
import type { CheckResult } from '../watch/check-result.ts'
import { readSettings } from './desk-settings.ts'
import { openPreferences } from './preferences-file.ts'

/** The files of settings of a data folder, as the next start will read them. */
export function checkSettings(dataFolder: string): CheckResult {
  const about = { id: 'settings', title: 'Settings' }
  const complaints: string[] = []
  const complain = (sentence: string) => complaints.push(sentence)
  readSettings(join(dataFolder, 'settings.json'), complain)
  openPreferences(join(dataFolder, 'preferences.json'), complain)
  if (complaints.length === 0) {
    return { ...about, light: 'healthy', code: null, sentence: 'Every file of settings is valid.' }
  }
  const sentence = `${complaints.join(' ')} Mend it, or delete it to begin anew.`
  return { ...about, light: 'degraded', code: 'E003', sentence }
}
