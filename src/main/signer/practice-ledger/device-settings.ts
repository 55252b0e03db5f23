export type DeviceModel = 'nanosp' | 'nanox' | 'flex'

export const DEVICE_MODELS: readonly DeviceModel[] = ['nanosp', 'nanox', 'flex']

/** Flex shows and asks by touch; the Nanos have two buttons and three lines of text. */
export const isTouch = (model: DeviceModel): boolean => model === 'flex'

/** What the owner may switch on in the Ethereum app. All of it is off on a fresh device. */
export interface DeviceSettings {
  readonly blindSigning: boolean
  /** "Raw messages": every field of typed data is shown, and typed data without filters is allowed. */
  readonly rawMessages: boolean
  /** "Transaction hash": domain and message hash are shown as well. */
  readonly showHashes: boolean
  /** Ledger's "Transaction Check", on touch models only. */
  readonly transactionCheck: boolean
  /** Whether the owner was asked about Transaction Check already. */
  readonly transactionCheckAsked: boolean
}

export const FACTORY_SETTINGS: DeviceSettings = {
  blindSigning: false,
  rawMessages: false,
  showHashes: false,
  transactionCheck: false,
  transactionCheckAsked: false,
}
