import { existsSync, symlinkSync, unlinkSync, watch } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { Command as Program } from 'commander'
import { afterEach, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../../main/store/temporary-folder.test-support.ts'
import { stopCommand } from './stop.ts'

afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = undefined
})

/** What the command says. */
async function stop(dataFolder: string, ...more: readonly string[]): Promise<string> {
  const said: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.push(String(text))
    return true
  })
  const program = new Program()
  stopCommand.register(program)
  await program.parseAsync(['stop', '--data', dataFolder, '--reason', 'news', ...more], {
    from: 'user',
  })
  return said.join('')
}

/** A folder that a living process holds: this one. */
const heldFolder = (): string => {
  const folder = temporaryFolder()
  symlinkSync(`${hostname()}-${process.pid}`, join(folder, 'SingletonLock'))
  return folder
}

it('where no desk runs, its next start is halted', async () => {
  const folder = temporaryFolder()
  expect(await stop(folder)).toBe(`No desk runs on ${folder}. Its next start is halted: news.\n`)
  expect(existsSync(join(folder, 'halt.json'))).toBe(true)
})

it('a desk that has no socket obeys the order that is left for it', async () => {
  const folder = heldFolder()
  const order = join(folder, 'halt.json')
  const desk = watch(folder, () => {
    if (existsSync(order)) unlinkSync(order)
  })
  expect(await stop(folder)).toBe('Entries are stopped: news.\n')
  desk.close()
})

it('a desk that does not listen at all is no desk that does not run', async () => {
  const folder = heldFolder()
  let now = Date.now()
  vi.spyOn(Date, 'now').mockImplementation(() => (now += 2_000))
  expect(await stop(folder)).toBe(
    `A desk runs on ${folder} (process ${process.pid}) and does not listen: its entries are NOT ` +
      'stopped. Use the stop button of its window, its tray or its hotkey. Its next start is halted.\n',
  )
  expect(process.exitCode).toBe(1)
})
