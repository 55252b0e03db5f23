import fc from 'fast-check'
import { expect } from 'vitest'
import { ManualClock } from '../../runtime/manual-clock.ts'
import { LedgerSigner } from '../ledger-signer.ts'
import { bracketAction, INSTRUMENTS, LONG_BRACKET, signActionFor } from '../terms.test-support.ts'
import { LedgerJsTransport } from '../transports/ledgerjs-transport.ts'
import type { DeviceDriver, DriverName } from './device-driver.ts'
import { KitDriver } from './kit/kit-driver.ts'
import { openKitOver } from './kit/kit-line.ts'
import { loadKit } from './kit/load-kit.ts'
import { LedgerJsDriver } from './ledgerjs-driver.ts'

export const FUZZ_ACCOUNT = '0xDad77910DbDFdE764fC21FCD4E74D71bBACA6D8D'
const APP = Buffer.from('0108457468657265756d06312e32322e3001009000', 'hex')
const ADDRESS = Buffer.concat([
  Buffer.from([65]),
  Buffer.alloc(65, 4),
  Buffer.from([40]),
  Buffer.from(FUZZ_ACCOUNT.slice(2), 'latin1'),
  Buffer.from([0x90, 0x00]),
])
const OK = Buffer.from([0x90, 0x00])

/** A device that answers soundly up to a point and then anything at all. */
export class FuzzTransport extends LedgerJsTransport {
  readonly #answers: readonly Uint8Array[]
  readonly #soundUntil: number
  #count = 0

  constructor(answers: readonly Uint8Array[], soundUntil: number) {
    super()
    this.#answers = answers
    this.#soundUntil = soundUntil
  }

  override async exchange(apdu: Buffer): Promise<Buffer> {
    const index = this.#count++
    const isSignature = apdu[1] === 0x0c
    if (index < this.#soundUntil && !isSignature) {
      if (apdu[0] === 0xb0) return APP
      return apdu[1] === 0x02 ? ADDRESS : OK
    }
    return Buffer.from(this.#answers[index % this.#answers.length] ?? [])
  }
}

export const answer = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc
    .uint8Array({ minLength: 65, maxLength: 65 })
    .map((body) => Uint8Array.from([...body, 0x90, 0])),
  fc
    .uint8Array({ minLength: 64, maxLength: 64 })
    .map((body) => Uint8Array.from([27, ...body, 0x90, 0])),
  fc.nat(0xffff).map((status) => Uint8Array.of(status >> 8, status & 0xff)),
)

/** A line that ends in the fuzzed device, for either driver. */
async function openOver(name: DriverName, line: FuzzTransport): Promise<DeviceDriver> {
  if (name === 'ledgerjs') return new LedgerJsDriver(line)
  const modules = await loadKit()
  return new KitDriver(modules, await openKitOver(modules, line, 'flex'))
}

/** No answer crashes the signer, keeps it waiting, or passes for the account's signature. */
export async function fuzzDriver(name: DriverName, runs: number): Promise<void> {
  // Loading the kit takes its time once; it is not what is measured here.
  if (name === 'kit') await loadKit()
  const request = signActionFor(LONG_BRACKET, bracketAction(LONG_BRACKET))
  await fc.assert(
    fc.asyncProperty(
      fc.array(answer, { minLength: 1, maxLength: 5 }),
      fc.nat(25),
      async (answers, soundUntil) => {
        const open = () => openOver(name, new FuzzTransport(answers, soundUntil))
        const signer = new LedgerSigner('paper', open, {
          clock: new ManualClock(1),
          account: () => FUZZ_ACCOUNT,
          derivationPath: () => "44'/60'/0'/0/0",
          instruments: () => INSTRUMENTS,
        })
        const outcome = await withoutHanging(signer.sign(request))
        expect(outcome).toMatchObject({ ok: false, message: expect.any(String) })
        await signer.stop()
      },
    ),
    { numRuns: runs },
  )
}

const HANG_MS = 20_000

/** Rejects when the answer takes longer: a device that talks nonsense must not stop the desk. */
export async function withoutHanging<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer within twenty seconds')), HANG_MS)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
