import type { Session, WebContents } from 'electron'
import { app } from 'electron'
import { rendererUrl } from './app-protocol.ts'

/** The page and its places; another file of the application is no page. */
const isOwnPage = (url: string): boolean => url === rendererUrl || url.startsWith(`${rendererUrl}#`)

/** The page stays where it is: no other page, no window, no webview, no way around the network. */
function confine(contents: WebContents): void {
  const stay = (details: { readonly url: string; preventDefault(): void }): void => {
    if (!isOwnPage(details.url)) details.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-frame-navigate', stay)
  // Chromium asks nobody before it shows an empty page: the desk comes back in its place
  contents.on('did-navigate', (_event, url) => {
    if (url.startsWith('about:')) void contents.loadURL(rendererUrl).catch(() => undefined)
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/**
 * Chromium finds no name and no address: all that the desk asks of a network, main asks through
 * Node's own sockets (network-guard.ts). Call before the app is ready.
 */
export function leaveNoNetwork(): void {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
}

/** Applies to every page that this application will ever have. Call before the app is ready. */
export function confineAllPages(): void {
  app.on('web-contents-created', (_event, contents) => confine(contents))
}

/** The renderer needs no permission, no device, no download and no network; it gets none. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
  session.on('select-hid-device', (event) => event.preventDefault())
  session.on('select-usb-device', (event) => event.preventDefault())
  session.on('select-serial-port', (event) => event.preventDefault())
  session.webRequest.onBeforeRequest(({ url }, decide) => {
    decide({ cancel: !/^(app|devtools|data|blob):/.test(url) })
  })
}
