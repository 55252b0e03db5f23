import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readFuses, writeFuses } from './fuses.mjs'
import { knownCause } from './known-cause.mjs'
import { packagesDiffer } from './packages.mjs'
import { PlainFailure } from './plain-failure.mjs'
import { checkDisk, checkNode } from './prepare-machine.mjs'

const sentenceOf = (work) => {
  try {
    work()
    return null
  } catch (error) {
    expect(error).toBeInstanceOf(PlainFailure)
    return error.message
  }
}

describe('what a machine must have', () => {
  it.each(['20.18.0', '20.20.2', '22.0.0', '25.1.0'])('takes Node %s', (version) => {
    expect(sentenceOf(() => checkNode(version))).toBeNull()
  })

  it.each(['18.20.0', '20.17.9', '16.0.0'])('refuses Node %s in one sentence', (version) => {
    expect(sentenceOf(() => checkNode(version))).toBe(
      `Countersign needs Node 20.18 or later, this is ${version}: install a newer Node from nodejs.org.`,
    )
  })

  it('refuses a full disk in one sentence, unless everything is installed', () => {
    expect(sentenceOf(() => checkDisk(1e9, false))).toMatch(/^Only 1\.0 GB are free .+\.$/)
    expect(sentenceOf(() => checkDisk(1e9, true))).toBeNull()
    expect(sentenceOf(() => checkDisk(5e9, false))).toBeNull()
  })

  it('knows a missing network and a full disk by what npm says', () => {
    expect(knownCause('npm error code EAI_AGAIN')).toContain('registry cannot be reached')
    expect(knownCause('npm error nospc ENOSPC: no space left')).toContain('disk is full')
    expect(knownCause('npm error code EUSAGE')).toBeUndefined()
  })
})

describe('installed packages', () => {
  const locked = { '': {}, 'node_modules/a': { version: '1.0.0' } }

  it('are compared version by version, and optional ones may be missing', () => {
    const installed = { 'node_modules/a': { version: '1.0.0' } }
    expect(packagesDiffer(locked, installed)).toBe(false)
    expect(packagesDiffer(locked, { 'node_modules/a': { version: '1.0.1' } })).toBe(true)
    expect(packagesDiffer(locked, {})).toBe(true)
    const optional = { version: '2.0.0', optional: true }
    expect(packagesDiffer({ ...locked, 'node_modules/b': optional }, installed)).toBe(false)
  })
})

describe('fuses', () => {
  it('are read and set one by one in a copy of an executable', () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-fuses-'))
    try {
      const mark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
      const original = join(folder, 'original')
      writeFileSync(original, Buffer.concat([Buffer.from(`head${mark}\x01\x0810010011tail`)]))
      const copy = join(folder, 'copy')
      copyFileSync(original, copy)
      expect(readFuses(copy)).toMatchObject({ runAsNode: true, onlyLoadAppFromAsar: false })
      const before = readFuses(copy)
      writeFuses(copy, { runAsNode: false })
      expect(readFuses(copy)).toEqual({ ...before, runAsNode: false })
      writeFileSync(copy, 'no fuses')
      expect(() => readFuses(copy)).toThrow('carries no Electron fuses')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
