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

  it('are more than a few, and name many', () => {
    const names = pages.flatMap((page) => namedSources(read(page)))
    expect(names.length).toBeGreaterThan(20)
  })
})
