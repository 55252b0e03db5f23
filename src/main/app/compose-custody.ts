import type { AccountChoiceView, ReadAccountsRequest } from '#contract/custody.ts'
import { ACCOUNTS_A_PAGE } from '#contract/custody.ts'
import { CUSTODY_REQUEST } from '../ipc/views/custody-view.ts'
import type { Clock } from '../runtime/clock.ts'
import type { LedgerSigner } from '../signer/ledger-signer.ts'
import type { CustodyControls, DeviceAnswer } from './custody-handlers.ts'

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

export interface DeviceControlsOptions {
  readonly device: LedgerSigner
  readonly clock: Clock
  readonly account: () => string | null
}

/** What the Ledger screen asks of the device itself. */
export function composeDeviceControls({
  device,
  clock,
  account,
}: DeviceControlsOptions): Pick<
  CustodyControls,
  'readAccounts' | 'compareAddress' | 'signPractice'
> {
  return {
    readAccounts: (request) => readAccounts(device, request),
    async compareAddress(derivationPath) {
      const answer = await device.getAddress(derivationPath, true)
      return answer.ok ? { ok: true, value: { derivationPath, address: answer.address } } : answer
    },
    async signPractice() {
      const statement = {
        kind: 'practiceMessage',
        account: account() ?? '',
        tsMs: Math.floor(clock.wallMs()),
      } as const
      const signed = await device.signStatement(`${CUSTODY_REQUEST}practice`, statement)
      if (!signed.ok) return signed
      const { r, s, v } = signed.signature
      const signature = `${r}${s.slice(2)}${v.toString(16)}`
      return { ok: true, value: { recoveredAddress: signed.recoveredAddress, signature } }
    },
  }
}
