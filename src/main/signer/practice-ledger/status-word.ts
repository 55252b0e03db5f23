/** What the Ethereum app 1.22 and the system below it answer, as recorded on its own firmware. */
export const STATUS = {
  ok: 0x9000,
  deviceLocked: 0x5515,
  refusedByUser: 0x5501,
  appNotInstalled: 0x6807,
  appClosed: 0x6511,
  commandNotAllowed: 0x6980,
  rejected: 0x6985,
  noInformation: 0x6a00,
  pathNotAllowed: 0x6a15,
  invalidData: 0x6a80,
  outOfMemory: 0x6a84,
  wrongLength: 0x6a87,
  referenceNotFound: 0x6a88,
  wrongP1P2: 0x6b00,
  unknownInstruction: 0x6d00,
  unknownClass: 0x6e00,
  notImplemented: 0x911c,
} as const

export type StatusWord = (typeof STATUS)[keyof typeof STATUS]

/** Data and status word in one piece, as they travel. */
export function reply(data: Uint8Array | null, status: StatusWord): Uint8Array {
  const length = data?.length ?? 0
  const out = new Uint8Array(length + 2)
  if (data) out.set(data)
  out[length] = status >> 8
  out[length + 1] = status & 0xff
  return out
}

/** An expected refusal inside a command; it ends the command with its status word. */
export class StatusError extends Error {
  override readonly name = 'StatusError'
  readonly status: StatusWord
  constructor(status: StatusWord, message = '') {
    super(message || `status word ${status.toString(16)}`)
    this.status = status
  }
}
