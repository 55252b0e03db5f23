import type { AlertDesk } from '../alerts/alert-desk.ts'
import type { DeskHandlers } from '../ipc/register-handlers.ts'
import { answering } from './answering.ts'

type AlertRequest = 'getAlerts' | 'setAlertHook' | 'unlockAlerts' | 'setAlertLevel' | 'testAlert'

export const NO_ALERTS_ON_PAPER =
  'Alerts to Discord are for testnet and mainnet: on paper nothing of yours leaves this computer.'

/** The alerts of this desk, or the sentence why there are none. */
export type AlertControls = AlertDesk | string

export function createAlertHandlers(controls: AlertControls): Pick<DeskHandlers, AlertRequest> {
  const attempt =
    typeof controls === 'string'
      ? answering<AlertDesk>(null, controls, 'notPossible')
      : answering(controls, '', 'notPossible')
  return {
    getAlerts: () => attempt((alerts) => alerts.view()),
    setAlertHook: ({ hook, passphrase }) =>
      attempt((alerts) => {
        alerts.setHook(hook, passphrase)
        return alerts.view()
      }),
    unlockAlerts: ({ passphrase }) =>
      attempt((alerts) => {
        alerts.unlock(passphrase)
        return alerts.view()
      }),
    setAlertLevel: ({ level }) =>
      attempt((alerts) => {
        alerts.setLevel(level)
        return alerts.view()
      }),
    testAlert: () =>
      attempt(async (alerts) => {
        const problem = await alerts.test()
        if (problem !== null) throw new Error(problem)
        return null
      }),
  }
}
