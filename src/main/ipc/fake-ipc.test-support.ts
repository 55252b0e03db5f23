import type { Answer, ApiError } from '#contract/desk-api.ts'
import { READY_CHANNEL, REQUEST_CHANNEL } from '#contract/desk-api.ts'
import { requestNames } from '#contract/requests.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import type { DeskHandlers, IpcMainLike } from './register-handlers.ts'
import { registerHandlers } from './register-handlers.ts'
import type { IpcEvent } from './trusted-sender.ts'
import { createSenderCheck } from './trusted-sender.ts'

export const ownEvent: IpcEvent & { senderFrame: object } = {
  sender: { id: 7 },
  senderFrame: { url: 'app://desk/index.html', parent: null },
}

type Listener = (event: IpcEvent, ...words: unknown[]) => unknown

/** Electron's ipcMain without Electron, with handlers that note their calls. */
export function fakeDesk(over: Partial<DeskHandlers> = {}) {
  const listeners = new Map<string, Listener>()
  const calls: [string, unknown][] = []
  const refused: ApiError[] = []
  const faults: [string, unknown][] = []
  const clock = new ManualClock(0)
  let readyCount = 0
  let page: { id: number } | null = { id: 7 }
  const ipcMain: IpcMainLike = {
    handle: (channel, listener) => {
      listeners.set(channel, listener)
    },
    removeHandler: (channel) => {
      listeners.delete(channel)
    },
    on: (channel, listener) => listeners.set(channel, listener),
    removeListener: (channel) => listeners.delete(channel),
  }
  const noted = Object.fromEntries(
    requestNames.map((name) => [
      name,
      (payload: unknown) => {
        calls.push([name, payload])
        return { ok: true, value: null }
      },
    ]),
  )
  const handlers = { ...noted, ...over } as unknown as DeskHandlers
  const unregister = registerHandlers({
    ipcMain,
    isTrustedSender: createSenderCheck({ rendererUrl: 'app://desk/', page: () => page }),
    handlers,
    clock,
    onReady: () => {
      readyCount += 1
    },
    onRefused: (error) => refused.push(error),
    onFault: (name, cause) => faults.push([name, cause]),
  })
  const requestFrom = async (event: IpcEvent, ...words: unknown[]): Promise<Answer<unknown>> =>
    (await listeners.get(REQUEST_CHANNEL)?.(event, ...words)) as Answer<unknown>
  return {
    calls,
    refused,
    faults,
    clock,
    handlers,
    unregister,
    requestFrom,
    send: (...words: unknown[]) => requestFrom(ownEvent, ...words),
    request: (name: string, payload: unknown) => requestFrom(ownEvent, name, payload),
    ready: (event: IpcEvent) => listeners.get(READY_CHANNEL)?.(event),
    readyCount: () => readyCount,
    channels: () => [...listeners.keys()].sort(),
    closeWindow: () => {
      page = null
    },
  }
}
