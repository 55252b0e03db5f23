import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import type { Clock } from '../../runtime/clock.ts'
import { fromHex, toHex } from '../practice-ledger/bytes-format.ts'
import type { PracticeDevice } from '../practice-ledger/practice-ledger.ts'
import { DeviceHeldError } from '../practice-ledger/practice-ledger.ts'
import { Automation, automationSchema } from './automation.ts'
import type { SingleButton } from './owner-hand.ts'
import { OwnerHand } from './owner-hand.ts'
import { ScreenEvents } from './screen-events.ts'
import { screenshotPng } from './screenshot.ts'

const HOST = '127.0.0.1'
const MAX_BODY = 64 * 1024

const apduSchema = z.object({ data: z.string().max(8192) })
const actionSchema = z.enum(['press', 'release', 'press-and-release'])
const buttonSchema = z.object({ action: actionSchema, delay: z.number().min(0).optional() })
const fingerSchema = buttonSchema.extend({
  x: z.number(),
  y: z.number(),
  x2: z.number().optional(),
  y2: z.number().optional(),
})
const practiceSchema = z.strictObject({
  isLocked: z.boolean().optional(),
  app: z.enum(['ethereum', 'dashboard', 'other']).optional(),
  isPlugged: z.boolean().optional(),
  isHeldByOther: z.boolean().optional(),
  model: z.enum(['nanosp', 'nanox', 'flex']).optional(),
  settings: z
    .strictObject({
      blindSigning: z.boolean().optional(),
      rawMessages: z.boolean().optional(),
      showHashes: z.boolean().optional(),
      transactionCheck: z.boolean().optional(),
      transactionCheckAsked: z.boolean().optional(),
    })
    .optional(),
  answerDelayMs: z.number().min(0).max(600_000).optional(),
  autopilotDelayMs: z.number().min(0).max(600_000).nullable().optional(),
  /** Answers the open question at once. */
  answer: z.enum(['approve', 'reject']).optional(),
})

/** What an endpoint answers with; a string is a sentence about what was wrong. */
class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export interface HttpApiOptions {
  readonly device: PracticeDevice
  readonly clock: Clock
  readonly port: number
  /** Whether a script may make the device approve by itself. */
  readonly allowAutopilot: boolean
}

/**
 * The emulator's HTTP interface: /apdu, /button, /finger, /events, /screenshot, /automation, and
 * /practice, which reads and scripts the state of this device. Loopback only; pages of foreign
 * sites are turned away.
 */
export class HttpApiServer {
  readonly hand: OwnerHand
  readonly #options: HttpApiOptions
  readonly #server: Server
  readonly #events: ScreenEvents
  readonly #automation: Automation

  private constructor(options: HttpApiOptions) {
    this.#options = options
    this.hand = new OwnerHand(options.device, options.clock)
    this.#events = new ScreenEvents(options.device)
    this.#automation = new Automation(this.#events, this.hand)
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((cause: unknown) => {
        // The answer is under way already, or the client is gone: nothing is left to tell it.
        response.destroy(cause instanceof Error ? cause : undefined)
      })
    })
  }

  /** Rejects with a plain sentence when the port is taken. Port 0 picks a free one. */
  static start(options: HttpApiOptions): Promise<HttpApiServer> {
    const api = new HttpApiServer(options)
    return new Promise((resolve, reject) => {
      api.#server.once('error', (cause) =>
        reject(new Error(`Port ${options.port} cannot be used: ${cause.message}`, { cause })),
      )
      api.#server.listen(options.port, HOST, () => resolve(api))
    })
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  close(): Promise<void> {
    this.#automation.close()
    this.#events.close()
    return new Promise((resolve) => {
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      refuseForeignOrigin(request)
      await this.#route(request, response)
    } catch (cause) {
      if (response.headersSent) throw cause
      const status = cause instanceof RequestError ? cause.status : 500
      sendJson(response, status, { error: cause instanceof Error ? cause.message : String(cause) })
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${HOST}`)
    switch (`${request.method} ${url.pathname}`) {
      case 'POST /apdu':
        return this.#apdu(request, response)
      case 'POST /button/left':
        return this.#button(request, response, ['left'])
      case 'POST /button/right':
        return this.#button(request, response, ['right'])
      case 'POST /button/both':
        return this.#button(request, response, ['left', 'right'])
      case 'POST /finger':
        return this.#finger(request, response)
      case 'GET /events':
        return this.#sendEvents(request, response, url)
      case 'DELETE /events':
        this.#events.forget()
        return sendJson(response, 200, {})
      case 'GET /screenshot':
        response.writeHead(200, { 'content-type': 'image/png', 'cache-control': 'no-store' })
        response.end(screenshotPng(this.#options.device.screen()))
        return
      case 'POST /automation':
        return this.#setAutomation(request, response)
      case 'GET /practice':
        return this.#sendStatus(response)
      case 'POST /practice':
        return this.#practice(request, response)
      default:
        throw new RequestError(404, `There is nothing at ${request.method} ${url.pathname}.`)
    }
  }

  async #apdu(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { data } = await readBody(request, apduSchema)
    let apdu: Uint8Array
    try {
      apdu = fromHex(data)
    } catch (cause) {
      throw new RequestError(400, cause instanceof Error ? cause.message : String(cause))
    }
    try {
      sendJson(response, 200, { data: toHex(await this.#options.device.exchange(apdu)) })
    } catch (cause) {
      if (!(cause instanceof DeviceHeldError)) {
        // Unplugged: the line goes dead, as a cable does.
        response.destroy()
        return
      }
      throw new RequestError(423, cause.message)
    }
  }

  async #button(
    request: IncomingMessage,
    response: ServerResponse,
    buttons: readonly SingleButton[],
  ): Promise<void> {
    const { action } = await readBody(request, buttonSchema)
    if (action !== 'release') for (const button of buttons) this.hand.buttonDown(button)
    if (action !== 'press') for (const button of buttons) this.hand.buttonUp(button)
    sendJson(response, 200, {})
  }

  async #finger(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { action, x, y, x2 = x, y2 = y, delay = 0.1 } = await readBody(request, fingerSchema)
    if (action === 'press') this.hand.touchDown(x)
    else if (action === 'release') this.hand.touchUp(x, y)
    else this.hand.stroke(x, x2, y2, delay * 1000)
    sendJson(response, 200, {})
  }

  #sendEvents(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const isWanted = (name: string) => ['true', '1'].includes(url.searchParams.get(name) ?? '')
    if (!isWanted('stream')) {
      const onlyCurrent = isWanted('currentscreenonly')
      sendJson(response, 200, { events: onlyCurrent ? this.#events.current : this.#events.all })
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.flushHeaders()
    const stop = this.#events.subscribe((event) => {
      response.write(`data: ${JSON.stringify(event)}\n\n`)
    })
    request.on('close', stop)
  }

  async #setAutomation(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { rules } = await readBody(request, automationSchema)
    try {
      this.#automation.setRules(rules)
    } catch (cause) {
      throw new RequestError(400, cause instanceof Error ? cause.message : String(cause))
    }
    sendJson(response, 200, {})
  }

  async #practice(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { answer, settings, ...changes } = await readBody(request, practiceSchema)
    if (typeof changes.autopilotDelayMs === 'number' && !this.#options.allowAutopilot) {
      throw new RequestError(403, 'This device was started without an autopilot.')
    }
    this.#options.device.script({
      ...dropUndefined(changes),
      ...(settings ? { settings: dropUndefined(settings) } : {}),
    })
    if (answer && !this.#options.device.answer(answer === 'approve')) {
      throw new RequestError(409, 'The device asks nothing at the moment, or it is locked.')
    }
    this.#sendStatus(response)
  }

  #sendStatus(response: ServerResponse): void {
    const { device } = this.#options
    sendJson(response, 200, { ...device.status(), screen: device.screen() })
  }
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }

const dropUndefined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Defined<T>

function refuseForeignOrigin(request: IncomingMessage): void {
  const { origin, host = '' } = request.headers
  const isLoopback = (name: string) => /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(name)
  if (!isLoopback(host)) throw new RequestError(403, 'This interface serves this computer only.')
  if (origin !== undefined && !isLoopback(origin.replace(/^https?:\/\//, ''))) {
    throw new RequestError(403, 'Pages of other sites may not talk to this device.')
  }
}

async function readBody<T>(request: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MAX_BODY) throw new RequestError(413, 'The request is too long.')
    chunks.push(chunk)
  }
  let value: unknown
  try {
    value = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    throw new RequestError(400, 'The request is no JSON.')
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new RequestError(400, z.prettifyError(parsed.error))
  return parsed.data
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}
