import { contextBridge, ipcRenderer } from 'electron'
import type { Answer, DeskApi } from '#contract/desk-api.ts'
import { PATCH_CHANNEL, READY_CHANNEL, REQUEST_CHANNEL } from '#contract/desk-api.ts'
import type { RequestName } from '#contract/requests.ts'
import { requestSchemas } from '#contract/requests.ts'
import type { DeskPatch } from '#contract/views.ts'

type AnyAnswer = Answer<never>

const refuse = (message: string): AnyAnswer => ({
  ok: false,
  error: { code: 'invalidRequest', message },
})

/** The first of the two checks; main repeats it, because a page could be made to skip this one. */
async function request(name: RequestName, payload: unknown): Promise<AnyAnswer> {
  if (!Object.hasOwn(requestSchemas, name)) return refuse(`The desk knows no request "${name}".`)
  const checked = requestSchemas[name].safeParse(payload)
  if (!checked.success) {
    const issue = checked.error.issues[0]
    const field = issue?.path.join('.') || 'the request'
    return refuse(`${field} is not understood: ${issue?.message ?? 'unknown reason'}.`)
  }
  return ipcRenderer.invoke(REQUEST_CHANNEL, name, checked.data)
}

function onPatch(listener: (patch: DeskPatch) => void): () => void {
  const receive = (_event: unknown, patch: DeskPatch): void => listener(patch)
  ipcRenderer.on(PATCH_CHANNEL, receive)
  return () => ipcRenderer.off(PATCH_CHANNEL, receive)
}

const desk: DeskApi = Object.freeze({
  request: request as DeskApi['request'],
  onPatch,
  reportReady: () => ipcRenderer.send(READY_CHANNEL),
})

/** The only thing that the page gets; neither ipcRenderer nor its events ever cross the bridge. */
contextBridge.exposeInMainWorld('desk', desk)
