import { describe, expect, it } from 'vitest'
import { CHOICE } from './records.test-support.ts'
import type { RecordsCall, RecordsReply } from './records-call.ts'
import { RecordsDesk } from './records-desk.ts'

/** A thread that answers when it is told to. */
function fakeThread() {
  const posted: { id: number; call: RecordsCall }[] = []
  const cancels: boolean[] = []
  let reply: (reply: RecordsReply) => void = () => undefined
  let end: (sentence: string) => void = () => undefined
  let starts = 0
  const desk = new RecordsDesk((onReply, onEnd) => {
    starts += 1
    reply = onReply
    end = onEnd
    return {
      post: (message) => posted.push(message),
      setCancel: (isCancelled) => cancels.push(isCancelled),
      close: () => Promise.resolve(),
    }
  })
  return {
    desk,
    posted,
    cancels,
    starts: () => starts,
    reply: (given: RecordsReply) => reply(given),
    end: (sentence: string) => end(sentence),
  }
}

describe('the records of the desk', () => {
  it('answer by number, in whatever order', async () => {
    const { desk, posted, reply } = fakeThread()
    const [first, second] = [desk.overview(), desk.preview(CHOICE)]
    const [a, b] = posted
    reply({ id: b?.id ?? 0, kind: 'failed', message: 'no figures' })
    reply({ id: a?.id ?? 0, kind: 'done', value: 'overview' })
    await expect(second).rejects.toThrow('no figures')
    await expect(first).resolves.toBe('overview')
  })

  it('write one file at a time, say how far it is, and pass a cancel on', async () => {
    const { desk, posted, cancels, reply } = fakeThread()
    const writing = desk.export(CHOICE, 'perps', '/tmp/x.csv')
    await expect(desk.export(CHOICE, 'lots', '/tmp/y.csv')).rejects.toThrow('wait for it')
    const id = posted[0]?.id ?? 0
    reply({ id, kind: 'progress', rows: 4_096 })
    expect(desk.progress()).toEqual({ kind: 'perps', rows: 4_096 })
    desk.cancelExport()
    reply({ id, kind: 'done', value: { kind: 'cancelled' } })
    await expect(writing).resolves.toEqual({ kind: 'cancelled' })
    expect(cancels).toEqual([false, true])
    expect(desk.progress()).toBeNull()
  })

  it('start a new thread after one that ended, and tell who waited', async () => {
    const { desk, end, starts } = fakeThread()
    const waiting = desk.overview()
    end('The records were closed.')
    await expect(waiting).rejects.toThrow('closed')
    desk.overview().catch(() => undefined)
    expect(starts()).toBe(2)
  })

  it('ask the venue once at a time', async () => {
    const { desk, posted, reply } = fakeThread()
    const source = {
      readFills: () => Promise.resolve([]),
      readFunding: () => Promise.resolve([]),
      marketNowMs: () => 5,
    }
    const both = [desk.complete('0xaa', source), desk.complete('0xaa', source)]
    for (let answered = 0; answered < 3; answered += 1) {
      await expect.poll(() => posted.length).toBe(answered + 1)
      const { id = 0, call } = posted[answered] ?? {}
      reply({ id, kind: 'done', value: call?.name === 'reaches' ? [] : 0 })
    }
    expect(await Promise.all(both)).toEqual([0, 0])
  })
})
