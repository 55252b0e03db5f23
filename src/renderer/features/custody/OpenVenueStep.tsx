import { useEffect, useEffectEvent, useState } from 'react'
import type { VenueAccountView } from '#contract/custody.ts'
import { MAINNET_WORD } from '#contract/custody-words.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { LineField } from '../../ui/LineField.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { StepBox, StepProblem } from './StepBox.tsx'
import { useDeviceRequest } from './use-device-request.ts'

type RealMode = VenueAccountView['mode']

/** The account of a venue as main remembers it, asked for once when the step is shown. */
function AccountOfVenue({ mode }: { readonly mode: RealMode }) {
  const { value, problem, start } = useDeviceRequest('getVenueAccounts', {})
  const askOnce = useEffectEvent(start)
  useEffect(() => askOnce(), [])
  const account = value?.find((one) => one.mode === mode)
  if (problem !== null) return <StepProblem problem={problem} />
  if (account === undefined) {
    return <p className="custody-small">First choose an account and compare its address.</p>
  }
  return (
    <p className="custody-small">
      This folder trades{' '}
      <code className="selectable" data-name="venueAccount" data-exact={account.address}>
        {account.address}
      </code>{' '}
      there
      {account.comparedMs === null ? (
        '; compare it on the device before you go on.'
      ) : (
        <>
          , compared on the device <Moment tsMs={account.comparedMs} />.
        </>
      )}
    </p>
  )
}

/** The last step: the desk ends here and starts again on the other venue. */
export function OpenVenueStep({ mode }: { readonly mode: RealMode }) {
  const [typedWord, setTypedWord] = useState('')
  const opening = useDeviceRequest('openVenue', { mode, typedWord })
  const isMainnet = mode === 'mainnet'
  return (
    <StepBox number={5} title={isMainnet ? 'Open mainnet' : 'Open testnet'} isDone={opening.isDone}>
      {isMainnet ? (
        <p className="custody-small">
          Orders there move real money. The desk restarts, tells the risks once and asks for your
          yes; what is open here stays as it is until you come back.
        </p>
      ) : (
        <p className="custody-small">
          Play money at the real venue, signed on the same Ledger. The desk restarts; what is open
          on paper stays as it is until you come back.
        </p>
      )}
      <AccountOfVenue mode={mode} />
      {isMainnet ? (
        <LineField
          label={`Type ${MAINNET_WORD} to confirm`}
          value={typedWord}
          onChange={setTypedWord}
          lengthMax={40}
        />
      ) : null}
      <StepProblem problem={opening.problem} />
      <ActionButton onPress={opening.start} isPending={opening.isWaiting}>
        {isMainnet ? 'Restart on mainnet' : 'Restart on testnet'}
      </ActionButton>
    </StepBox>
  )
}
