import { ByteReader } from './byte-reader.ts'
import { concatBytes } from './bytes-format.ts'
import type { CommandApdu } from './command-apdu.ts'
import type { DeviceModel } from './device-settings.ts'
import type { OpenApp } from './home-pages.ts'
import { OTHER_APP_NAME } from './home-pages.ts'
import type { Review } from './review.ts'
import { STATUS, StatusError } from './status-word.ts'

const SYSTEM_CLASS = 0xb0
const DASHBOARD_CLASS = 0xe0
const OS_VERSION = '1.5.1'
const OTHER_APP_VERSION = '2.4.1'

const TARGET_IDS: Readonly<Record<DeviceModel, number>> = {
  nanosp: 0x33100004,
  nanox: 0x33000004,
  flex: 0x33300004,
}

export const isSystemCommand = (apdu: Uint8Array): boolean => apdu[0] === SYSTEM_CLASS

const counted = (text: string): Uint8Array =>
  concatBytes(Uint8Array.of(text.length), Buffer.from(text, 'latin1'))

/** Answers `01 ‖ name ‖ version [‖ flags]`; the dashboard calls itself BOLOS and has no flags. */
function nameAndVersion(app: OpenApp, appVersion: string): Uint8Array {
  switch (app) {
    case 'dashboard':
      return concatBytes(Uint8Array.of(1), counted('BOLOS'), counted(OS_VERSION))
    case 'other':
      return concatBytes(
        Uint8Array.of(1),
        counted(OTHER_APP_NAME),
        counted(OTHER_APP_VERSION),
        Uint8Array.of(1, 0),
      )
    default:
      return concatBytes(
        Uint8Array.of(1),
        counted('Ethereum'),
        counted(appVersion),
        Uint8Array.of(1, 0),
      )
  }
}

export interface SystemHost {
  readonly app: OpenApp
  readonly appVersion: string
  openApp(app: OpenApp): void
}

/** Class b0, which the system answers whatever app is open. The bytes have at least four. */
export function answerSystemCommand(bytes: Uint8Array, host: SystemHost): Uint8Array | null {
  const [, ins, p1, p2] = bytes
  if (p2 === undefined) throw new StatusError(STATUS.unknownClass)
  if (p1 !== 0 || p2 !== 0) throw new StatusError(STATUS.unknownClass)
  if (ins === 0x01) return nameAndVersion(host.app, host.appVersion)
  if (ins === 0xa7) {
    host.openApp('dashboard')
    return null
  }
  throw new StatusError(STATUS.unknownClass)
}

export interface DashboardHost {
  readonly model: DeviceModel
  openApp(app: OpenApp): void
  ask(review: Review): Promise<boolean>
}

/** With no app open: the version of the system, and opening an app once its owner agrees. */
export async function answerDashboard(
  apdu: CommandApdu,
  host: DashboardHost,
): Promise<Uint8Array | null> {
  if (apdu.cla !== DASHBOARD_CLASS) throw new StatusError(STATUS.unknownClass)
  if (apdu.ins === 0x01) return systemVersion(host.model)
  if (apdu.ins === 0xd8) {
    const name = Buffer.from(new ByteReader(apdu.data).rest()).toString('latin1')
    if (name !== 'Ethereum') throw new StatusError(STATUS.appNotInstalled)
    if (!(await host.ask(OPEN_QUESTION))) throw new StatusError(STATUS.refusedByUser)
    host.openApp('ethereum')
    return null
  }
  throw new StatusError(STATUS.appClosed)
}

function systemVersion(model: DeviceModel): Uint8Array {
  const target = new Uint8Array(4)
  new DataView(target.buffer).setUint32(0, TARGET_IDS[model])
  return concatBytes(
    target,
    counted(OS_VERSION),
    Uint8Array.of(4, 0xe6, 0, 0, 0),
    counted('5.30'),
    counted('1.16'),
    Uint8Array.of(1, 0),
    Uint8Array.of(1, 0),
    Uint8Array.of(0),
  )
}

const OPEN_QUESTION: Review = {
  kind: 'choice',
  title: 'Open app Ethereum?',
  pairs: [],
  isBlind: false,
  isSkippable: false,
  accept: 'Open Ethereum',
  reject: 'Cancel',
  accepted: '',
  rejected: '',
}
