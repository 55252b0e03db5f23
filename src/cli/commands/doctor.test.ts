import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command as Program } from 'commander'
import { expect, test, vi } from 'vitest'
import { doctorCommand } from './doctor.ts'

test('doctor writes a line a check with its code, and ends with 1 when something is down', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-doctor-'))
  mkdirSync(join(folder, 'testnet'))
  writeFileSync(join(folder, 'testnet', 'desk.sqlite'), 'this is no database at all')
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  let out = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text)
    return true
  })
  const program = new Program('countersign')
  doctorCommand.register(program)
  const before = process.exitCode
  await program.parseAsync(['node', 'countersign', 'doctor', '--data', folder, '--port', `${port}`])
  const code = process.exitCode
  process.exitCode = before
  vi.restoreAllMocks()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true, force: true })
  expect(code).toBe(1)
  expect(out).toMatch(/^ok {4}Runtime: Node \d/m)
  expect(out).toMatch(/^BAD {3}Database: .*is not a Countersign database.*\(E001\)$/m)
  expect(out).toMatch(/^BAD {3}Port \d+: Port \d+ is taken by another program.*\(E304\)$/m)
})
