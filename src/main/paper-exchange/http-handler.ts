import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Clock } from '../runtime/clock.ts'
import type { FaultEffect, Faults } from './faults.ts'
import { spoil } from './faults.ts'
import { IP_WEIGHT_A_MINUTE, MinuteBucket } from './ip-limits.ts'
import type { Reply, RequestDesk } from './request-desk.ts'
import { weightOfReply } from './request-desk.ts'

/** A thousand orders are about 200 kB. */
const BODY_BYTES_MAX = 1_048_576

export interface HttpHandlerOptions {
  readonly desk: RequestDesk
  readonly faults: Faults
  readonly clock: Clock
  /** Null: the venue's limit for one address is off. */
  readonly hasIpLimits: boolean
  /** Only with the stand-alone command's --faults. */
  readonly takesFaults: boolean
  readonly port: () => number
}

/** POST /info and POST /exchange, for this machine only. */
export function createHttpHandler(options: HttpHandlerOptions): RequestListener {
  const bucket = new MinuteBucket(IP_WEIGHT_A_MINUTE, options.clock.monotonicMs())
  return (request, response) => {
    serve(request, response, options, bucket).catch((cause: unknown) => {
      sendText(response, 500, cause instanceof Error ? cause.message : String(cause))
    })
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpHandlerOptions,
  bucket: MinuteBucket,
): Promise<void> {
  const point = pointOf(request, options.takesFaults)
  const refusal = !isFromHere(request, options.port())
    ? ([403, 'This exchange answers on loopback only.'] as const)
    : point === null
      ? ([404, 'There is POST /info and POST /exchange.'] as const)
      : null
  if (refusal || point === null) {
    sendText(response, refusal?.[0] ?? 404, refusal?.[1] ?? '')
    return
  }
  const text = await readBody(request)
  if (text === null) sendText(response, 413, 'The body is larger than 1 MB.')
  else take(response, options, bucket, point, parseJson(text))
}

function take(
  response: ServerResponse,
  options: HttpHandlerOptions,
  bucket: MinuteBucket,
  point: 'info' | 'exchange' | 'faults',
  body: unknown,
): void {
  if (body === undefined) {
    sendText(response, 422, 'Failed to parse the request body as JSON')
    return
  }
  if (point === 'faults') {
    armFault(response, options.faults, body)
    return
  }
  const weight = options.desk.weightOf(point, body)
  if (options.hasIpLimits && !bucket.take(weight, options.clock.monotonicMs())) {
    sendText(response, 429, 'Too Many Requests')
    return
  }
  const effect = options.faults.take(point, options.desk.typeOf(point, body))
  answer(response, options, bucket, point, body, effect)
}

function answer(
  response: ServerResponse,
  { desk, clock }: HttpHandlerOptions,
  bucket: MinuteBucket,
  point: 'info' | 'exchange',
  body: unknown,
  effect: FaultEffect | null,
): void {
  const act = (): Reply => {
    const reply = desk.handle(point, body)
    if (effect?.kind === 'duplicate') desk.handle(point, body)
    if (point === 'info') bucket.charge(weightOfReply(desk.typeOf(point, body), reply))
    return reply
  }
  switch (effect?.kind) {
    case 'drop':
      response.destroy()
      return
    case 'status':
      sendText(response, effect.code, effect.body ?? '')
      return
    case 'delayRequest':
      clock.setTimer(effect.ms, () => send(response, act(), effect))
      return
    case 'delay': {
      const reply = act()
      clock.setTimer(effect.ms, () => send(response, reply, effect))
      return
    }
    case 'answerLost':
      act()
      response.destroy()
      return
    case 'acceptThenError':
      act()
      send(response, { status: 200, value: { status: 'err', response: effect.message } }, effect)
      return
    default:
      send(response, act(), effect)
  }
}

function send(response: ServerResponse, reply: Reply, effect: FaultEffect | null): void {
  if (reply.status !== 200) {
    sendText(response, reply.status, reply.text)
    return
  }
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(spoil(JSON.stringify(reply.value), effect))
}

function sendText(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  response.end(text)
}

function pointOf(
  request: IncomingMessage,
  takesFaults: boolean,
): 'info' | 'exchange' | 'faults' | null {
  if (request.method !== 'POST') return null
  const path = (request.url ?? '').split('?')[0]
  if (path === '/info') return 'info'
  if (path === '/exchange') return 'exchange'
  return path === '/faults' && takesFaults ? 'faults' : null
}

/** A web page that found the port must not get in: neither by name nor from its own origin. */
export function isFromHere(request: IncomingMessage, port: number): boolean {
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].map((host) => `${host}:${port}`)
  const { host, origin } = request.headers
  if (host === undefined || !hosts.includes(host)) return false
  return origin === undefined || hosts.some((name) => origin === `http://${name}`)
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > BODY_BYTES_MAX) return null
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // The caller answers 422, as the venue does.
    return undefined
  }
}

function armFault(response: ServerResponse, faults: Faults, body: unknown): void {
  const outcome = faults.command(body)
  if (outcome === null) sendText(response, 200, 'armed')
  else sendText(response, 422, outcome)
}
