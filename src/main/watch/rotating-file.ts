import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

const DAY_MS = 86_400_000

export interface RotationLimits {
  readonly bytesMax: number
  /** With the one that is written. */
  readonly filesMax: number
  readonly daysMax: number
}

export const LOG_LIMITS: RotationLimits = { bytesMax: 10_000_000, filesMax: 10, daysMax: 7 }

export interface RotatingFile {
  /** Never throws: a disk that is full costs the line and nothing else. */
  write(line: string): void
  close(): void
}

export interface RotatingFileOptions {
  readonly folder: string
  /** `app` is written to app.log; older ones are app.1.log, app.2.log, … */
  readonly name: string
  readonly wallMs: () => number
  readonly limits?: RotationLimits
  /** Told once in a row of failures. */
  readonly onFailure: (cause: unknown) => void
}

/** A log file that moves on when it is full, and forgets what is old. */
export function openRotatingFile(options: RotatingFileOptions): RotatingFile {
  const { folder, name, wallMs, limits = LOG_LIMITS } = options
  const path = (number: number): string =>
    join(folder, number === 0 ? `${name}.log` : `${name}.${number}.log`)
  let handle: number | null = null
  let bytes = 0
  let isFailing = false

  const forgetOld = (): void => {
    const pattern = new RegExp(`^${name}\\.(\\d+)\\.log$`)
    for (const file of readdirSync(folder)) {
      const [, number] = pattern.exec(file) ?? []
      if (number === undefined) continue
      const ageMs = wallMs() - statSync(join(folder, file)).mtimeMs
      if (Number(number) >= limits.filesMax || ageMs > limits.daysMax * DAY_MS) {
        rmSync(join(folder, file), { force: true })
      }
    }
  }
  const open = (): number => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const opened = openSync(path(0), 'a', 0o600)
    bytes = fstatSync(opened).size
    forgetOld()
    return opened
  }
  const rotate = (): void => {
    if (handle !== null) closeSync(handle)
    handle = null
    rmSync(path(limits.filesMax - 1), { force: true })
    const present = new Set(readdirSync(folder))
    for (let number = limits.filesMax - 2; number >= 0; number -= 1) {
      const file = number === 0 ? `${name}.log` : `${name}.${number}.log`
      if (present.has(file)) renameSync(path(number), path(number + 1))
    }
  }

  return {
    write(line) {
      try {
        const size = Buffer.byteLength(line)
        handle ??= open()
        if (bytes > 0 && bytes + size > limits.bytesMax) {
          rotate()
          handle = open()
        }
        writeSync(handle, line)
        bytes += size
        isFailing = false
      } catch (cause) {
        if (!isFailing) options.onFailure(cause)
        isFailing = true
      }
    },
    close() {
      if (handle !== null) closeSync(handle)
      handle = null
    },
  }
}
