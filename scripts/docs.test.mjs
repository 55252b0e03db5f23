import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
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

  it('have a page for every error code of the sources, and none for another', () => {
    const sources = files.filter((path) => /^src\/.*(?<!\.test|\.test-support)\.tsx?$/.test(path))
    const codes = sources.flatMap((path) => read(path).match(/\bE[01]\d\d\b/g) ?? [])
    const named = pages.flatMap((path) => /^docs\/errors\/(E\d{3})\.md$/.exec(path)?.[1] ?? [])
    expect(named.sort()).toEqual([...new Set(codes)].sort())
    const index = read('docs/errors/README.md')
    for (const code of named) expect(index).toContain(`](${code}.md)`)
  })

  it('list in the page on privacy the very hosts of the program', () => {
    const source = read('src/main/app/allowed-hosts.ts')
    const inSource = [
      ...source.matchAll(
        /^ {4}host: '([^']+)',\n {4}modes: \['([^']+)'\],\n {4}purpose: '([^']+)'/gm,
      ),
    ]
    const table = /<!-- hosts -->([\s\S]*)<!-- \/hosts -->/.exec(read('docs/privacy.md'))?.[1] ?? ''
    const inPage = [...table.matchAll(/^\| `([^`]+)` \| (\S+) \| (.+) \|$/gm)]
    expect(inPage.map(([, ...cells]) => cells)).toEqual(inSource.map(([, ...cells]) => cells))
    expect(inPage.length).toBeGreaterThan(0)
  })

  it('are more than a few, and name many', () => {
    const names = pages.flatMap((page) => namedSources(read(page)))
    expect(names.length).toBeGreaterThan(20)
  })
})
