import { describe, expect, it } from 'vitest'
import type { Signer } from './signers.ts'
import { SignerBook, takeNonce } from './signers.ts'

const NOW = Date.UTC(2026, 10, 22)
const DAY = 86_400_000
const fresh = (): Signer => ({ address: '0x1', nonces: [], agentOf: null })

describe('nonces', () => {
  it('are used once, in any order', () => {
    const signer = fresh()
    expect(takeNonce(signer, NOW, NOW)).toBeNull()
    expect(takeNonce(signer, NOW - 5, NOW)).toBeNull()
    expect(takeNonce(signer, NOW, NOW)).toBe(`Invalid nonce: duplicate nonce ${NOW}`)
  })

  it('lie between two days ago and tomorrow', () => {
    for (const nonce of [NOW - 2 * DAY, NOW + DAY, 1]) {
      expect(takeNonce(fresh(), nonce, NOW)).toMatch(/^Invalid nonce: nonce \d+ is not within/)
    }
    expect(takeNonce(fresh(), NOW - 2 * DAY + 1, NOW)).toBeNull()
    expect(takeNonce(fresh(), NOW + DAY - 1, NOW)).toBeNull()
  })

  it('must be above the lowest of the hundred highest', () => {
    const signer = fresh()
    for (let step = 1; step <= 101; step += 1) expect(takeNonce(signer, NOW + step, NOW)).toBeNull()
    expect(signer.nonces).toHaveLength(100)
    expect(takeNonce(signer, NOW + 1, NOW)).toMatch(/is below the lowest nonce kept/)
    expect(takeNonce(signer, NOW + 102, NOW)).toBeNull()
  })
})

describe('agents', () => {
  const approve = (book: SignerBook, agentAddress: string, agentName: string, nowMs = NOW) =>
    book.approve({ master: '0xmaster', agentAddress, agentName, nowMs })

  it('trade for their master until they end', () => {
    const book = new SignerBook()
    approve(book, '0xa', `desk valid_until ${NOW + DAY}`)
    expect(book.masterOf('0xa', NOW)).toBe('0xmaster')
    expect(book.masterOf('0xa', NOW + DAY)).toBeNull()
    expect(book.agentsOf('0xmaster', NOW).map(({ agentOf }) => agentOf?.name)).toEqual(['desk'])
  })

  it('replace the one of the same name', () => {
    const book = new SignerBook()
    approve(book, '0xa', 'desk')
    approve(book, '0xb', 'desk')
    expect(book.masterOf('0xa', NOW)).toBeNull()
    expect(book.masterOf('0xb', NOW)).toBe('0xmaster')
  })

  it('are at most three with a name and one without', () => {
    const book = new SignerBook()
    for (const name of ['', 'one', 'two', 'three']) {
      expect(approve(book, `0x${name}`, name)).toHaveProperty('changed')
    }
    expect(approve(book, '0xfour', 'four')).toEqual({ refusal: 'Too many extra agents.' })
  })

  it('are refused when used, too long-lived or badly named', () => {
    const book = new SignerBook()
    takeNonce(book.entry('0xused'), NOW, NOW)
    expect(approve(book, '0xused', 'x')).toEqual({ refusal: 'Extra agent already used.' })
    expect(approve(book, '0xa', `x valid_until ${NOW + 181 * DAY}`)).toHaveProperty('refusal')
    expect(approve(book, '0xa', `x valid_until ${NOW}`)).toHaveProperty('refusal')
    expect(approve(book, '0xa', 'seventeen letters')).toHaveProperty('refusal')
  })
})
