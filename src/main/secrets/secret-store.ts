import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { openSealed, sealed, sealedSchema } from './sealed-box.ts'

/** What is needed of Electron's safeStorage; a fake in the tests. */
export interface SafeStorageLike {
  isEncryptionAvailable(): boolean
  encryptString(text: string): Buffer
  decryptString(bytes: Buffer): string
  /** On Linux only: `basic_text` is a fixed key and no protection. */
  getSelectedStorageBackend?(): string
}

/** Where secrets are kept, and what a person is told about it. */
export type SecretKeeping =
  | { readonly kind: 'keychain'; readonly sentence: string }
  | { readonly kind: 'passphrase'; readonly sentence: string }
  | { readonly kind: 'memory'; readonly sentence: string }

const SENTENCES = {
  keychain: 'Secrets are kept by the keychain of your system.',
  passphrase:
    'Your system has no keychain: secrets are kept under your passphrase, asked for at each start.',
  memory:
    'Your system has no keychain and there is no passphrase: secrets are forgotten when the desk closes.',
} as const

const VALUES_MAX = 64
const TEXT_MAX = 4_096
const valuesSchema = z.record(z.string().max(80), z.string().max(TEXT_MAX))
const fileSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('keychain'), box: z.base64() }),
  z.strictObject({ kind: z.literal('passphrase'), box: sealedSchema }),
])

export interface SecretStoreOptions {
  readonly file: string
  readonly safeStorage: SafeStorageLike | null
  /** Null: none was given. */
  readonly passphrase: string | null
}

export interface SecretStore {
  readonly keeping: SecretKeeping
  /** A file is there that opens with a passphrase or keychain that this store was not given. */
  readonly isLocked: boolean
  get(name: string): string | null
  /** Null forgets it. Throws when it cannot be written, and with a sentence when it is too long. */
  set(name: string, value: string | null): void
}

/** True only where the system protects what it keeps. */
export function hasRealKeychain(storage: SafeStorageLike | null): storage is SafeStorageLike {
  if (storage === null || !storage.isEncryptionAvailable()) return false
  return storage.getSelectedStorageBackend?.() !== 'basic_text'
}

function keepingOf({ safeStorage, passphrase }: SecretStoreOptions): SecretKeeping['kind'] {
  if (hasRealKeychain(safeStorage)) return 'keychain'
  return passphrase === null ? 'memory' : 'passphrase'
}

const isMissing = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'

/** Null where nothing is kept; `locked` where it is kept by other means than were given. */
function readText({
  file,
  safeStorage,
  passphrase,
}: SecretStoreOptions): { readonly text: string } | 'locked' | null {
  let written: string
  try {
    written = readFileSync(file, 'utf8')
  } catch (cause) {
    if (isMissing(cause)) return null
    throw cause
  }
  const parsed = fileSchema.parse(JSON.parse(written))
  if (parsed.kind === 'passphrase') {
    return passphrase === null ? 'locked' : { text: openSealed(parsed.box, passphrase) }
  }
  if (!hasRealKeychain(safeStorage)) return 'locked'
  return { text: safeStorage.decryptString(Buffer.from(parsed.box, 'base64')) }
}

function boxed(options: SecretStoreOptions, kind: 'keychain' | 'passphrase', text: string): string {
  const { safeStorage, passphrase } = options
  if (kind === 'keychain' && safeStorage) {
    return JSON.stringify({ kind, box: safeStorage.encryptString(text).toString('base64') })
  }
  return JSON.stringify({ kind: 'passphrase', box: sealed(text, passphrase ?? '') })
}

const LOCKED = 'Other secrets are kept already: unlock them first, or forget them.'

function write(
  options: SecretStoreOptions,
  kind: 'keychain' | 'passphrase',
  values: Readonly<Record<string, string>>,
): void {
  const text = boxed(options, kind, JSON.stringify(values))
  writeFileSync(`${options.file}.new`, text, { mode: 0o600 })
  renameSync(`${options.file}.new`, options.file)
}

/**
 * Secrets by name, such as a webhook's address or a mail password: in the system's keychain where
 * that is real, else under a passphrase, else in memory alone. Throws with one sentence when the
 * file cannot be opened with what was given; it is left as it was.
 */
export function openSecretStore(options: SecretStoreOptions): SecretStore {
  const kind = keepingOf(options)
  let values = new Map<string, string>()
  let isLocked = false
  try {
    const read = readText(options)
    isLocked = read === 'locked'
    if (read !== null && read !== 'locked') {
      values = new Map(Object.entries(valuesSchema.parse(JSON.parse(read.text))))
    }
  } catch (cause) {
    const sentence = `${options.file} does not open: the passphrase or the keychain is another one. Try again, or move the file away and enter the secrets anew.`
    throw new Error(sentence, { cause })
  }
  return {
    keeping: { kind, sentence: SENTENCES[kind] },
    get isLocked() {
      return isLocked
    },
    get: (name) => values.get(name) ?? null,
    set(name, value) {
      if (value !== null && value.length > TEXT_MAX)
        throw new Error(`A secret has at most ${TEXT_MAX} characters.`)
      const next = new Map(values)
      if (value === null) next.delete(name)
      else next.set(name, value)
      if (next.size > VALUES_MAX) throw new Error(`At most ${VALUES_MAX} secrets are kept.`)
      if (next.size > 0 && isLocked) throw new Error(LOCKED)
      // with the last secret goes the file, also one that this store could not open
      if (next.size === 0) rmSync(options.file, { force: true })
      else if (kind !== 'memory') write(options, kind, Object.fromEntries(next))
      isLocked = false
      values = next
    },
  }
}
