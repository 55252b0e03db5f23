import type { DeviceSettings } from './device-settings.ts'
import { flexPage, tap } from './flex-pages.ts'
import { nanoPage } from './nano-pages.ts'
import type { Page } from './screen-state.ts'

/** The app that is open: the Ethereum app, the dashboard, or the name of another app. */
export type OpenApp = 'ethereum' | 'dashboard' | 'other'

export const OTHER_APP_NAME = 'Bitcoin'

const onOff = (isOn: boolean): string => (isOn ? 'Enabled' : 'Disabled')

function nanoHome(app: OpenApp, settings: DeviceSettings): Page[] {
  switch (app) {
    case 'dashboard':
      return [nanoPage('Dashboard', 'Open the Ethereum app', { label: 'Open', command: 'openApp' })]
    case 'other':
      return [
        nanoPage(OTHER_APP_NAME, 'app is ready'),
        nanoPage('Quit app', '', { label: 'Quit app', command: 'quitApp' }),
      ]
    default:
      return [
        nanoPage('Ethereum', 'app is ready'),
        nanoPage('Blind signing', onOff(settings.blindSigning), {
          label: 'Switch',
          command: 'toggleBlindSigning',
        }),
        nanoPage('Raw messages', onOff(settings.rawMessages), {
          label: 'Switch',
          command: 'toggleRawMessages',
        }),
        nanoPage('Quit app', '', { label: 'Quit app', command: 'quitApp' }),
      ]
  }
}

function flexHome(app: OpenApp, settings: DeviceSettings, isInSettings: boolean): Page {
  if (app === 'dashboard') {
    return flexPage('Dashboard', ['Open an app to begin'], [tap('Ethereum', 'openApp')])
  }
  if (app === 'other') {
    return flexPage(OTHER_APP_NAME, ['This app is ready'], [tap('Quit app', 'quitApp')])
  }
  if (!isInSettings) {
    const actions = [tap('Settings', 'openSettings'), tap('Quit app', 'quitApp')]
    return flexPage(
      'Ethereum',
      ['This app enables signing', 'transactions on its network.'],
      actions,
    )
  }
  return flexPage(
    'Settings',
    [],
    [
      tap(`Blind signing: ${onOff(settings.blindSigning)}`, 'toggleBlindSigning'),
      tap(`Raw messages: ${onOff(settings.rawMessages)}`, 'toggleRawMessages'),
      tap('Back', 'closeSettings'),
    ],
  )
}

export function homePages(
  isTouch: boolean,
  app: OpenApp,
  settings: DeviceSettings,
  isInSettings: boolean,
): readonly Page[] {
  return isTouch ? [flexHome(app, settings, isInSettings)] : nanoHome(app, settings)
}
