import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ERROR_CODES } from '../src/core/model/error-codes.ts'
import { projectRoot } from './setup/run-command.mjs'

const git = (...args) =>
  execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8' }).split('\n').filter(Boolean)
const files = git('ls-files', '-co', '--exclude-standard').filter((path) =>
  existsSync(join(projectRoot, path)),
)
const pages = files.filter((path) => path.endsWith('.md'))
const read = (page) => readFileSync(join(projectRoot, page), 'utf8')

/** In backticks, with an ending that sources have: `engine/advance.ts`, also without its folder. */
const namedSources = (text) =>
  [...text.matchAll(/`([\w./-]+\.(?:tsx|ts|mts|mjs|cjs|css))`/g)].map(([, name]) => name)

const linkedFiles = (page, text) =>
  [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)].map(([, target]) =>
    join(dirname(page), target),
  )

describe('the documents', () => {
  it('name only sources that exist', () => {
    const missing = pages.flatMap((page) =>
      namedSources(read(page))
        .filter((name) => !files.some((path) => path === name || path.endsWith(`/${name}`)))
        .map((name) => `${page}: ${name}`),
    )
    expect(missing).toEqual([])
  })

  it('link only to files and folders that exist', () => {
    const missing = pages.flatMap((page) =>
      linkedFiles(page, read(page))
        .filter((target) => !existsSync(join(projectRoot, target)))
        .map((target) => `${page}: ${target}`),
    )
    expect(missing).toEqual([])
  })

  it('call only npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json'))
    const missing = pages.flatMap((page) =>
      [...read(page).matchAll(/npm run ([\w:-]+)/g)]
        .filter(([, script]) => scripts[script] === undefined)
        .map(([call]) => `${page}: ${call}`),
    )
    expect(missing).toEqual([])
  })

  it('name a test that exists for every threat', () => {
    const rows = [...read('docs/threat-model.md').matchAll(/\| `([^`]+)`: "(.+)" \|$/gm)]
    const missing = rows.filter(
      ([, file, name]) => !files.includes(file) || !read(file).includes(name),
    )
    expect(missing.map(([row]) => row)).toEqual([])
    expect(rows.length).toBeGreaterThan(20)
  })

  it('have one page for every error code, with its meaning, and none for another', () => {
    const codes = Object.entries(ERROR_CODES)
    const named = pages.flatMap((path) => /^docs\/errors\/(E\d{3})\.md$/.exec(path)?.[1] ?? [])
    expect(named.sort()).toEqual(Object.keys(ERROR_CODES))
    for (const [code, meaning] of codes) {
      const [title, , text] = read(`docs/errors/${code}.md`).split('\n')
      expect(title).toBe(`# ${code}: ${meaning}`)
      expect(text?.length).toBeGreaterThan(20)
      expect(read(`docs/errors/${code}.md`)).toMatch(/\n## What to do\n\n1\. /)
    }
    const index = read('docs/errors/README.md').match(/^- .*$/gm)
    expect(index).toEqual(codes.map(([code, meaning]) => `- [${code}](${code}.md): ${meaning}`))
  })

  it('give every error code one meaning, and the sources use none but these', () => {
    const meanings = Object.values(ERROR_CODES)
    expect(new Set(meanings).size).toBe(meanings.length)
    const uses = files
      .filter((path) => /^src\/.*(?<!\.test|\.test-support)\.tsx?$/.test(path))
      .flatMap((path) => [...read(path).matchAll(/\bE\d{3}\b/g)].map(([code]) => ({ path, code })))
    const unknown = uses.filter(({ code }) => !(code in ERROR_CODES))
    expect(unknown).toEqual([])
    const own = {
      'src/main/store/': /^E(001|2\d\d)$/,
      'src/main/venues/': /^E(00[2-5]|4\d\d)$/,
      'src/main/signer/': /^E1\d\d$/,
      'src/main/session/': /^E1\d\d$/,
    }
    const strayed = uses.filter(({ path, code }) =>
      Object.entries(own).some(([folder, codes]) => path.startsWith(folder) && !codes.test(code)),
    )
    expect(strayed).toEqual([])
    const table = 'src/core/model/error-codes.ts'
    const used = Object.keys(ERROR_CODES).filter(
      (code) =>
        uses.some((use) => use.code === code && use.path !== table) ||
        uses.filter((use) => use.code === code && use.path === table).length > 1,
    )
    expect(used).toEqual(Object.keys(ERROR_CODES))
  })

  it('list in the page on privacy the very hosts of the program', () => {
    const source = read('src/main/app/allowed-hosts.ts')
    const inSource = [
      ...source.matchAll(/^ {4}host: '([^']+)',\n {4}modes: \[(.+)\],\n {4}purpose: '([^']+)'/gm),
    ]
    const table = /<!-- hosts -->([\s\S]*)<!-- \/hosts -->/.exec(read('docs/privacy.md'))?.[1] ?? ''
    const inPage = [...table.matchAll(/^\| `([^`]+)` \| ([^|]+) \| (.+) \|$/gm)]
    expect(inPage.map(([, ...cells]) => cells)).toEqual(
      inSource.map(([, host, modes, purpose]) => [host, modes.replaceAll("'", ''), purpose]),
    )
    expect(inPage.length).toBeGreaterThan(0)
  })

  it('are more than a few, and name many', () => {
    const names = pages.flatMap((page) => namedSources(read(page)))
    expect(names.length).toBeGreaterThan(20)
  })
})
