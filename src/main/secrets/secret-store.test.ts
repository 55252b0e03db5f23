import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SafeStorageLike } from './secret-store.ts'
import { openSecretStore } from './secret-store.ts'

const HOOK = 'https://hooks.example.org/services/T0/B0/secret'
let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-secrets-'))
  file = join(folder, 'secrets.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Turns bits over, so that a test sees whether it was asked. */
const keychain = (backend = 'gnome_libsecret', isAvailable = true): SafeStorageLike => {
  const turn = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0x5a))
  return {
    isEncryptionAvailable: () => isAvailable,
    encryptString: (text) => turn(Buffer.from(text)),
    decryptString: (bytes) => turn(bytes).toString(),
    getSelectedStorageBackend: () => backend,
  }
}

test('a real keychain keeps secrets over a restart, and the file does not show them', () => {
  const options = { file, safeStorage: keychain(), passphrase: null }
  const store = openSecretStore(options)
  expect(store.keeping).toEqual({
    kind: 'keychain',
    sentence: 'Secrets are kept by the keychain of your system.',
  })
  store.set('webhook', HOOK)
  expect(readFileSync(file, 'utf8')).not.toContain('hooks.example')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(openSecretStore(options).get('webhook')).toBe(HOOK)
  store.set('webhook', null)
  expect(existsSync(file)).toBe(false)
})

test.each([
  ['basic_text', true],
  ['gnome_libsecret', false],
])('a keychain that is none (%s, available %s) is not used', (backend, isAvailable) => {
  const options = { file, safeStorage: keychain(backend, isAvailable), passphrase: null }
  const store = openSecretStore(options)
  expect(store.keeping.kind).toBe('memory')
  expect(store.keeping.sentence).toContain('forgotten when the desk closes')
  store.set('webhook', HOOK)
  expect(store.get('webhook')).toBe(HOOK)
  expect(existsSync(file)).toBe(false)
  expect(openSecretStore(options).get('webhook')).toBeNull()
})

test('a passphrase keeps secrets; another one, and a changed file, open nothing', () => {
  const options = { file, safeStorage: keychain('basic_text'), passphrase: 'correct horse' }
  const store = openSecretStore(options)
  expect(store.keeping.kind).toBe('passphrase')
  store.set('mail', 'hunter2')
  const first = readFileSync(file, 'utf8')
  expect(first).not.toContain('hunter2')
  expect(openSecretStore(options).get('mail')).toBe('hunter2')
  expect(() => openSecretStore({ ...options, passphrase: 'wrong horse' })).toThrow(/does not open/)
  store.set('mail', 'hunter2')
  expect(readFileSync(file, 'utf8')).not.toBe(first)
  const parsed = JSON.parse(first) as { kind: string; box: { text: string } }
  const bytes = Buffer.from(parsed.box.text, 'base64')
  bytes[0] = (bytes[0] ?? 0) ^ 1
  const changed = JSON.stringify({
    ...parsed,
    box: { ...parsed.box, text: bytes.toString('base64') },
  })
  for (const wrong of [changed, '{', '{"kind":"plain"}']) {
    writeFileSync(file, wrong)
    expect(() => openSecretStore(options)).toThrow(/does not open/)
    expect(readFileSync(file, 'utf8')).toBe(wrong)
  }
})

test('a secret that is too long, and one too many, are refused and nothing changes', () => {
  const store = openSecretStore({ file, safeStorage: null, passphrase: null })
  expect(() => store.set('long', 'x'.repeat(5_000))).toThrow('at most 4096')
  for (let number = 0; number < 64; number += 1) store.set(`name ${number}`, 'x')
  expect(() => store.set('one more', 'x')).toThrow('At most 64')
  expect(store.get('one more')).toBeNull()
})
