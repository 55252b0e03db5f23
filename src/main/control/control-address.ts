import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join, resolve } from 'node:path'

/** What a socket's path may have: 108 bytes on Linux, 104 on macOS, with the closing zero. */
const PATH_BYTES_MAX = 103

const shortName = (folder: string): string =>
  createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 20)

/** Made for this user alone; what somebody else has put there in a shared folder is not used. */
function ownFolder(temporary: string): string {
  const { uid } = userInfo()
  const own = join(temporary, `countersign-${uid}`)
  mkdirSync(own, { recursive: true, mode: 0o700 })
  const found = lstatSync(own)
  if (found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0) return own
  throw new Error(`The folder ${own} is not of this user alone: remove it, or shorten the path.`)
}

/**
 * Where the desk of a data folder can be told to stop: a socket in the folder itself; a named pipe
 * on Windows; where the folder's path is too long for a socket, one in a folder of this user alone.
 */
export function controlAddress(
  dataFolder: string,
  platform: NodeJS.Platform = process.platform,
  temporary: string = tmpdir(),
): string {
  if (platform === 'win32') return `\\\\.\\pipe\\countersign-${shortName(dataFolder)}`
  const inFolder = join(resolve(dataFolder), 'control.sock')
  if (Buffer.byteLength(inFolder) <= PATH_BYTES_MAX) return inFolder
  return join(ownFolder(temporary), `${shortName(dataFolder)}.sock`)
}
