import { z } from 'zod'
import { isAccelerator, NO_ACCELERATOR } from './accelerator.ts'
import { alertRequests } from './alerts.ts'
import {
  derivationPathText,
  deviceTarget,
  openVenueRequest,
  readAccountsRequest,
  receiptsPageRequest,
} from './custody.ts'
import {
  clientOrderIdText,
  coinText,
  digestText,
  positiveDecimalText,
  reasonText,
  sideText,
  ticketIdText,
  timeframeText,
} from './decimal-text.ts'
import { DRIVER_SETTINGS } from './driver-setting.ts'
import { fillsPageRequest } from './fills-page.ts'
import { preferencesChange } from './preferences.ts'
import { recordsRequests } from './records.ts'
import { researchRequests } from './research.ts'

/**
 * Everything the screens may ask of main, one strict schema a request: a field too many is refused.
 * Preload checks before sending, main checks again on arrival.
 */
const proposal = z.strictObject({
  coin: coinText,
  side: sideText,
  entry: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('market') }),
    z.strictObject({ type: z.literal('limit'), price: positiveDecimalText }),
  ]),
  sizing: z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('risk') }),
    z.strictObject({ by: z.literal('quantity'), quantity: positiveDecimalText }),
  ]),
  stopPrice: positiveDecimalText.nullable(),
  targetPrice: positiveDecimalText.nullable(),
})

const limitInputs = z
  .record(z.string().max(40), z.string().max(60))
  .refine((inputs) => Object.keys(inputs).length <= 64, 'at most 64 limits')

const accelerator = z.string().max(60).refine(isAccelerator, NO_ACCELERATOR)

export const requestSchemas = {
  /** The whole view; answered with a DeskSnapshot. */
  getSnapshot: z.strictObject({}),
  /** Closed and current candles for the chart: CandleView[]. */
  getCandles: z.strictObject({
    coin: coinText,
    timeframe: timeframeText,
    count: z.int().min(1).max(2000),
  }),
  /** The book of this market is pushed from now on, of no other; null stops it. */
  watchBook: z.strictObject({ coin: coinText.nullable() }),
  /** Would this order pass? Answered with a PreviewView; nothing is logged. */
  previewOrder: proposal,
  /** Opens an approval ticket or is denied; the outcome comes with the stream. */
  proposeOrder: proposal,
  approveTicket: z.strictObject({ ticketId: ticketIdText, digest: digestText }),
  declineTicket: z.strictObject({ ticketId: ticketIdText, reason: reasonText }),
  requoteTicket: z.strictObject({ ticketId: ticketIdText }),
  /** Null closes all of it. */
  closePosition: z.strictObject({ coin: coinText, quantity: positiveDecimalText.nullable() }),
  /** Closes all of it; once flat the opposite bracket is offered for an approval of its own. */
  reversePosition: z.strictObject({ coin: coinText }),
  moveProtection: z.strictObject({
    clientOrderId: clientOrderIdText,
    triggerPrice: positiveDecimalText,
  }),
  protectPosition: z.strictObject({ coin: coinText, triggerPrice: positiveDecimalText }),
  cancelOrders: z.strictObject({ clientOrderIds: z.array(clientOrderIdText).min(1).max(500) }),
  setLeverage: z.strictObject({ coin: coinText, leverage: z.int().min(1).max(50) }),
  setStrategy: z.strictObject({
    strategyId: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/),
    coin: coinText,
    timeframe: timeframeText,
    isOn: z.boolean(),
  }),
  setInstrument: z.strictObject({ coin: coinText, isOn: z.boolean() }),
  /** The limits as the editor shows them: a LimitSheetView. */
  getLimits: z.strictObject({}),
  /** What would change, and what cannot be: a LimitEditView; nothing is logged. */
  compareLimits: z.strictObject({ inputs: limitInputs }),
  /** Tightening needs no word; loosening LOOSEN. */
  setLimits: z.strictObject({ inputs: limitInputs, typedWord: z.string().max(40) }),
  /** Through the system's dialog; answered with the file's path, or null. */
  exportLimits: z.strictObject({}),
  /** Through the system's dialog; answered with the inputs for the editor, or null. */
  importLimits: z.strictObject({}),
  /** Null switches it off. */
  setKillHotkey: z.strictObject({ accelerator: accelerator.nullable() }),
  pressKill: z.strictObject({ reason: reasonText, shouldFlatten: z.boolean() }),
  resume: z.strictObject({ typedWord: z.string().max(40) }),
  /** Paper mode only: the two buttons of the practice Ledger. */
  pressPracticeButton: z.strictObject({ button: z.enum(['left', 'right', 'both']) }),
  /** Paper mode only: the practice Ledger presses by itself. */
  setAutopilot: z.strictObject({ isOn: z.boolean() }),
  /** Paper replay only. */
  setReplaySpeed: z.strictObject({ speed: z.number().min(0).max(100_000) }),
  /** Asks the device to approve a session key; the outcome comes with the stream. */
  startSession: z.strictObject({ hours: z.int().min(1).max(24) }),
  /** Wipes the session key. */
  endSession: z.strictObject({}),
  /** AccountChoiceView[]: the next accounts of a scheme; nothing is asked of the owner. */
  readAccounts: readAccountsRequest,
  /** The owner compares the address on the device; answered when they did. */
  compareAddress: z.strictObject({ target: deviceTarget, derivationPath: derivationPathText }),
  /** The owner signs a message that does nothing; answered when they did. */
  signPractice: z.strictObject({ target: deviceTarget }),
  /** VenueAccountView[]: the accounts that were set up for testnet and mainnet in this folder. */
  getVenueAccounts: z.strictObject({}),
  /** Restarts the desk on that venue; mainnet needs its typed word and an address compared before. */
  openVenue: openVenueRequest,
  /** ReceiptView[], newest first. */
  getReceiptsPage: receiptsPageRequest,
  verifyReceipts: z.strictObject({}),
  /** Asks where to; answered with the path, or null. */
  exportReceipts: z.strictObject({}),
  setDriver: z.strictObject({ setting: z.enum(DRIVER_SETTINGS) }),
  /** How this window is set up; only what is named changes. */
  setPreferences: preferencesChange,
  /** A window on all fills that there ever were; answered with a FillsPageView. */
  getFillsPage: fillsPageRequest,
  ...researchRequests,
  ...recordsRequests,
  ...alertRequests,
  /** The machine and the data folder, looked at anew; answered with HealthCheckView[]. */
  getHealthChecks: z.strictObject({}),
  setTheme: z.strictObject({ theme: z.enum(['light', 'dark', 'system']) }),
} as const

export type RequestName = keyof typeof requestSchemas
export type RequestOf<Name extends RequestName> = z.infer<(typeof requestSchemas)[Name]>
export const requestNames = Object.keys(requestSchemas) as RequestName[]
export type ProposalRequest = z.infer<typeof proposal>
