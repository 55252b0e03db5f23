import { expect, it } from 'vitest'
import type { InputBody } from '#core/engine/inputs.ts'
import { ManualClock } from './manual-clock.ts'
import type { SignerPort, StorePort, VenuePort } from './ports.ts'
import { createEffectRunner } from './run-effect.ts'

const signature = { r: `0x${'1'.repeat(64)}`, s: `0x${'2'.repeat(64)}`, v: 27 } as const

type Outcome = Awaited<ReturnType<SignerPort['signStatement']>>

/** Runs the effect over a signer that answers so; what the device was asked, and what came back. */
async function resumeWith(outcome: Outcome): Promise<[unknown[], InputBody]> {
  const asked: unknown[] = []
  const signer = {
    signStatement: (id: string, statement: unknown) => {
      asked.push([id, statement])
      return Promise.resolve(outcome)
    },
  }
  const body = await new Promise<InputBody>((resolve) => {
    const run = createEffectRunner({
      venue: {} as VenuePort,
      signer: signer as unknown as SignerPort,
      store: { settle: () => undefined } as unknown as StorePort,
      clock: new ManualClock(0),
      dropSession: () => undefined,
      enqueue: resolve,
      log: () => undefined,
    })
    const effect = {
      kind: 'signResume',
      requestId: 'resume-7',
      account: '0xa',
      reason: 'news',
      tsMs: 7,
    }
    run({ id: 1, effect: effect as never })
  })
  return [asked, body]
}

it('asks the device for the statement and hands on its signature', async () => {
  const [asked, body] = await resumeWith({ ok: true, signature, recoveredAddress: '0xa' })
  expect(asked).toEqual([['resume-7', { kind: 'resume', account: '0xa', reason: 'news', tsMs: 7 }]])
  expect(body).toEqual({
    kind: 'resumeAnswered',
    requestId: 'resume-7',
    outcome: { ok: true, signature, recoveredAddress: '0xa' },
  })
})

it('hands on why there is none', async () => {
  const [, body] = await resumeWith({ ok: false, code: 'rejectedOnDevice', message: 'Rejected.' })
  expect(body).toMatchObject({ outcome: { ok: false, message: 'Rejected.' } })
})
