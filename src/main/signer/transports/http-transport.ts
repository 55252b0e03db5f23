import { z } from 'zod'
import { DeviceFailure, heldByOther, unplugged } from './device-failure.ts'
import { LedgerJsTransport } from './ledgerjs-transport.ts'

const LOCKED_BY_OTHER = 423
const answerSchema = z.object({ data: z.string().regex(/^([0-9a-fA-F]{2}){2,}$/) })
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\/?$/

/** The address as it was given; throws a plain sentence for one that is not on this computer. */
export function loopbackUrl(url: string): string {
  if (LOOPBACK.test(url)) return url
  throw new Error(
    `${url} is not on this computer: an emulator is reached at http://127.0.0.1:PORT.`,
  )
}

/** The emulator's HTTP interface: `POST /apdu {"data": hex}`. */
export class HttpTransport extends LedgerJsTransport {
  readonly #url: string
  readonly #closing = new AbortController()

  /** Throws a plain sentence for an address that is not on this computer. */
  constructor(url: string) {
    super()
    this.#url = new URL('/apdu', loopbackUrl(url)).href
  }

  override async exchange(apdu: Buffer): Promise<Buffer> {
    const response = await this.#post(apdu.toString('hex'))
    if (response.status === LOCKED_BY_OTHER) throw heldByOther()
    if (!response.ok) {
      throw new DeviceFailure('driverFault', `The emulator answered HTTP ${response.status}.`)
    }
    const parsed = answerSchema.safeParse(await readJson(response))
    if (!parsed.success) {
      throw new DeviceFailure('driverFault', 'The emulator answered something that is no APDU.')
    }
    return Buffer.from(parsed.data.data, 'hex')
  }

  override async close(): Promise<void> {
    this.#closing.abort()
  }

  async #post(data: string): Promise<Response> {
    try {
      return await fetch(this.#url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ data }),
        signal: this.#closing.signal,
      })
    } catch (cause) {
      throw unplugged(cause)
    }
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (cause) {
    // The line went dead in the middle of an answer, or it is no JSON: either way no APDU.
    throw unplugged(cause)
  }
}
