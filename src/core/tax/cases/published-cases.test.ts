import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readCase } from './read-case.ts'
import { runCase } from './run-case.ts'

const FOLDER = resolve(process.cwd(), '../shared/cases/tax')
const DEFAULT_TOLERANCE = '0.00000001'
const SCALE = 40

const isDecimal = (value: unknown): value is string =>
  typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)

function scaled(text: string): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  const digits = BigInt(whole + fraction.slice(0, SCALE).padEnd(SCALE, '0'))
  return text.startsWith('-') ? -digits : digits
}

/** Every figure of `wanted` that `got` does not have within the tolerance; extra fields are fine. */
function differences(got: unknown, wanted: unknown, path: string, tolerance: bigint): string[] {
  if (Array.isArray(wanted)) {
    if (!Array.isArray(got) || got.length !== wanted.length) return [`${path}: other length`]
    return wanted.flatMap((item, index) =>
      differences(got[index], item, `${path}[${index}]`, tolerance),
    )
  }
  if (typeof wanted === 'object' && wanted !== null) {
    const object = (got ?? {}) as Record<string, unknown>
    return Object.entries(wanted).flatMap(([key, item]) =>
      // Published figures are whole pounds, golden ones are compared with their own field.
      key === 'published' || key === 'golden'
        ? []
        : differences(object[key], item, `${path}.${key}`, tolerance),
    )
  }
  if (isDecimal(wanted)) {
    if (!isDecimal(got)) return [`${path}: ${String(got)} instead of ${wanted}`]
    const distance = scaled(got) - scaled(wanted)
    const isNear = (distance < 0n ? -distance : distance) <= tolerance
    return isNear ? [] : [`${path}: ${got} instead of ${wanted}`]
  }
  return got === wanted ? [] : [`${path}: ${String(got)} instead of ${String(wanted)}`]
}

interface CaseFile {
  readonly name: string
  readonly rules?: { readonly tolerance?: string }
  readonly expected: Record<string, unknown> & { readonly golden?: unknown }
}

const files = existsSync(FOLDER)
  ? readdirSync(FOLDER)
      .filter((file) => file.endsWith('.json'))
      .sort()
  : []
const results: string[] = []

describe('published cases', () => {
  if (files.length === 0) {
    it('are left out where ../shared/cases/tax is missing', () => {
      console.info('left out: ../shared/cases/tax is not there')
      expect(existsSync(FOLDER)).toBe(false)
    })
  }

  it.each(files)('%s', (file) => {
    const json = JSON.parse(readFileSync(resolve(FOLDER, file), 'utf8')) as CaseFile
    const read = readCase(json, file, {})
    if (!read.ok) throw new Error(JSON.stringify(read.problems))
    const run = runCase(read.taxCase)
    if (!run.ok) throw new Error(run.messages.join('; '))
    const tolerance = scaled(json.rules?.tolerance ?? DEFAULT_TOLERANCE)
    const { golden } = json.expected
    const found = [
      ...differences(run.output, json.expected, '', tolerance),
      ...(golden === undefined ? [] : differences(run.output, golden, 'golden', tolerance)),
    ]
    results.push(`${found.length === 0 ? 'equal ' : 'DIFFERS'} ${json.name}`)
    expect(found).toEqual([])
  })

  afterAll(() => {
    if (results.length > 0) console.info(`case → result\n${results.join('\n')}`)
  })
})
