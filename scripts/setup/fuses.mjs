import { readFileSync, renameSync, writeFileSync } from 'node:fs'

/** Electron's fuses are one byte each behind this mark in the executable: '1' on, '0' off. */
const MARK = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')
const HEADER_BYTES = 2

const positions = {
  runAsNode: 0,
  enableCookieEncryption: 1,
  enableNodeOptionsEnvironmentVariable: 2,
  enableNodeCliInspectArguments: 3,
  enableEmbeddedAsarIntegrityValidation: 4,
  onlyLoadAppFromAsar: 5,
  loadBrowserProcessSpecificV8Snapshot: 6,
  grantFileProtocolExtraPrivileges: 7,
}

function locate(executable) {
  const bytes = readFileSync(executable)
  const mark = bytes.indexOf(MARK)
  if (mark < 0) throw new Error(`${executable} carries no Electron fuses`)
  return { bytes, first: mark + MARK.length + HEADER_BYTES }
}

/** @returns an object from fuse name to true or false. */
export function readFuses(executable) {
  const { bytes, first } = locate(executable)
  return Object.fromEntries(
    Object.entries(positions).map(([name, index]) => [name, bytes[first + index] === 0x31]),
  )
}

/** Sets the named fuses and leaves the others; the file is replaced in one step. */
export function writeFuses(executable, wanted) {
  const { bytes, first } = locate(executable)
  for (const [name, on] of Object.entries(wanted)) bytes[first + positions[name]] = on ? 0x31 : 0x30
  writeFileSync(`${executable}.new`, bytes, { mode: 0o755 })
  renameSync(`${executable}.new`, executable)
}
