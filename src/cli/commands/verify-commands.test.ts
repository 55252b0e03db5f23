import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command as Program } from 'commander'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { clock, deskFile, tamper } from '../../main/store/desk-file.test-support.ts'
import { openStore } from '../../main/store/open-store.ts'
import { verifyLogCommand } from './verify-log.ts'
import { verifyReceiptsCommand } from './verify-receipts.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-cli-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** Runs one command line; what it wrote and the exit code that it asked for. */
async function run(...words: string[]): Promise<{ out: string; err: string; code: number }> {
  const written = { out: '', err: '' }
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.out += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.err += String(text)
    return true
  })
  const program = new Program('countersign')
  verifyLogCommand.register(program)
  verifyReceiptsCommand.register(program)
  const before = process.exitCode
  process.exitCode = undefined
  try {
    await program.parseAsync(['node', 'countersign', ...words])
    return { ...written, code: Number(process.exitCode ?? 0) }
  } finally {
    process.exitCode = before
    vi.restoreAllMocks()
  }
}

describe('verify-log', () => {
  test('0: whole', async () => {
    const result = await run('verify-log', deskFile(1))
    expect(result).toMatchObject({ code: 0, out: expect.stringMatching(/whole: 13 events/) })
  })

  test('2: a copy without its newest events is not called whole', async () => {
    const file = join(folder, 'empty.db')
    openStore({ file, mode: 'paper', clock }).close()
    const result = await run('verify-log', file)
    expect(result).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/no event.*-wal/) })
  })

  test('1: says where it breaks', async () => {
    const file = deskFile(1)
    tamper(file, "UPDATE events SET payload = replace(payload, 'BTC', 'ETH') WHERE seq = 4")
    const result = await run('verify-log', file)
    expect(result).toMatchObject({ code: 1, out: expect.stringContaining('at event 4:') })
  })

  test('2: no such file, and a file that is no database', async () => {
    const missing = await run('verify-log', join(folder, 'none.db'))
    expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('E208') })
    writeFileSync(join(folder, 'text.db'), 'text')
    const text = await run('verify-log', join(folder, 'text.db'))
    expect(text).toMatchObject({ code: 2, err: expect.stringContaining('E001') })
  })
})

describe('verify-receipts', () => {
  test('0, 1 and 2', async () => {
    const file = deskFile(2)
    expect(await run('verify-receipts', file)).toMatchObject({
      code: 0,
      out: expect.stringContaining('2 signatures'),
    })
    tamper(file, 'UPDATE receipts SET nonce = nonce + 1 WHERE seq = 2')
    expect(await run('verify-receipts', file)).toMatchObject({
      code: 1,
      out: expect.stringContaining('Broken at receipt 2:'),
    })
    writeFileSync(join(folder, 'other.jsonl'), '{}\n')
    expect(await run('verify-receipts', join(folder, 'other.jsonl'))).toMatchObject({ code: 2 })
    expect(await run('verify-receipts', join(folder, 'none.jsonl'))).toMatchObject({ code: 2 })
  })
})
