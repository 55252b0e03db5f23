import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'

export interface DeskLogger {
  info(message: string): void
  warn(message: string): void
  fault(message: string, cause?: unknown): void
  close(): void
}

/** JSON lines in the data folder, for a person who looks for a cause. Never what trades hang on. */
export function createDeskLog(folder: string): DeskLogger {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const destination = pino.destination({ dest: join(folder, 'app.log'), sync: true, mode: 0o600 })
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination)
  return {
    info: (message) => logger.info(message),
    warn: (message) => logger.warn(message),
    fault: (message, cause) => logger.error({ err: cause }, message),
    close: () => destination.end(),
  }
}
