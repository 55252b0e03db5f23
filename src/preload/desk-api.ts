import type { IpcRendererEvent } from 'electron'
import { ipcRenderer } from 'electron'
import type { Answer, AnswerOf, DeskApi } from '#contract/desk-api.ts'
import { BOOK_CHANNEL, PATCH_CHANNEL, READY_CHANNEL, REQUEST_CHANNEL } from '#contract/desk-api.ts'
import type { RequestName, RequestOf } from '#contract/requests.ts'
import { requestSchemas } from '#contract/requests.ts'
import type { DeskPatch } from '#contract/views.ts'

const LISTENERS_MAX = 16
let listening = 0

const refuse = (code: 'invalidRequest' | 'internal' | 'notAvailable', message: string) =>
  ({ ok: false, error: { code, message } }) as const

/**
 * Checks with the schema that main will check with again, so that a wrong request does not leave
 * the page. Never rejects.
 */
async function request<Name extends RequestName>(
  name: Name,
  payload: RequestOf<Name>,
): Promise<Answer<AnswerOf<Name>>> {
  if (!Object.hasOwn(requestSchemas, name)) {
    return refuse('invalidRequest', 'The desk knows no such request. Reload the window.')
  }
  const parsed = requestSchemas[name].safeParse(payload)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = issue?.path.join('.') || 'the request'
    return refuse('invalidRequest', `Not sent: ${name} at ${field}: ${issue?.message ?? 'wrong'}.`)
  }
  try {
    return (await ipcRenderer.invoke(REQUEST_CHANNEL, name, parsed.data)) as Answer<AnswerOf<Name>>
  } catch (cause) {
    console.error('The desk did not answer', cause)
    return refuse('notAvailable', 'The desk did not answer. Reload the window or start it again.')
  }
}

/** A bounded number of listeners on a channel. Returns how to take it off, once. */
function listen<Words extends unknown[]>(
  channel: string,
  listener: (...words: Words) => void,
): () => void {
  if (typeof listener !== 'function') throw new TypeError('the desk wants a function')
  if (listening >= LISTENERS_MAX)
    throw new RangeError('too many listeners: unsubscribe the old ones')
  const hear = (_event: IpcRendererEvent, ...words: unknown[]): void =>
    listener(...(words as Words))
  ipcRenderer.on(channel, hear)
  listening += 1
  let isListening = true
  return () => {
    if (!isListening) return
    isListening = false
    listening -= 1
    ipcRenderer.removeListener(channel, hear)
  }
}

export const deskApi: DeskApi = Object.freeze({
  request,
  onPatch: (listener: (patch: DeskPatch) => void) => listen(PATCH_CHANNEL, listener),
  onBook: (listener: (coin: string, row: BigInt64Array) => void) => listen(BOOK_CHANNEL, listener),
  reportReady: () => ipcRenderer.send(READY_CHANNEL),
})
