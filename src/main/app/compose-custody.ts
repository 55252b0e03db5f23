import type { AccountChoiceView, DeviceTarget, ReadAccountsRequest } from '#contract/custody.ts'
import { ACCOUNTS_A_PAGE } from '#contract/custody-words.ts'
import type { DriverSetting } from '#contract/driver-setting.ts'
import { CUSTODY_REQUEST } from '../ipc/views/custody-view.ts'
import type { Clock } from '../runtime/clock.ts'
import type { LedgerSigner } from '../signer/ledger-signer.ts'
import { createLedgerSigner } from '../signer/ledger-signer.ts'
import type { TransportChoice } from '../signer/transports/transport-choice.ts'
import { FIRST_PATH } from './choose-account.ts'
import type { CustodyControls, DeviceAnswer } from './custody-handlers.ts'
import type { RealMode, VenueAccounts } from './venue-accounts.ts'

/** Ledger Live counts accounts in the third place, older wallets in the last. */
const pathOf = ({ scheme }: ReadAccountsRequest, index: number): string =>
  scheme === 'ledgerLive' ? `44'/60'/${index}'/0/0` : `44'/60'/0'/${index}`

async function readAccounts(
  device: LedgerSigner,
  request: ReadAccountsRequest,
): Promise<DeviceAnswer<readonly AccountChoiceView[]>> {
  const accounts: AccountChoiceView[] = []
  for (let index = request.from; index < request.from + ACCOUNTS_A_PAGE; index += 1) {
    const derivationPath = pathOf(request, index)
    const answer = await device.getAddress(derivationPath, false)
    if (!answer.ok) return answer
    accounts.push({ derivationPath, address: answer.address })
  }
  return { ok: true, value: accounts }
}

/** A device and the account that it signs for. */
interface AskedDevice {
  readonly device: LedgerSigner
  readonly address: () => string | null
}

export interface DeviceControlsOptions {
  /** The device of this desk and the kind of line that leads to it. */
  readonly own: AskedDevice & { readonly line: TransportChoice['kind'] }
  readonly clock: Clock
  readonly driver: () => DriverSetting
  readonly accounts: VenueAccounts
  /** The line to the Ledger that another venue would be signed with. */
  readonly lineFor: (target: RealMode) => TransportChoice
}

type DeviceControls = Pick<CustodyControls, 'readAccounts' | 'compareAddress' | 'signPractice'> & {
  close(): Promise<void>
}

/** The Ledger of a venue that is not open: there to choose an account and to try a signature. */
function openOther(target: RealMode, options: DeviceControlsOptions): AskedDevice {
  const { clock, driver, accounts, lineFor } = options
  const line = lineFor(target)
  const common = {
    clock,
    driver,
    account: () => accounts.of(target)?.address ?? null,
    derivationPath: () => accounts.of(target)?.derivationPath ?? FIRST_PATH,
    instruments: () => [],
  }
  const device =
    target === 'mainnet' && line.kind === 'usb'
      ? createLedgerSigner({ ...common, mode: 'mainnet', transport: line })
      : createLedgerSigner({ ...common, mode: 'testnet', transport: line })
  return { device, address: common.account }
}

/**
 * What the Ledger screen asks of a device. Where another venue is signed over the same kind of line,
 * it is the desk's own device that answers: one device has one queue.
 */
export function composeDeviceControls(options: DeviceControlsOptions): DeviceControls {
  const { own, clock, accounts, lineFor } = options
  const others = new Map<RealMode, AskedDevice>()

  function asked(target: DeviceTarget): AskedDevice {
    if (target === 'desk' || lineFor(target).kind === own.line) return own
    const open = others.get(target) ?? openOther(target, options)
    others.set(target, open)
    return open
  }

  return {
    readAccounts: (request) => readAccounts(asked(request.target).device, request),
    async compareAddress(target, derivationPath) {
      const answer = await asked(target).device.getAddress(derivationPath, true)
      if (!answer.ok) return answer
      const compared = { derivationPath, address: answer.address }
      if (target !== 'desk') {
        const comparedMs = Math.floor(clock.wallMs())
        accounts.remember(target, { ...compared, comparedMs, confirmedMs: null })
      }
      return { ok: true, value: compared }
    },
    async signPractice(target) {
      const { device, address } = asked(target)
      const statement = {
        kind: 'practiceMessage',
        account: address() ?? '',
        tsMs: Math.floor(clock.wallMs()),
      } as const
      const signed = await device.signStatement(`${CUSTODY_REQUEST}practice`, statement)
      if (!signed.ok) return signed
      const { r, s, v } = signed.signature
      const signature = `${r}${s.slice(2)}${v.toString(16)}`
      return { ok: true, value: { recoveredAddress: signed.recoveredAddress, signature } }
    },
    async close() {
      await Promise.all([...others.values()].map(({ device }) => device.stop()))
    },
  }
}
