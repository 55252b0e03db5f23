/** What is needed of Electron's IPC events; a fake in the tests. */
export interface IpcEvent {
  readonly sender: { readonly id: number }
  /** Null once the frame is gone. */
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null
}

export interface SenderRules {
  /** Every page of the desk has a URL that begins with this: app://desk/. */
  readonly rendererUrl: string
  /** The window's page, or null while there is none. */
  readonly page: () => { readonly id: number } | null
}

function isOwnUrl(url: string, rendererUrl: string): boolean {
  if (!URL.canParse(url)) return false
  const own = new URL(rendererUrl)
  const { protocol, host, username, password } = new URL(url)
  return protocol === own.protocol && host === own.host && username === '' && password === ''
}

/** True only for the main frame of the desk's own window while it shows the desk's own page. */
export function createSenderCheck({
  rendererUrl,
  page,
}: SenderRules): (event: IpcEvent) => boolean {
  return ({ sender, senderFrame }) =>
    senderFrame !== null &&
    senderFrame.parent === null &&
    sender.id === page()?.id &&
    isOwnUrl(senderFrame.url, rendererUrl)
}
