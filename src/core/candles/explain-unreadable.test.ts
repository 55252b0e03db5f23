import { describe, expect, it } from 'vitest'
import { explainUnreadable } from './explain-unreadable.ts'

const thrown = (code: string) => Object.assign(new Error(`${code}: raw words`), { code })

describe('explainUnreadable', () => {
  it('says what to do, and never shows the raw words of a known fault', () => {
    for (const code of ['ENOENT', 'EISDIR', 'EACCES', 'Z_BUF_ERROR', 'Z_DATA_ERROR']) {
      expect(explainUnreadable(thrown(code)), code).not.toContain(code)
    }
    expect(explainUnreadable(thrown('EISDIR'))).toMatch(/folder; name the candle file/)
    expect(explainUnreadable(thrown('Z_BUF_ERROR'))).toMatch(/ends too soon/)
  })

  it('keeps the words of anything else', () => {
    expect(explainUnreadable(thrown('EIO'))).toBe('EIO: raw words')
    expect(explainUnreadable('odd')).toBe('odd')
  })
})
