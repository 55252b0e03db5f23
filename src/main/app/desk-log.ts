import pino from 'pino'
import { redact } from '../watch/redact.ts'
import type { RotatingFile, RotationLimits } from '../watch/rotating-file.ts'
import { openRotatingFile } from '../watch/rotating-file.ts'

export interface DeskLogger {
  info(message: string): void
  warn(message: string): void
  fault(message: string, cause?: unknown): void
  close(): void
}

/** The desk's own log, with the parts that have a file of their own. */
export interface DeskLogs extends DeskLogger {
  /** What goes to the venue and comes from it. */
  readonly api: DeskLogger
  /** Where each ticket stands. */
  readonly trading: DeskLogger
}

export interface DeskLogOptions {
  readonly wallMs?: () => number
  readonly limits?: RotationLimits
}

function loggerTo(files: readonly RotatingFile[], errors: RotatingFile): DeskLogger {
  const write = (line: string): void => {
    const redacted = redact(line)
    for (const file of files) file.write(redacted)
  }
  const writeError = (line: string): void => {
    write(line)
    errors.write(redact(line))
  }
  const settings = { base: null, timestamp: pino.stdTimeFunctions.isoTime }
  const plain = pino(settings, { write })
  const grave = pino(settings, { write: writeError })
  return {
    info: (message) => plain.info(message),
    warn: (message) => plain.warn(message),
    fault: (message, cause) => grave.error({ err: cause }, message),
    close: () => undefined,
  }
}

/**
 * JSON lines in the data folder, for a person who looks for a cause; never what trades hang on.
 * app.log, api.log, trading.log, and in error.log the faults of all three: at most 10 MB a file,
 * ten files and seven days each, without secrets and addresses.
 */
export function createDeskLog(folder: string, options: DeskLogOptions = {}): DeskLogs {
  const { wallMs = Date.now, limits } = options
  const open = (name: string): RotatingFile =>
    openRotatingFile({
      folder,
      name,
      wallMs,
      ...(limits ? { limits } : {}),
      onFailure: (cause) => {
        process.stderr.write(`${name}.log cannot be written: ${String(cause)}\n`)
      },
    })
  const [app, api, trading, error] = [open('app'), open('api'), open('trading'), open('error')]
  return {
    ...loggerTo([app], error),
    api: loggerTo([api], error),
    trading: loggerTo([trading], error),
    close: () => {
      for (const file of [app, api, trading, error]) file.close()
    },
  }
}
