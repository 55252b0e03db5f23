import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { collectLicences, licencesText } from './licences.mjs'
import { projectRoot } from './run-command.mjs'

/** Licences that let a program under Apache-2.0 ship the package. */
const FITTING =
  /^\(?(?:MIT|MIT-0|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|CC0-1\.0|Unlicense|OFL-1\.1|BlueOak-1\.0\.0|Zlib|Python-2\.0|CC-BY-4\.0)/

const entries = collectLicences()

test('every package of the program is there, those of the window too, with what they need', () => {
  const names = entries.map(({ name }) => name)
  const { dependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))
  for (const name of [...Object.keys(dependencies), 'react', 'react-dom', 'zustand', 'scheduler']) {
    expect(names).toContain(name)
  }
  expect(names).not.toContain('vitest')
  expect(names).not.toContain('electron-builder')
})

test('every licence lets the program ship it', () => {
  const others = entries.filter(({ licence }) => !FITTING.test(licence))
  expect(others.map(({ name, licence }) => `${name}: ${licence}`)).toEqual([])
})

test('the text names each with its version, and most bring their own words', () => {
  const text = licencesText(entries)
  for (const { name, version } of entries) expect(text).toContain(`\n${name} ${version}\n`)
  expect(entries.filter(({ text: own }) => own !== '').length).toBeGreaterThan(entries.length * 0.7)
})
