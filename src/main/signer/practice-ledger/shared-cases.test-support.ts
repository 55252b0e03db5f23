import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

export interface RecordedExchange {
  readonly name?: string
  readonly request: string
  readonly response: string
}
export interface RecordedSequence {
  readonly name: string
  readonly userAction: 'approve' | 'reject'
  readonly screens: readonly string[]
  readonly apdus: readonly RecordedExchange[]
  readonly typedData: {
    readonly domain: Record<string, unknown>
    readonly types: Record<string, { name: string; type: string }[]>
    readonly primaryType: string
    readonly message: Record<string, unknown>
  }
  readonly digest: string
}
export interface RecordedDevice {
  readonly mnemonic: string
  readonly path: string
  readonly address: string
  readonly single: readonly RecordedExchange[]
  readonly sequences: Readonly<Record<string, readonly RecordedSequence[]>>
}

/** A file of ../shared/cases, or null with one plain line where that folder is missing. */
export function readSharedCases<T>(name: string): T | null {
  const file = resolve('..', 'shared', 'cases', name)
  if (!existsSync(file)) {
    console.info(`Left out: ${file} is not here, so its recorded cases are not checked.`)
    return null
  }
  return JSON.parse(readFileSync(file, 'utf8')) as T
}
