import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { locateFile } from './locate-file.ts'

describe('locateFile', () => {
  const base = mkdtempSync(join(tmpdir(), 'countersign-files-'))
  const folder = join(base, 'renderer')

  beforeAll(() => {
    mkdirSync(join(folder, 'assets'), { recursive: true })
    mkdirSync(join(base, 'renderer-next'))
    for (const file of ['renderer/index.html', 'renderer/assets/a b.js', 'secret.json']) {
      writeFileSync(join(base, file), 'x')
    }
    writeFileSync(join(base, 'renderer-next/other.js'), 'x')
    symlinkSync(join(base, 'secret.json'), join(folder, 'link.json'))
  })
  afterAll(() => rmSync(base, { recursive: true, force: true }))

  it('serves the page and its assets with their types', async () => {
    expect(await locateFile(folder, '/')).toMatchObject({ contentType: 'text/html; charset=utf-8' })
    const asset = await locateFile(folder, '/assets/a%20b.js')
    expect(asset).toMatchObject({ contentType: 'text/javascript; charset=utf-8' })
  })

  it.each([
    '/../secret.json',
    '/..%2fsecret.json',
    '/%2e%2e/secret.json',
    '/..\\secret.json',
    '/../renderer-next/other.js',
    '/link.json',
    '/missing.js',
    '/assets',
    '/%00index.html',
    '/%E0%A4%A.js',
  ])('does not serve %s', async (path) => {
    expect(await locateFile(folder, path)).toBeNull()
  })
})
