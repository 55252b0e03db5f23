import { describe, expect, it } from 'vitest'
import { parseSwitches } from './switches.ts'

function accepted(...words: string[]) {
  const parsed = parseSwitches(words)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.switches
}

function refused(...words: string[]): string {
  const parsed = parseSwitches(words)
  if (parsed.ok) throw new Error(`accepted: ${JSON.stringify(parsed.switches)}`)
  return parsed.message
}

describe('parseSwitches', () => {
  it('starts on paper with the practice Ledger when nothing is said', () => {
    expect(accepted()).toEqual({
      dataFolder: null,
      mode: 'paper',
      smokeFile: null,
      replayFile: null,
      speed: 1,
      replayFromMs: null,
      seed: 1,
      timeframe: null,
      manualClockMs: null,
      signer: { kind: 'practice' },
      driver: null,
      autopilot: false,
    })
  })

  it('reads values behind a space and behind an equals sign', () => {
    const words = ['--replay=a.csv', '--speed', '12.5', '--replay-from', '2023-03-10T00:00:00Z']
    const switches = accepted(...words, '--seed', '7', '--timeframe=5m', '--autopilot')
    expect(switches).toMatchObject({
      replayFile: 'a.csv',
      speed: 12.5,
      replayFromMs: Date.UTC(2023, 2, 10),
      seed: 7,
      timeframe: '5m',
      autopilot: true,
    })
  })

  it.each([
    ['tcp:127.0.0.1:9999', { kind: 'tcp', host: '127.0.0.1', port: 9999 }],
    ['http:http://127.0.0.1:5000', { kind: 'http', url: 'http://127.0.0.1:5000' }],
    ['http://127.0.0.1:5000/apdu', { kind: 'http', url: 'http://127.0.0.1:5000/apdu' }],
    ['usb', { kind: 'usb' }],
  ])('reads the signer %s', (text, signer) => {
    expect(accepted('--signer', text).signer).toEqual(signer)
  })

  it('reads the driver, and refuses one that there is not', () => {
    expect(accepted('--driver', 'kit').driver).toBe('kit')
    expect(accepted('--driver=ledgerjs').driver).toBe('ledgerjs')
    expect(refused('--driver', 'hashed')).toContain('automatic, kit or ledgerjs')
  })

  it('signs by USB when the money is not paper', () => {
    expect(accepted('--mode', 'testnet').signer).toEqual({ kind: 'usb' })
    expect(accepted('--mode', 'mainnet').signer).toEqual({ kind: 'usb' })
  })

  it.each([
    [['--mod', 'mainnet'], '--mod is not a switch of Countersign'],
    [['--mode', 'live'], 'paper, testnet or mainnet'],
    [['--mode'], '--mode needs a value'],
    [['--mode', '--autopilot'], '--mode needs a value'],
    [['--mode', 'paper', '--mode', 'mainnet'], 'given twice'],
    [['--speed', '-3'], 'a number up to'],
    [['--speed', '0'], 'more than 0'],
    [['--seed', '1.5'], 'a whole number'],
    [['--timeframe', '7m'], '--timeframe "7m"'],
    [['--replay-from', 'yesterday', '--replay', 'a.csv'], 'a moment such as'],
    [['--replay-from', '2023-03-10T00:00:00Z'], 'add --replay FILE'],
    [['--signer', 'tcp:host'], 'tcp:HOST:PORT'],
    [['--autopilot=1'], 'takes no value'],
    [['out.png'], 'every switch begins with --'],
  ])('refuses %j with a sentence', (words, sentence) => {
    expect(refused(...words)).toContain(sentence)
  })

  it.each([
    ['--manual-clock', '1000'],
    ['--signer', 'practice'],
    ['--signer', 'tcp:127.0.0.1:9999'],
    ['--signer', 'http://127.0.0.1:5000'],
    ['--replay', 'a.csv'],
    ['--speed', '2'],
    ['--seed', '2'],
    ['--autopilot'],
    ['--remote-debugging-port=0'],
    ['--inspect=0'],
    ['--no-sandbox'],
    ['--disable-setuid-sandbox'],
    ['--disable-features=SitePerProcess'],
    ['--enable-blink-features=Anything'],
  ])('refuses %s %s on mainnet', (...words) => {
    expect(refused('--mode', 'mainnet', ...words)).toMatch(/mainnet|paper/)
  })

  it('lets the switches of Chromium through on paper', () => {
    const words = ['--no-sandbox', '--inspect=0', '--remote-debugging-port=0', '--seed', '3']
    expect(accepted(...words).seed).toBe(3)
  })

  it.each([
    '--inspect',
    '--inspect-brk=0',
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--js-flags=--expose-gc',
    '--disable-web-security',
  ])('refuses %s in a package for users, in every mode', (word) => {
    for (const mode of ['paper', 'testnet', 'mainnet']) {
      const parsed = parseSwitches(['--mode', mode, word], true)
      expect(parsed).toMatchObject({
        ok: false,
        message: expect.stringContaining('opens the desk'),
      })
    }
    expect(parseSwitches(['--no-sandbox'], true).ok).toBe(true)
  })
})
