import type { Clock } from '../../runtime/clock.ts'
import { parseApdu } from './command-apdu.ts'
import { DeviceScreen } from './device-screen.ts'
import type { DeviceModel, DeviceSettings } from './device-settings.ts'
import { FACTORY_SETTINGS } from './device-settings.ts'
import { EthereumApp } from './ethereum-app.ts'
import type { OpenApp } from './home-pages.ts'
import { Keyring } from './keyring.ts'
import type { ScreenButton, ScreenState } from './screen-state.ts'
import { reply, STATUS, StatusError } from './status-word.ts'
import { answerDashboard, answerSystemCommand, isSystemCommand } from './system-commands.ts'
import type { SigningPolicy } from './typed-data-policy.ts'

const VERSION_NUMBERS = [1, 22, 0] as const
/** A host has one command in flight; more than this many waiting is a host gone wrong. */
const MAX_WAITING = 16

/** The cable is out, or was pulled while a command was under way. */
export class DeviceUnpluggedError extends Error {
  override readonly name = 'DisconnectedDevice'
}

/** Another program on this computer holds the device. */
export class DeviceHeldError extends Error {
  override readonly name = 'DeviceHeldByOtherProgram'
}

export interface PracticeLedgerOptions {
  readonly clock: Clock
  readonly mnemonic: string
  readonly policy: SigningPolicy
  readonly model?: DeviceModel
  readonly settings?: Partial<DeviceSettings>
  /** The version string of the Ethereum app; the configuration always says 1.22.0. */
  readonly appVersion?: string
  readonly autopilotDelayMs?: number | null
}

/** What a script, a test or the panel's menu may change at any moment. */
export interface PracticeScript {
  readonly isLocked?: boolean
  readonly app?: OpenApp
  readonly isPlugged?: boolean
  readonly isHeldByOther?: boolean
  readonly model?: DeviceModel
  readonly settings?: Partial<DeviceSettings>
  /** Each answer comes this much later. */
  readonly answerDelayMs?: number
  /** Null switches the autopilot off. */
  readonly autopilotDelayMs?: number | null
}

export interface PracticeStatus {
  readonly model: DeviceModel
  readonly app: OpenApp
  readonly isLocked: boolean
  readonly isPlugged: boolean
  readonly isHeldByOther: boolean
  readonly answerDelayMs: number
  readonly autopilotDelayMs: number | null
  readonly settings: DeviceSettings
}

/** A Ledger in software: what a host sends goes to `exchange`, what its owner does to the rest. */
export interface PracticeDevice {
  /**
   * One command, one answer; an answer may wait for the owner. Rejects with DeviceUnpluggedError or
   * DeviceHeldError, never for what the command says.
   */
  exchange(apdu: Uint8Array): Promise<Uint8Array>
  press(button: ScreenButton): void
  /** Taps or holds an action of the current screen by its id. */
  act(actionId: string): void
  /** Answers the open question without going through its pages; false when there is none. */
  answer(isAccepted: boolean): boolean
  screen(): ScreenState
  /** Calls back at once and after every change; returns how to stop. */
  subscribe(listener: (state: ScreenState) => void): () => void
  script(changes: PracticeScript): void
  status(): PracticeStatus
  /** Calls back when the device can or can no longer be reached. */
  onReachable(listener: (isReachable: boolean) => void): () => void
}

export class PracticeLedger implements PracticeDevice {
  readonly #clock: Clock
  readonly #appVersion: string
  readonly #screen: DeviceScreen
  readonly #ethereum: EthereumApp
  readonly #reachListeners = new Set<(isReachable: boolean) => void>()
  #status: PracticeStatus
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  constructor(options: PracticeLedgerOptions) {
    this.#clock = options.clock
    this.#appVersion = options.appVersion ?? VERSION_NUMBERS.join('.')
    this.#status = {
      model: options.model ?? 'nanosp',
      app: 'ethereum',
      isLocked: false,
      isPlugged: true,
      isHeldByOther: false,
      answerDelayMs: 0,
      autopilotDelayMs: options.autopilotDelayMs ?? null,
      settings: { ...FACTORY_SETTINGS, ...options.settings },
    }
    const changeSettings = (settings: Partial<DeviceSettings>) => this.script({ settings })
    this.#screen = new DeviceScreen(
      {
        model: () => this.#status.model,
        app: () => this.#status.app,
        isLocked: () => this.#status.isLocked,
        isPlugged: () => this.#status.isPlugged,
        settings: () => this.#status.settings,
        changeSettings,
        openApp: (app) => this.#openApp(app),
      },
      options.clock,
    )
    this.#ethereum = new EthereumApp({
      keyring: new Keyring(options.mnemonic),
      screen: this.#screen,
      policy: options.policy,
      model: () => this.#status.model,
      settings: () => this.#status.settings,
      changeSettings,
      version: VERSION_NUMBERS,
    })
    this.#screen.setAutopilot(this.#status.autopilotDelayMs)
  }

  exchange(apdu: Uint8Array): Promise<Uint8Array> {
    if (this.#waiting >= MAX_WAITING) {
      return Promise.reject(new Error(`More than ${MAX_WAITING} commands wait for this device.`))
    }
    this.#waiting += 1
    const answer = this.#last.then(() => this.#exchangeNow(apdu.slice()))
    this.#last = answer.then(
      () => this.#finished(),
      () => this.#finished(),
    )
    return answer
  }

  press(button: ScreenButton): void {
    this.#screen.press(button)
  }

  act(actionId: string): void {
    this.#screen.act(actionId)
  }

  answer(isAccepted: boolean): boolean {
    return this.#screen.answer(isAccepted)
  }

  screen(): ScreenState {
    return this.#screen.state()
  }

  subscribe(listener: (state: ScreenState) => void): () => void {
    return this.#screen.subscribe(listener)
  }

  status(): PracticeStatus {
    return this.#status
  }

  onReachable(listener: (isReachable: boolean) => void): () => void {
    this.#reachListeners.add(listener)
    return () => {
      this.#reachListeners.delete(listener)
    }
  }

  script(changes: PracticeScript): void {
    const before = this.#status
    const settings = { ...before.settings, ...changes.settings }
    const next: PracticeStatus = { ...before, ...changes, settings }
    this.#status = next
    const lostPower = before.isPlugged && !next.isPlugged
    if (lostPower || before.app !== next.app || before.model !== next.model) this.#interrupt()
    if (next.autopilotDelayMs !== before.autopilotDelayMs) {
      this.#screen.setAutopilot(next.autopilotDelayMs)
    }
    const isReachable = isReachableIn(next)
    if (isReachable !== isReachableIn(before)) {
      for (const listener of this.#reachListeners) listener(isReachable)
    }
    this.#screen.changed()
  }

  #finished(): void {
    this.#waiting -= 1
  }

  #openApp(app: OpenApp): void {
    if (app !== this.#status.app) this.script({ app })
  }

  #interrupt(): void {
    this.#ethereum.reset()
    this.#screen.abort(new DeviceUnpluggedError('The device went away while it was asked.'))
  }

  async #exchangeNow(bytes: Uint8Array): Promise<Uint8Array> {
    this.#mustBeReachable()
    const answer = await this.#answer(bytes)
    await this.#delay(this.#status.answerDelayMs)
    this.#mustBeReachable()
    return answer
  }

  #mustBeReachable(): void {
    if (!this.#status.isPlugged) throw new DeviceUnpluggedError('The device is not plugged in.')
    if (this.#status.isHeldByOther) {
      throw new DeviceHeldError('Another program on this computer holds the device.')
    }
  }

  #delay(ms: number): Promise<void> {
    if (ms <= 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#clock.setTimer(ms, resolve)
    })
  }

  async #answer(bytes: Uint8Array): Promise<Uint8Array> {
    if (this.#status.isLocked) return reply(null, STATUS.deviceLocked)
    if (this.#status.app === 'ethereum' && !isSystemCommand(bytes)) {
      return this.#ethereum.handle(bytes)
    }
    try {
      return reply(await this.#answerBySystem(bytes), STATUS.ok)
    } catch (cause) {
      if (cause instanceof StatusError) return reply(null, cause.status)
      throw cause
    }
  }

  async #answerBySystem(bytes: Uint8Array): Promise<Uint8Array | null> {
    const openApp = (app: OpenApp) => this.#openApp(app)
    const { app, model } = this.#status
    if (isSystemCommand(bytes)) {
      return answerSystemCommand(bytes, { app, appVersion: this.#appVersion, openApp })
    }
    const apdu = parseApdu(bytes)
    if (!apdu) throw new StatusError(STATUS.wrongLength)
    if (app === 'other') throw new StatusError(STATUS.unknownClass)
    return answerDashboard(apdu, { model, openApp, ask: (review) => this.#screen.ask(review) })
  }
}

const isReachableIn = (status: PracticeStatus): boolean => status.isPlugged && !status.isHeldByOther
