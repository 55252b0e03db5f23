import EthModule from '@ledgerhq/hw-app-eth'
import { TypedDataEncoder } from 'ethers'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/manual-clock.ts'
import { LedgerJsTransport, unwrapDefault } from '../transports/ledgerjs-transport.ts'
import { PracticeTransport } from '../transports/practice-transport.ts'
import type { GuardedDevice } from './guarded-practice-ledger.ts'
import { createGuardedPracticeLedger, isGuardedDevice } from './guarded-practice-ledger.ts'
import { PracticeLedger } from './practice-ledger.ts'
import { PUBLISHED_TEST_MNEMONIC } from './published-mnemonic.ts'
import { NO_POLICY } from './typed-data-policy.ts'

const Eth = unwrapDefault(EthModule)
const PATH = "44'/60'/0'/0/0"

const domain = (name: string, chainId: number) => ({
  name,
  version: '1',
  chainId,
  verifyingContract: `0x${'00'.repeat(20)}`,
})
const DOMAIN_TYPE = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
]

const agent = (source: string) => ({
  domain: domain('Exchange', 1337),
  types: {
    EIP712Domain: DOMAIN_TYPE,
    Agent: [
      { name: 'source', type: 'string' },
      { name: 'connectionId', type: 'bytes32' },
    ],
  },
  primaryType: 'Agent',
  message: { source, connectionId: `0x${'ab'.repeat(32)}` },
})

const withdrawal = (hyperliquidChain: string) => ({
  domain: domain('HyperliquidSignTransaction', 42161),
  types: {
    EIP712Domain: DOMAIN_TYPE,
    'HyperliquidTransaction:Withdraw': [
      { name: 'hyperliquidChain', type: 'string' },
      { name: 'amount', type: 'string' },
    ],
  },
  primaryType: 'HyperliquidTransaction:Withdraw',
  message: { hyperliquidChain, amount: '1' },
})

function bench() {
  const device = createGuardedPracticeLedger({
    clock: new ManualClock(1),
    settings: { rawMessages: true, blindSigning: true },
  })
  let questions = 0
  device.subscribe((state) => {
    if (state.kind !== 'review' || state.pageIndex > 0) return
    questions += 1
    queueMicrotask(() => device.answer(true))
  })
  const eth = new Eth(new PracticeTransport(device) as never)
  eth.setLoadConfig({ calServiceURL: null, cryptoassetsBaseURL: null } as never)
  return { device, eth, questions: () => questions }
}

describe('the guard of the practice Ledger', () => {
  it('signs for paper and testnet', async () => {
    const { eth } = bench()
    expect(await eth.signEIP712Message(PATH, agent('b') as never)).toHaveProperty('v')
    expect(await eth.signEIP712Message(PATH, withdrawal('Testnet') as never)).toHaveProperty('v')
  })

  it.each([
    ['source "a"', agent('a'), 'Source "a"'],
    ['chain Mainnet', withdrawal('Mainnet'), 'Chain Mainnet'],
  ])('refuses %s before it asks, and says why on its screen', async (_name, data, words) => {
    const { device, eth, questions } = bench()
    await expect(eth.signEIP712Message(PATH, data as never)).rejects.toMatchObject({
      statusCode: 0x6a80,
    })
    expect(questions()).toBe(0)
    expect(device.screen()).toMatchObject({
      title: 'Refused by practice policy',
      text: expect.stringContaining(words),
    })
  })

  it('refuses hashes altogether', async () => {
    const { eth, questions } = bench()
    const { domain: data, types, message } = agent('a')
    const struct = TypedDataEncoder.hashStruct('Agent', { Agent: types.Agent }, message).slice(2)
    const separator = TypedDataEncoder.hashDomain(data).slice(2)
    await expect(eth.signEIP712HashedMessage(PATH, separator, struct)).rejects.toMatchObject({
      statusCode: 0x6a80,
    })
    expect(questions()).toBe(0)
  })

  it('cannot be had without: a bare device is refused by type and at run time', () => {
    const bare = new PracticeLedger({
      clock: new ManualClock(1),
      mnemonic: PUBLISHED_TEST_MNEMONIC,
      policy: NO_POLICY,
    })
    expect(isGuardedDevice(bare)).toBe(false)
    // @ts-expect-error a bare device is no GuardedDevice
    const pretended: GuardedDevice = bare
    expect(() => new PracticeTransport(pretended)).toThrow('must be guarded')
    expect(new PracticeTransport(bench().device)).toBeInstanceOf(LedgerJsTransport)
  })
})
