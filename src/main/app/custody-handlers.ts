import type {
  AccountChoiceView,
  DeviceTarget,
  PracticeSignatureView,
  ReadAccountsRequest,
  VenueAccountView,
} from '#contract/custody.ts'
import type { Answer } from '#contract/desk-api.ts'
import type { DriverSetting } from '#contract/driver-setting.ts'
import type { Mode } from '#core/model/signature.ts'
import type { DeskHandlers } from '../ipc/register-handlers.ts'
import { answered } from './answering.ts'
import type { ReceiptsDesk } from './receipts-desk.ts'

/** What came of a question to the device. */
export type DeviceAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly code: string; readonly message: string }

/** What the screens of the Ledger and of the receipts can have done. */
export interface CustodyControls {
  /** Asks the device; what comes of it shows in the custody slice. */
  startSession(hours: number): void
  endSession(): void
  setDriver(setting: DriverSetting): void
  readAccounts(request: ReadAccountsRequest): Promise<DeviceAnswer<readonly AccountChoiceView[]>>
  /** The owner compares the address on the device's own screen. */
  compareAddress(
    target: DeviceTarget,
    derivationPath: string,
  ): Promise<DeviceAnswer<AccountChoiceView>>
  /** The owner signs a message that does nothing. */
  signPractice(target: DeviceTarget): Promise<DeviceAnswer<PracticeSignatureView>>
  venueAccounts(): readonly VenueAccountView[]
  /** Restarts on another venue, or says why not. */
  openVenue(mode: Mode, typedWord: string): Answer<null>
  readonly receipts: ReceiptsDesk
  /** Asks where to; null when the person changed their mind. */
  chooseExportFile(): Promise<string | null>
}

type CustodyRequest =
  | 'startSession'
  | 'endSession'
  | 'setDriver'
  | 'readAccounts'
  | 'compareAddress'
  | 'signPractice'
  | 'getVenueAccounts'
  | 'openVenue'
  | 'getReceiptsPage'
  | 'verifyReceipts'
  | 'exportReceipts'

const done: Answer<null> = { ok: true, value: null }
const none: Answer<never> = {
  ok: false,
  error: { code: 'notAvailable', message: 'This exists in the window of the desk only.' },
}

function fromDevice<Value>(answer: DeviceAnswer<Value>): Answer<Value> {
  if (answer.ok) return answer
  const { code, message } = answer
  return { ok: false, error: { code: 'deviceUnavailable', message, context: { code } } }
}

const fromStore = <Value>(work: () => Promise<Value>): Promise<Answer<Value>> =>
  answered('fileUnusable', work)

/** The handlers of the Ledger and receipts screens; without controls each says so. */
export function createCustodyHandlers(
  custody: CustodyControls | null,
): Pick<DeskHandlers, CustodyRequest> {
  if (custody === null) {
    const refuse = () => none
    return {
      startSession: refuse,
      endSession: refuse,
      setDriver: refuse,
      readAccounts: refuse,
      compareAddress: refuse,
      signPractice: refuse,
      getVenueAccounts: refuse,
      openVenue: refuse,
      getReceiptsPage: refuse,
      verifyReceipts: refuse,
      exportReceipts: refuse,
    }
  }
  const { receipts } = custody
  return {
    startSession: ({ hours }) => {
      custody.startSession(hours)
      return done
    },
    endSession: () => {
      custody.endSession()
      return done
    },
    setDriver: ({ setting }) => {
      custody.setDriver(setting)
      return done
    },
    readAccounts: async (request) => fromDevice(await custody.readAccounts(request)),
    compareAddress: async ({ target, derivationPath }) =>
      fromDevice(await custody.compareAddress(target, derivationPath)),
    signPractice: async ({ target }) => fromDevice(await custody.signPractice(target)),
    getVenueAccounts: () => ({ ok: true, value: custody.venueAccounts() }),
    openVenue: ({ mode, typedWord }) => custody.openVenue(mode, typedWord),
    getReceiptsPage: ({ beforeSeq }) => fromStore(() => receipts.page(beforeSeq)),
    verifyReceipts: () => fromStore(() => receipts.verify()),
    exportReceipts: () =>
      fromStore(async () => {
        const path = await custody.chooseExportFile()
        return path === null ? null : receipts.exportTo(path)
      }),
  }
}
