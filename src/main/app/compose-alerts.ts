import { join } from 'node:path'
import { safeStorage } from 'electron'
import type { AlertLevel } from '#contract/alerts.ts'
import type { Mode } from '#core/model/signature.ts'
import { AlertDesk } from '../alerts/alert-desk.ts'
import { postJson } from '../alerts/post-json.ts'
import type { Clock } from '../runtime/clock.ts'
import type { AlertControls } from './alert-handlers.ts'
import { NO_ALERTS_ON_PAPER } from './alert-handlers.ts'

interface ComposeAlerts {
  readonly mode: Mode
  readonly dataFolder: string
  readonly clock: Clock
  readonly level: () => AlertLevel
  readonly setLevel: (level: AlertLevel) => void
}

/** The alerts of a real venue's desk. */
export function composeAlerts(options: ComposeAlerts): AlertControls {
  const { mode, dataFolder } = options
  if (mode === 'paper') return NO_ALERTS_ON_PAPER
  const secretsFile = join(dataFolder, 'secrets.json')
  return new AlertDesk({ ...options, secretsFile, safeStorage, post: postJson })
}
