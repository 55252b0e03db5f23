import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command as Program } from 'commander'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { paperExchangeCommand } from './paper-exchange.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-cli-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

interface Running {
  readonly line: string
  readonly url: string
  /** As ctrl-C or a service manager would. */
  readonly stop: () => Promise<void>
}

/** Starts the command; resolves with its first line once it listens. */
async function start(...words: string[]): Promise<Running> {
  const stops: (() => void)[] = []
  vi.spyOn(process, 'once').mockImplementation((event, handler) => {
    if (event === 'SIGINT' || event === 'SIGTERM') stops.push(handler as () => void)
    return process
  })
  const program = new Program('countersign')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
  paperExchangeCommand.register(program)
  let ended: Promise<unknown> = Promise.resolve()
  const line = await new Promise<string>((resolve, reject) => {
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      resolve(String(text))
      return true
    })
    ended = program.parseAsync(['node', 'countersign', 'paper-exchange', ...words])
    ended.catch(reject)
  })
  const stop = async (): Promise<void> => {
    for (const handler of stops) handler()
    await ended
    vi.restoreAllMocks()
  }
  return { line, url: /http:\/\/[\d.:]+/.exec(line)?.[0] ?? '', stop }
}

async function ask(url: string, body: object): Promise<unknown> {
  const init = { method: 'POST', body: JSON.stringify(body) }
  return (await fetch(`${url}/info`, init)).json()
}

const HEADER = 'time,open,high,low,close'
const candles = ['2023-03-01T00:00:00Z,100,110,90,105', '2023-03-01T00:01:00Z,105,106,104,105']

describe('countersign paper-exchange', () => {
  it('prints one line, answers, and ends when it is told to', async () => {
    const { line, url, stop } = await start('--seed', '7', '--data', join(folder, 'data'))
    expect(line).toMatch(
      /^Paper exchange on http:\/\/127\.0\.0\.1:\d+ \(WebSocket ws:.*\): BTC, ETH.*\n$/,
    )
    expect(await ask(url, { type: 'allMids' })).toHaveProperty('SOL')
    await stop()
    await expect(ask(url, { type: 'allMids' })).rejects.toThrow()
  })

  it('replays a file from a moment on', async () => {
    const file = join(folder, 'eth.csv')
    writeFileSync(file, [HEADER, ...candles].join('\n'))
    const { line, url, stop } = await start(
      '--replay',
      file,
      '--coin',
      'ETH',
      '--from',
      '2023-03-01T00:01:00Z',
    )
    expect(line).toMatch(/ETH\. Recorded prices of 2023-03-01T00:01:00/)
    const req = { coin: 'ETH', interval: '1m', startTime: 0 }
    expect(await ask(url, { type: 'candleSnapshot', req })).toMatchObject([
      { h: '110' },
      { o: '105' },
    ])
    await stop()
  })

  it('replays a file with a gap, says so, and has no prices in it', async () => {
    const file = join(folder, 'gap.csv')
    const later = '2023-03-01T00:04:00Z,200,210,190,205'
    writeFileSync(file, [HEADER, ...candles, later].join('\n'))
    const { line, url, stop } = await start('--replay', file, '--from', '2023-03-01T00:02:30Z')
    expect(line).toMatch(/Recorded prices of 2023-03-01T00:0[34]:/)
    expect(line).toContain(
      'In the file 2 candles are missing between 2023-03-01T00:01:00Z and 2023-03-01T00:04:00Z: ' +
        'there are no prices then.',
    )
    expect(await ask(url, { type: 'allMids' })).toMatchObject({
      BTC: expect.stringMatching(/^200/),
    })
    const req = { coin: 'BTC', interval: '1m', startTime: 0 }
    expect(await ask(url, { type: 'candleSnapshot', req })).toHaveLength(3)
    await stop()
  })

  it.each([
    [['--port', '70000'], /a port is a whole number/],
    [['--speed', '0'], /a speed is a number above 0/],
    [['--seed', 'x'], /a seed is a whole number/],
    [['--from', 'noon'], /a moment is written like/],
    [['--fund', '0x12'], /an address is 0x and 40 hex digits/],
    [['--coin', 'ETH'], /--from and --coin go with --replay FILE/],
    [['--replay', '/nowhere/x.csv'], /cannot be read/],
  ])('says what is wrong with %s', async (words, sentence) => {
    await expect(start(...words)).rejects.toThrow(sentence)
    vi.restoreAllMocks()
  })

  it('names the broken lines of a candle file and uses none of it', async () => {
    const file = join(folder, 'broken.csv')
    writeFileSync(file, [HEADER, candles[0], 'nonsense', '2023-03-01T00:02:00Z,1,0,2,1'].join('\n'))
    await expect(start('--replay', file)).rejects.toThrow(
      /broken\.csv cannot be used: 2 problems\.\n {2}line 3: .*\n {2}line 4: the high is below the low/,
    )
    vi.restoreAllMocks()
  })
})
