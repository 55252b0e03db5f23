import { recoverAddress } from 'ethers'
import { describe, expect, it } from 'vitest'
import type { SessionApproved } from '#core/engine/device-inputs.ts'
import type { SignAction } from '#core/engine/effects.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import type { SignerPort } from '../runtime/ports.ts'
import { SessionKey } from './session-key.ts'
import { createSessionSigner } from './session-signer.ts'
import type { ApprovalAnswer, ApprovalSignature } from './trading-session.ts'
import { TradingSession } from './trading-session.ts'

const SECRET = Uint8Array.from(
  Buffer.from('0123456789012345678901234567890123456789012345678901234567890123', 'hex'),
)
const ADDRESS = '0x14791697260e4c9a71f18484c9f997b308e59325'
const SIGNATURE = { r: `0x${'11'.repeat(32)}`, s: `0x${'22'.repeat(32)}`, v: 27 } as const
const SIGNED: ApprovalSignature = { ok: true, signature: SIGNATURE, recoveredAddress: '0xaa' }
const NOW_MS = 1_782_000_000_000

describe('SessionKey', () => {
  it('has the address of its key, and signs so that it recovers', () => {
    const key = new SessionKey(() => SECRET.slice())
    expect(key.address).toBe(ADDRESS)
    for (let round = 0; round < 20; round += 1) {
      const digest = new Uint8Array(32).fill(round + 1)
      const signature = key.sign(digest)
      expect(recoverAddress(digest, { ...signature }).toLowerCase()).toBe(ADDRESS)
    }
  })

  it('overwrites the very bytes that were drawn, and signs no more', () => {
    const drawn = SECRET.slice()
    const key = new SessionKey(() => drawn)
    key.wipe()
    expect(drawn).toEqual(new Uint8Array(32))
    expect(() => key.sign(new Uint8Array(32).fill(1))).toThrow('gone')
  })

  it('shows its address wherever it is printed', () => {
    const key = new SessionKey(() => SECRET.slice())
    const hex = Buffer.from(SECRET).toString('hex')
    expect(JSON.stringify({ key })).toBe(`{"key":"${ADDRESS}"}`)
    expect(JSON.stringify(Object.entries(key))).not.toContain(hex)
  })

  it('draws again when the bytes are no key', () => {
    const draws = [new Uint8Array(32), SECRET.slice()]
    expect(new SessionKey(() => draws.shift() ?? SECRET.slice()).address).toBe(ADDRESS)
  })
})

function bench(signed: ApprovalSignature = SIGNED, answer: ApprovalAnswer = { ok: true }) {
  const clock = new ManualClock(NOW_MS)
  const approved: SessionApproved[] = []
  const dropped: string[] = []
  const stages: string[] = []
  const drawn: Uint8Array[] = []
  const session: TradingSession = new TradingSession({
    clock,
    nextNonce: () => NOW_MS + 7,
    drawSecret: () => {
      const secret = SECRET.slice()
      drawn.push(secret)
      return secret
    },
    signApproval: async () => signed,
    cancelApproval: () => undefined,
    sendApproval: async () => answer,
    onApproved: (input) => approved.push(input),
    onDropped: (reason) => dropped.push(reason),
    onChange: () => stages.push(session.status.stage),
  })
  const isWiped = () => drawn.every((secret) => secret.every((byte) => byte === 0))
  return { clock, session, approved, dropped, stages, isWiped }
}

describe('TradingSession', () => {
  it('is approved on the device, then by the venue, and lasts its hours', async () => {
    const { clock, session, approved, stages } = bench()
    await session.start(2)
    expect(stages).toEqual(['onDevice', 'sending', 'active'])
    const validUntilMs = NOW_MS + 7_200_000
    expect(approved).toEqual([
      {
        kind: 'sessionApproved',
        agentAddress: ADDRESS,
        agentName: `countersign valid_until ${validUntilMs}`,
        nonce: NOW_MS + 7,
        validUntilMs,
        signature: SIGNATURE,
        recoveredAddress: '0xaa',
      },
    ])
    expect(session.activeKey?.address).toBe(ADDRESS)
    clock.advance(7_199_999)
    expect(session.activeKey).not.toBeNull()
    clock.advance(1)
    expect(session.activeKey).toBeNull()
  })

  it('lasts a day at most', async () => {
    const { session } = bench()
    await session.start(1000)
    expect(session.status.validUntilMs).toBe(NOW_MS + 24 * 3_600_000)
  })

  it.each([
    [
      'the device',
      { ok: false, code: 'locked', message: 'Locked.' } as const,
      { ok: true } as const,
    ],
    ['the venue', SIGNED, { ok: false, message: 'Too many extra agents.' } as const],
  ])('throws the key away when %s says no', async (_who, signed, answer) => {
    const { session, approved, dropped, isWiped } = bench(signed, answer)
    await session.start(1)
    expect(session.status).toMatchObject({
      stage: 'none',
      problem: { message: expect.any(String) },
    })
    expect(isWiped()).toBe(true)
    expect([approved, dropped]).toEqual([[], []])
  })

  it('wipes the key at once when it ends, and starts anew with another', async () => {
    const { session, dropped, isWiped } = bench()
    await session.start(1)
    session.end('The screen was locked.')
    expect(dropped).toEqual(['The screen was locked.'])
    expect(isWiped()).toBe(true)
    expect(session.activeKey).toBeNull()
    session.end('again')
    expect(dropped).toHaveLength(1)
    await session.start(1)
    expect(session.status.stage).toBe('active')
  })

  it('forgets an approval that was ended while the device asked', async () => {
    let answer: (signed: ApprovalSignature) => void = () => undefined
    const approved: unknown[] = []
    const canceled: string[] = []
    const session = new TradingSession({
      clock: new ManualClock(NOW_MS),
      nextNonce: () => NOW_MS,
      drawSecret: () => SECRET.slice(),
      signApproval: () =>
        new Promise((resolve) => {
          answer = resolve
        }),
      cancelApproval: (agentAddress) => canceled.push(agentAddress),
      sendApproval: async () => ({ ok: true }),
      onApproved: (input) => approved.push(input),
      onDropped: () => undefined,
      onChange: () => undefined,
    })
    const starting = session.start(1)
    await session.start(3)
    const { agentAddress } = session.status
    session.end('The computer went to sleep.')
    expect(canceled).toEqual([agentAddress])
    answer(SIGNED)
    await starting
    expect(canceled).toHaveLength(1)
    expect(session.status.stage).toBe('none')
    expect(approved).toEqual([])
  })
})

describe('createSessionSigner', () => {
  const request = { ticketId: 't-1', attempt: 1, signWith: 'session' } as unknown as SignAction
  const digest = new Uint8Array(32).fill(7)

  function signers(
    check: Parameters<typeof createSessionSigner>[0]['check'],
    key: SessionKey | null,
  ) {
    const asked: SignAction[] = []
    const refusals: string[] = []
    const device = {
      sign: async (wanted: SignAction) => {
        asked.push(wanted)
        return { ok: false, code: 'unplugged', message: 'not there' } as const
      },
    } as unknown as SignerPort
    const onRefused = (reason: string) => refusals.push(reason)
    const signer = createSessionSigner({ device, activeKey: () => key, check, onRefused })
    return { signer, asked, refusals }
  }

  const yes = () => ({ ok: true, connectionId: '0xcc', digest }) as const
  const key = () => new SessionKey(() => SECRET.slice())

  it('signs with the key what both allow, without the device', async () => {
    const { signer, asked } = signers(yes, key())
    const outcome = await signer.sign(request)
    expect(outcome).toMatchObject({ ok: true, recoveredAddress: ADDRESS, connectionId: '0xcc' })
    expect(asked).toEqual([])
  })

  it('asks the device for what the engine gave to the device', async () => {
    const { signWith: _, ...entry } = request
    const { signer, asked } = signers(yes, key())
    await signer.sign(entry)
    expect(asked).toEqual([entry])
  })

  it('asks the device when there is no key, and when the bytes are refused', async () => {
    const without = signers(yes, null)
    expect(await without.signer.sign(request)).toMatchObject({ code: 'unplugged' })
    const refused = signers(() => ({ ok: false, reason: 'it opens' }), key())
    expect(await refused.signer.sign(request)).toMatchObject({ code: 'unplugged' })
    expect(refused.refusals).toEqual(['it opens'])
    expect(refused.asked).toEqual([request])
  })
})
