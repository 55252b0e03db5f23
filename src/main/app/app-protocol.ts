import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Session } from 'electron'
import { protocol } from 'electron'
import { securityHeaders } from './content-security.ts'
import type { DrawnTheme } from './drawn-theme.ts'
import type { ServedFile } from './locate-file.ts'
import { locateFile } from './locate-file.ts'

const SCHEME = 'app'
const HOST = 'desk'

/** Where the renderer comes from; every page of this application begins with it. */
export const rendererUrl = `${SCHEME}://${HOST}/`

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ])
}

export interface RendererSource {
  /** The folder with index.html. */
  readonly folder: string
  /** How the page is drawn before its script has asked for the settings. */
  readonly theme: () => DrawnTheme
  /** Scripts are handed out once this is so: they speak to the desk as soon as they run. */
  readonly composed: Promise<unknown>
}

const refuse = (status: number): Response =>
  new Response(null, { status, headers: { ...securityHeaders } })

/** Whoever composes says why it failed; here it only means that there is nothing to talk to. */
const isComposed = ({ composed }: RendererSource): Promise<boolean> =>
  composed.then(
    () => true,
    () => false,
  )

async function readServed(file: ServedFile, source: RendererSource): Promise<string | Buffer> {
  if (extname(file.path) !== '.html') return readFile(file.path)
  const page = await readFile(file.path, 'utf8')
  return page.replace('<html ', `<html data-theme="${source.theme()}" `)
}

/** Serves the files of the source's folder, and nothing else, at app://desk/. */
export function serveRenderer(session: Session, source: RendererSource): void {
  session.protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url)
    if (request.method !== 'GET' || host !== HOST) return refuse(403)
    const file = await locateFile(source.folder, pathname)
    if (file === null) return refuse(404)
    if (extname(file.path) === '.js' && !(await isComposed(source))) return refuse(503)
    const headers = { ...securityHeaders, 'Content-Type': file.contentType }
    return new Response(await readServed(file, source), { status: 200, headers })
  })
}
