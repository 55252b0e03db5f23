import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/manual-clock.ts'
import type { DeskAccount } from './choose-account.ts'
import { chooseAccount, FIRST_PATH } from './choose-account.ts'
import type { RealMode } from './venue-accounts.ts'
import { openVenueAccounts } from './venue-accounts.ts'
import { createVenueDoor } from './venue-door.ts'

const base = mkdtempSync(join(tmpdir(), 'countersign-door-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

const ADDRESS = `0x${'a1'.repeat(20)}`
const OTHER = `0x${'b2'.repeat(20)}`
const COMPARED = {
  address: ADDRESS,
  derivationPath: FIRST_PATH,
  comparedMs: 5,
  confirmedMs: null,
}
const silent = () => undefined

let files = 0
function door(founded: Partial<Record<RealMode, DeskAccount>> = {}, refusal: string | null = null) {
  files += 1
  const file = join(base, `accounts-${files}.json`)
  const accounts = openVenueAccounts(file, silent)
  const restarts: string[] = []
  const controls = createVenueDoor({
    mode: 'paper',
    foundedOf: (mode) => founded[mode] ?? null,
    clock: new ManualClock(1000),
    accounts,
    restart: (mode) => restarts.push(mode),
    runtimeRefusal: () => refusal,
  })
  return { ...controls, accounts, restarts, file }
}
const message = (answer: ReturnType<ReturnType<typeof door>['openVenue']>): string =>
  answer.ok ? 'opened' : answer.error.message

describe('the door to another venue', () => {
  it('stays shut without an address that was compared on the device', () => {
    for (const mode of ['testnet', 'mainnet'] as const) {
      const { openVenue, restarts } = door()
      expect(message(openVenue(mode, 'REAL MONEY'))).toMatch(/No address was compared/)
      expect(restarts).toEqual([])
    }
  })

  it('opens testnet for a compared address, and shows it', () => {
    const { openVenue, venueAccounts, accounts, restarts } = door()
    accounts.remember('testnet', COMPARED)
    expect(openVenue('testnet', '')).toEqual({ ok: true, value: null })
    expect(restarts).toEqual(['testnet'])
    expect(venueAccounts()).toEqual([
      {
        mode: 'testnet',
        address: ADDRESS,
        derivationPath: FIRST_PATH,
        comparedMs: 5,
        isFounded: false,
      },
    ])
  })

  it.each(['', 'real money', 'REAL', 'LOOSEN'])(
    'takes "%s" for no word to open mainnet',
    (word) => {
      const { openVenue, accounts, restarts } = door()
      accounts.remember('mainnet', COMPARED)
      const answer = openVenue('mainnet', word)
      expect(answer.ok ? null : answer.error.code).toBe('needsTypedWord')
      expect([restarts, accounts.of('mainnet')?.confirmedMs]).toEqual([[], null])
    },
  )

  it('opens mainnet with its word and keeps when', () => {
    const { openVenue, accounts, restarts, file } = door()
    accounts.remember('mainnet', COMPARED)
    expect(message(openVenue('mainnet', 'REAL MONEY'))).toBe('opened')
    expect(restarts).toEqual(['mainnet'])
    expect(openVenueAccounts(file, silent).of('mainnet')?.confirmedMs).toBe(1000)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('does not open mainnet in a runtime that may not trade there', () => {
    const { openVenue, accounts, restarts } = door({}, 'Not with this Electron.')
    accounts.remember('mainnet', COMPARED)
    expect(message(openVenue('mainnet', 'REAL MONEY'))).toBe('Not with this Electron.')
    expect(restarts).toEqual([])
  })

  it('refuses an account that the log of the venue does not belong to', () => {
    const founded = { address: OTHER, derivationPath: FIRST_PATH }
    const { openVenue, accounts } = door({ testnet: founded })
    accounts.remember('testnet', COMPARED)
    expect(message(openVenue('testnet', ''))).toContain(OTHER)
  })

  it('goes back to paper without any of this, and nowhere that is open already', () => {
    const { accounts } = door()
    const restarts: string[] = []
    const { openVenue } = createVenueDoor({
      mode: 'testnet',
      foundedOf: () => null,
      clock: new ManualClock(0),
      accounts,
      restart: (mode) => restarts.push(mode),
    })
    expect(openVenue('testnet', '').ok).toBe(false)
    expect(openVenue('paper', '').ok).toBe(true)
    expect(restarts).toEqual(['paper'])
  })

  it.each(['{', '[]', '{"mainnet":{"address":"0x1"}}', '{"mainnet":null,"key":"x"}'])(
    'takes a broken file %s for no account and says so',
    (text) => {
      files += 1
      const file = join(base, `broken-${files}.json`)
      writeFileSync(file, text)
      const complaints: string[] = []
      const accounts = openVenueAccounts(file, (sentence) => complaints.push(sentence))
      expect(accounts.of('mainnet')).toBeNull()
      expect(complaints.join()).toMatch(/Please compare the address/)
      expect(readFileSync(file, 'utf8')).toBe(text)
    },
  )
})

describe('whom a desk trades for', () => {
  const founded = { address: OTHER, derivationPath: "44'/60'/1'/0/0" }
  const device = { getAddress: async () => ({ ok: true as const, address: ADDRESS }) }
  const accepted = { ...COMPARED, confirmedMs: 9 }
  const of = (account: typeof accepted | typeof COMPARED | null) => ({ of: () => account })

  it.each([
    ['nothing set up', null],
    ['not confirmed', COMPARED],
  ] as const)('refuses mainnet: %s', async (_why, account) => {
    for (const log of [null, { ...COMPARED }]) {
      const sources = { founded: log, device, mode: 'mainnet', accounts: of(account) } as const
      await expect(chooseAccount(sources)).rejects.toThrow(/Mainnet is not set up/)
    }
  })

  it('refuses mainnet where the log belongs to another account', async () => {
    const sources = { founded, device, mode: 'mainnet', accounts: of(accepted) } as const
    await expect(chooseAccount(sources)).rejects.toThrow(/belongs to 0xb2/)
  })

  it('takes the account that was set up, with its path', async () => {
    const path = "44'/60'/3'/0/0"
    const accounts = of({ ...accepted, derivationPath: path })
    for (const mode of ['testnet', 'mainnet'] as const) {
      expect(await chooseAccount({ founded: null, device, mode, accounts })).toEqual({
        address: ADDRESS,
        derivationPath: path,
      })
    }
  })

  it('keeps the account of the log on paper and testnet', async () => {
    for (const mode of ['paper', 'testnet'] as const) {
      expect(await chooseAccount({ founded, device, mode, accounts: of(accepted) })).toEqual(
        founded,
      )
    }
  })

  it('lets the owner compare the first account of the device on testnet', async () => {
    const asked: boolean[] = []
    const asking = {
      getAddress: async (_path: string, verify: boolean) => {
        asked.push(verify)
        return { ok: true as const, address: ADDRESS }
      },
    }
    await chooseAccount({ founded: null, device: asking, mode: 'testnet', accounts: of(null) })
    await chooseAccount({ founded: null, device: asking, mode: 'paper', accounts: of(null) })
    expect(asked).toEqual([true, false])
  })
})
