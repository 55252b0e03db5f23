import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const folder = join(import.meta.dirname, 'commands')
const index = readFileSync(join(import.meta.dirname, 'index.ts'), 'utf8')

/** Files that export a command; the others in the folder belong to one. */
const commandFiles = readdirSync(folder).filter(
  (name) =>
    /^[a-z-]+\.ts$/.test(name) && /: Command = \{/.test(readFileSync(join(folder, name), 'utf8')),
)

it('has commands', () => {
  expect(commandFiles).not.toEqual([])
})

it.each(commandFiles)('%s is registered', (name) => {
  expect(index).toContain(`from './commands/${name}'`)
})
