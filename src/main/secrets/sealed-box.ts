import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { z } from 'zod'

/** About a tenth of a second and 64 MB for each guess at the passphrase. */
const COST = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 } as const
const CIPHER = 'aes-256-gcm'

export const sealedSchema = z.strictObject({
  salt: z.base64(),
  nonce: z.base64(),
  tag: z.base64(),
  text: z.base64(),
})
export type Sealed = z.infer<typeof sealedSchema>

const keyOf = (passphrase: string, salt: Buffer): Buffer =>
  scryptSync(passphrase.normalize('NFKC'), salt, 32, COST)

/** The text under a passphrase: scrypt for the key, aes-256-gcm, new salt and nonce every time. */
export function sealed(text: string, passphrase: string): Sealed {
  const salt = randomBytes(16)
  const nonce = randomBytes(12)
  const cipher = createCipheriv(CIPHER, keyOf(passphrase, salt), nonce)
  const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  const inText = (part: Buffer): string => part.toString('base64')
  return {
    salt: inText(salt),
    nonce: inText(nonce),
    tag: inText(cipher.getAuthTag()),
    text: inText(bytes),
  }
}

/** Throws for another passphrase and for a box that was changed. */
export function openSealed(box: Sealed, passphrase: string): string {
  const bytes = (part: string): Buffer => Buffer.from(part, 'base64')
  const key = keyOf(passphrase, bytes(box.salt))
  const decipher = createDecipheriv(CIPHER, key, bytes(box.nonce), { authTagLength: 16 })
  decipher.setAuthTag(bytes(box.tag))
  return Buffer.concat([decipher.update(bytes(box.text)), decipher.final()]).toString('utf8')
}
