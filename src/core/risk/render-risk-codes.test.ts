import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DENIAL_CODE_NAMES } from './denial-codes.ts'
import { renderRiskCodes } from './render-risk-codes.ts'

const FILE = resolve('docs/risk-codes.md')

describe('docs/risk-codes.md', () => {
  it('is what the tables of the program say', () => {
    if (process.env.UPDATE_DOCS === '1') writeFileSync(FILE, renderRiskCodes())
    expect(readFileSync(FILE, 'utf8')).toBe(renderRiskCodes())
  })

  it('has a row for each code, with its sentence', () => {
    const page = renderRiskCodes()
    for (const code of DENIAL_CODE_NAMES) expect(page).toContain(`| \`${code}\` |`)
    expect(page).toContain('‹score›')
    expect(page).not.toMatch(/[{}]|undefined|NaN/)
  })
})
