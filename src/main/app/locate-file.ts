import { realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
}

export interface ServedFile {
  readonly path: string
  readonly contentType: string
}

/**
 * The file under `folder` that a URL path means, or null. What leaves the folder (by `..`, by an
 * encoded slash, by a link) or has an unknown ending is not served.
 */
export async function locateFile(folder: string, urlPath: string): Promise<ServedFile | null> {
  let decoded: string
  try {
    decoded = decodeURIComponent(urlPath)
  } catch {
    return null // not a valid URL encoding
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null
  const wanted = decoded === '/' ? '/index.html' : decoded
  const contentType = contentTypes[extname(wanted)]
  if (contentType === undefined) return null
  try {
    const root = await realpath(folder)
    const path = await realpath(join(root, wanted))
    return path.startsWith(root + sep) ? { path, contentType } : null
  } catch {
    return null // no such file
  }
}
