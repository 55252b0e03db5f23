import { readFile } from 'node:fs/promises'
import type { Session } from 'electron'
import { protocol } from 'electron'
import { securityHeaders } from './content-security.ts'
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

const refuse = (status: number): Response =>
  new Response(null, { status, headers: { ...securityHeaders } })

/** Serves the files of `folder`, and nothing else, at app://desk/. */
export function serveRenderer(session: Session, folder: string): void {
  session.protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url)
    if (request.method !== 'GET' || host !== HOST) return refuse(403)
    const file = await locateFile(folder, pathname)
    if (file === null) return refuse(404)
    const headers = { ...securityHeaders, 'Content-Type': file.contentType }
    return new Response(await readFile(file.path), { status: 200, headers })
  })
}
