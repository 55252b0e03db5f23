import { expect, it } from 'vitest'
import { restartWords } from './restart-words.ts'
import { parseSwitches } from './switches.ts'

const PAPER = [
  '/app',
  '--no-sandbox',
  '--data',
  '/d',
  '--replay',
  '/c.csv',
  '--replay-from=2023-01-01T00:00:00Z',
]
const MORE = [
  '--speed',
  '5',
  '--seed=7',
  '--autopilot',
  '--signer',
  'tcp:127.0.0.1:9',
  '--driver',
  'kit',
]

it('leaves behind what belongs to paper', () => {
  const kept = [
    '/app',
    '--no-sandbox',
    '--data',
    '/d',
    '--signer',
    'tcp:127.0.0.1:9',
    '--driver',
    'kit',
  ]
  expect(restartWords([...PAPER, ...MORE], 'testnet')).toEqual([...kept, '--mode', 'testnet'])
})

it('takes no emulator and no debugger to mainnet', () => {
  const words = [...PAPER, ...MORE, '--remote-debugging-port=0', '--inspect=0', '--mode', 'testnet']
  const kept = ['/app', '--no-sandbox', '--data', '/d', '--driver', 'kit', '--mode', 'mainnet']
  expect(restartWords(words, 'mainnet')).toEqual(kept)
  expect(restartWords(['--signer=http:http://x', '--data=/d'], 'mainnet')).toEqual([
    '--data=/d',
    '--mode',
    'mainnet',
  ])
})

it('goes back to paper by saying nothing', () => {
  expect(restartWords(['/app', '--mode=mainnet', '--data', '/d'], 'paper')).toEqual([
    '/app',
    '--data',
    '/d',
  ])
})

it('makes words that the program understands', () => {
  for (const mode of ['paper', 'testnet', 'mainnet'] as const) {
    const words = [...PAPER, ...MORE].filter((word) => !['/app', '--no-sandbox'].includes(word))
    const parsed = parseSwitches(restartWords(words, mode))
    expect(parsed.ok ? parsed.switches.mode : parsed.message).toBe(mode)
  }
})

it('keeps a missing sandbox, so that mainnet says why it does not open', () => {
  const parsed = parseSwitches(restartWords(PAPER.slice(1), 'mainnet'))
  expect(parsed.ok ? '' : parsed.message).toContain('refused on mainnet')
})
