import type { Clock } from '../runtime/clock.ts'
import type { FaultEffect, Faults } from './faults.ts'
import type { Reply, RequestDesk } from './request-desk.ts'

export interface PostRequest {
  readonly id: number
  readonly request: { readonly type: 'info' | 'action'; readonly payload?: unknown }
}

export interface PostLine {
  readonly send: (data: unknown) => void
  readonly close: () => void
}

interface PostContext {
  readonly desk: RequestDesk
  readonly faults: Faults
  readonly clock: Clock
}

/** Answers a request that came over the WebSocket, with the same faults as over HTTP. */
export function answerPost(context: PostContext, post: PostRequest, line: PostLine): void {
  const { desk, faults, clock } = context
  const point = post.request.type === 'info' ? 'info' : 'exchange'
  const { payload } = post.request
  const effect = faults.take(point, desk.typeOf(point, payload))
  const act = (): Reply => {
    const reply = desk.handle(point, payload)
    if (effect?.kind === 'duplicate') desk.handle(point, payload)
    return reply
  }
  const reply = (value: Reply): void => line.send(toPostAnswer(desk, post, value))
  switch (effect?.kind) {
    case 'drop':
      return
    case 'answerLost':
      act()
      line.close()
      return
    case 'delayRequest':
      clock.setTimer(effect.ms, () => reply(act()))
      return
    case 'delay': {
      const value = act()
      clock.setTimer(effect.ms, () => reply(value))
      return
    }
    default:
      reply(spoiltReply(effect, act))
  }
}

function spoiltReply(effect: FaultEffect | null, act: () => Reply): Reply {
  if (effect?.kind === 'status') return { status: 500, text: effect.body ?? String(effect.code) }
  const reply = act()
  if (effect?.kind !== 'acceptThenError') return reply
  return { status: 200, value: { status: 'err', response: effect.message } }
}

function toPostAnswer(desk: RequestDesk, { id, request }: PostRequest, reply: Reply): unknown {
  if (reply.status !== 200) return { id, response: { type: 'error', payload: reply.text } }
  if (request.type === 'action') return { id, response: { type: 'action', payload: reply.value } }
  const type = desk.typeOf('info', request.payload)
  return { id, response: { type: 'info', payload: { type, data: reply.value } } }
}
