import { existsSync } from 'node:fs'
import type { AlertLevel, AlertsView } from '#contract/alerts.ts'
import type { Clock } from '../runtime/clock.ts'
import type { SafeStorageLike, SecretStore } from '../secrets/secret-store.ts'
import { openSecretStore } from '../secrets/secret-store.ts'
import type { Alert } from './alert-sender.ts'
import { AlertSender } from './alert-sender.ts'
import type { DiscordHook } from './discord-hook.ts'
import { hookAddress, maskedHook, readHook } from './discord-hook.ts'
import type { PostJson } from './post-json.ts'

const HOOK_NAME = 'discord webhook'
const NO_HOOK =
  'This is no webhook of Discord: it begins with https://discord.com/api/webhooks/ and is copied from the settings of a channel, under Integrations.'

export interface AlertDeskOptions {
  /** Where a keychain or a passphrase keeps the webhook. */
  readonly secretsFile: string
  readonly safeStorage: SafeStorageLike | null
  readonly clock: Clock
  readonly post: PostJson
  readonly level: () => AlertLevel
  readonly setLevel: (level: AlertLevel) => void
  /** "testnet" or "mainnet", before every title. */
  readonly mode: string
}

/** Alerts to a Discord channel, and the one secret that they need. Throws with one sentence. */
export class AlertDesk {
  readonly #options: AlertDeskOptions
  readonly #sender: AlertSender
  /** Opened when it is first needed: a system may ask its owner before it opens a keychain. */
  #store: SecretStore | null = null

  constructor(options: AlertDeskOptions) {
    this.#options = options
    const { clock, post } = options
    this.#sender = new AlertSender({ clock, post, hook: () => this.#hook() })
  }

  view(): AlertsView {
    const { keeping, isLocked } = this.#kept()
    const hook = this.#hook()
    return {
      keeping: keeping.sentence,
      needsPassphrase: keeping.kind !== 'keychain',
      isLocked,
      hook: hook === null ? null : maskedHook(hook),
      level: this.#options.level(),
      problem: this.#sender.problem,
    }
  }

  setHook(text: string | null, passphrase: string | null): void {
    const hook = text === null ? null : readHook(text)
    if (text !== null && hook === null) throw new Error(NO_HOOK)
    // from memory onto the disk: the store is opened anew under the passphrase
    if (hook !== null && passphrase !== null && this.#kept().keeping.kind === 'memory') {
      this.#store = this.#open(passphrase)
    }
    this.#kept().set(HOOK_NAME, hook === null ? null : hookAddress(hook))
    this.#sender.forget()
  }

  /** Opens what a passphrase keeps. */
  unlock(passphrase: string): void {
    const store = this.#open(passphrase)
    if (store.isLocked) {
      throw new Error('The keychain that keeps the webhook is away: forget it and enter it anew.')
    }
    this.#store = store
  }

  setLevel(level: AlertLevel): void {
    this.#options.setLevel(level)
  }

  /** Null when Discord took it, else why not. */
  test(): Promise<string | null> {
    return this.#sender.sendNow(
      this.#named({ title: 'Test', text: 'Alerts of Countersign arrive in this channel.' }),
    )
  }

  /** What the desk has to tell, filtered by the level that was chosen. Never throws. */
  tell(notices: readonly (Alert & { readonly isImportant: boolean })[]): void {
    const level = this.#options.level()
    if (level === 'quiet' || !this.#canRead()) return
    for (const { title, text, isImportant } of notices) {
      if (isImportant || level === 'all') this.#sender.send(this.#named({ title, text }))
    }
  }

  close(): void {
    this.#sender.close()
  }

  #named({ title, text }: Alert): Alert {
    return { title: `${this.#options.mode}: ${title}`, text }
  }

  /** A file that does not open costs its alerts and nothing else; the Settings screen says why. */
  #canRead(): boolean {
    try {
      return this.#hook() !== null
    } catch {
      return false
    }
  }

  #kept(): SecretStore {
    this.#store ??= this.#open(null)
    return this.#store
  }

  #hook(): DiscordHook | null {
    if (this.#store === null && !existsSync(this.#options.secretsFile)) return null
    const kept = this.#kept().get(HOOK_NAME)
    return kept === null ? null : readHook(kept)
  }

  #open(passphrase: string | null): SecretStore {
    const { secretsFile, safeStorage } = this.#options
    return openSecretStore({ file: secretsFile, safeStorage, passphrase })
  }
}
