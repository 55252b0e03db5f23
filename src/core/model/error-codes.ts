import type { SigningFailureCode } from './device-error.ts'

/**
 * Every code that a sentence can carry: one meaning each, and a page each in docs/errors, whose
 * first line is the meaning. E001 to E005 are those that everybody meets; behind them come blocks:
 * E1xx the device, E2xx the store, E3xx this computer, E4xx what the venue refuses.
 */
export const ERROR_CODES = {
  E001: 'The database is damaged, or is none',
  E002: 'The venue does not know the signer',
  E003: 'A setting that does not fit',
  E004: 'Not enough funds at the venue',
  E005: 'Too many requests for the venue',

  E101: 'The Ledger is locked',
  E102: 'Another app is open on the Ledger',
  E103: 'No app is open on the Ledger',
  E104: 'The Ledger is not connected',
  E105: 'Rejected on the Ledger',
  E106: 'A setting of the Ethereum app is off',
  E107: 'Another program holds the Ledger',
  E108: 'The Ledger still works on an earlier request',
  E109: 'The Ledger did not answer in time',
  E110: 'Not the account of this desk',
  E111: 'The bytes are not the approved terms',
  E112: 'The signer may not sign this',
  E113: 'The driver of the Ledger failed',
  E114: 'The USB driver cannot be loaded',

  E201: 'The database belongs to another program',
  E202: 'The database belongs to another mode',
  E203: 'The database was written by a newer version',
  E204: 'Another program holds the database',
  E205: 'The disk is full, or nearly',
  E206: 'The chain of the log is broken',
  E207: 'A rule of the database refused a row',
  E208: 'The file cannot be opened, or not kept safely',
  E209: 'The copy before an upgrade failed',
  E210: 'Reading or writing failed',
  E211: 'A value that the log cannot hold',
  E212: 'The log has an older format',

  E301: 'The runtime is too old',
  E302: 'The data folder cannot be used',
  E303: 'The clock is off',
  E304: 'A port is taken',
  E305: 'There is no display',

  E401: 'The venue does not take the nonce',
  E402: 'The venue does not know the instrument',
} as const

export type ErrorCode = keyof typeof ERROR_CODES

const DEVICE_CODES: Readonly<Record<SigningFailureCode, ErrorCode | null>> = {
  locked: 'E101',
  wrongApp: 'E102',
  noApp: 'E103',
  unplugged: 'E104',
  rejectedOnDevice: 'E105',
  settingMissing: 'E106',
  busyElsewhere: 'E107',
  busy: 'E108',
  timeout: 'E109',
  wrongAccount: 'E110',
  termsMismatch: 'E111',
  policyRefused: 'E112',
  driverFault: 'E113',
  canceled: null,
}

/** The sentence with its code behind it; a signature that was called off is no error and has none. */
export function withDeviceCode(code: SigningFailureCode, sentence: string): string {
  const known = DEVICE_CODES[code]
  return known === null ? sentence : `${sentence} (${known})`
}

const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(ERROR_CODES, code)

/** What a failure says, with its code behind it where it carries one of ours. */
export function codedSentence(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  const code = 'code' in cause ? cause.code : null
  return isErrorCode(code) ? `${cause.message} (${code})` : cause.message
}
