import { z } from 'zod'

export const ALERT_LEVELS = ['all', 'important', 'quiet'] as const
export type AlertLevel = (typeof ALERT_LEVELS)[number]

const passphrase = z.string().min(1).max(200)

export const alertRequests = {
  /** AlertsView. */
  getAlerts: z.strictObject({}),
  /** A Discord webhook's address, which is a secret; null forgets it. Answered with an AlertsView. */
  setAlertHook: z.strictObject({
    hook: z.string().min(1).max(400).nullable(),
    /** Where the system has no keychain: keeps it on the disk under this; null keeps it in memory. */
    passphrase: passphrase.nullable(),
  }),
  /** Opens what a passphrase keeps; answered with an AlertsView. */
  unlockAlerts: z.strictObject({ passphrase }),
  /** Answered with an AlertsView. */
  setAlertLevel: z.strictObject({ level: z.enum(ALERT_LEVELS) }),
  /** Sends one now; answered once Discord has taken it. */
  testAlert: z.strictObject({}),
} as const

/** Alerts to a Discord channel; the webhook itself never comes back to a screen. */
export interface AlertsView {
  /** How secrets are kept here, in one sentence. */
  readonly keeping: string
  /** False: the system's keychain keeps them and no passphrase is needed. */
  readonly needsPassphrase: boolean
  /** A passphrase keeps them and was not given since the start. */
  readonly isLocked: boolean
  /** Enough of the webhook to know it again; null where there is none. */
  readonly hook: string | null
  readonly level: AlertLevel
  /** Why the last alert did not arrive; null while they do. */
  readonly problem: string | null
}

export interface AlertAnswers {
  readonly getAlerts: AlertsView
  readonly setAlertHook: AlertsView
  readonly unlockAlerts: AlertsView
  readonly setAlertLevel: AlertsView
}
