import { app, dialog } from 'electron'

/** Exit codes of the application; 0 is a normal end. */
export const exitCode = { failed: 1, badSwitches: 2, alreadyRunning: 3 } as const

const hasReader = (): boolean => process.stderr.isTTY === true || !app.isPackaged

/** Says one sentence where somebody can read it, and ends the application. */
export function failBoot(sentence: string, code: number, isSilent = false): void {
  process.stderr.write(`${sentence}\n`)
  if (!hasReader() && !isSilent) dialog.showErrorBox('Countersign', sentence)
  app.exit(code)
}
