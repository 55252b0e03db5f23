import fc from 'fast-check'
import { expect, test } from 'vitest'
import { redact } from './redact.ts'

const address = `0x${'aB12'.repeat(10)}`
const key = `0x${'5e'.repeat(32)}`
const phrase = 'test test test test test test test test test test test junk'

test.each([
  ['an address', `the account ${address} has`, 'the account 0x[hex] has'],
  ['a key', `{"key":"${key}"}`, '{"key":"0x[hex]"}'],
  ['a key without 0x', key.slice(2), '[hex]'],
  ['a recovery phrase', `The words: ${phrase}!`, 'The words: [recovery phrase]!'],
  ['a phrase in lines', JSON.stringify(phrase.replaceAll(' ', '\n')), '"[recovery phrase]"'],
  ['a password', '{"password":"hunter2","a":1}', '{"password":"[secret]","a":1}'],
  [
    'a password in a text',
    '{"msg":"{\\"smtpPassword\\":\\"hunter2\\"}"}',
    '{"msg":"{\\"smtpPassword\\":\\"[secret]\\"}"}',
  ],
  ['a token in a query', 'GET /a?token=abc123&b=1', 'GET /a?token=[secret]&b=1'],
  ['a header', 'Authorization: Bearer abcdefgh12345', 'Authorization: [secret]'],
  [
    'a webhook',
    'https://hooks.example.org/services/T000/B000/XXXX failed',
    'https://hooks.example.org/[path] failed',
  ],
  ['a mail address', 'to jane.doe@example.org', 'to [mail address]'],
])('%s is taken out', (_what, line, left) => {
  expect(redact(line)).toBe(left)
})

test.each([
  'a commit took 61 ms',
  'Connected; comparing the log with the venue.',
  'order 0x1f of t-12 at 64000.5 was filled',
  'https://api.hyperliquid.xyz/info answered 502',
  'the desk did not start because the device that signs was not there when it was asked for it',
])('"%s" stays as it is', (line) => {
  expect(redact(line)).toBe(line)
})

test('whatever stands around it, no key, address or phrase is left, and JSON stays JSON', () => {
  const around = fc.string({ unit: 'grapheme-ascii', maxLength: 20 })
  const hex = fc.stringMatching(/^[0-9a-f]{64}$/)
  fc.assert(
    fc.property(around, hex, around, (before, digits, after) => {
      const line = JSON.stringify({ msg: `${before} 0x${digits} ${digits} ${phrase} ${after}` })
      const left = redact(line)
      expect(left).not.toContain(digits)
      expect(left).not.toContain('junk')
      expect(() => JSON.parse(left) as unknown).not.toThrow()
    }),
  )
})
