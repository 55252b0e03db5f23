import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ipcMain } from 'electron'
import { PATCH_CHANNEL } from '#contract/desk-api.ts'
import { registerHandlers } from '../ipc/register-handlers.ts'
import { createSenderCheck } from '../ipc/trusted-sender.ts'
import { assembleDesk } from './assemble-desk.ts'
import { composeParts } from './compose-parts.ts'
import type { ComposeDesk } from './desk-composition.ts'
import { createDeskLog } from './desk-log.ts'
import type { DeskSettings } from './desk-settings.ts'
import { readSettings, writeSettings } from './desk-settings.ts'
import { createHistory } from './history.ts'
import { openPreferences } from './preferences-file.ts'

/** Wires store, signer, venue and screens in Electron; see desk-composition.ts. */
export const composeDesk: ComposeDesk = async (options) => {
  const { switches, dataFolder, clock, rendererUrl, page } = options
  const log = createDeskLog(join(dataFolder, 'logs'))
  const settingsFile = join(dataFolder, 'settings.json')
  let settings = readSettings(settingsFile, log.warn)
  const change = (changed: Partial<DeskSettings>): void => {
    settings = { ...settings, ...changed }
    writeSettings(settingsFile, settings)
  }
  let showSoon = (): void => undefined
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const parts = await composeParts({
    switches,
    dataFolder,
    clock,
    log,
    driver: () => switches.driver ?? settings.driver,
    onScreen: () => showSoon(),
  })
  const desk = assembleDesk({
    ...parts.ports,
    mode: switches.mode,
    clock,
    timeframe: switches.timeframe,
    drawDeskId: () => randomBytes(8).toString('hex'),
    theme: () => settings.theme,
    setTheme: (theme) => change({ theme }),
    preferences: openPreferences(join(dataFolder, 'preferences.json'), log.warn),
    history: createHistory(parts.storeFile),
    send: (patch) => page()?.send(PATCH_CHANNEL, patch),
    log: log.fault,
  })
  showSoon = () => desk.publisher.showSoon()
  const unregister = registerHandlers({
    ipcMain,
    isTrustedSender: createSenderCheck({ rendererUrl, page }),
    handlers: desk.handlers,
    clock,
    onRefused: (error) => log.warn(`request refused: ${error.code}: ${error.message}`),
    onFault: (name, cause) => log.fault(`handler ${name} failed`, cause),
  })
  desk.start().catch((cause: unknown) => log.fault('the desk did not start', cause))

  return {
    async stop() {
      unregister()
      await desk.stop()
      await parts.close()
      log.close()
    },
    onFault: (fault) => {
      log.fault('a fault that nobody caught', fault)
      desk.loop.enqueue({
        kind: 'killPressed',
        reason: `A fault of the program: ${fault.message.slice(0, 120)}`,
        shouldFlatten: false,
      })
    },
  }
}
