import type { Light, StatusView } from '#contract/views.ts'
import { order } from '../../state/desk-request.ts'
import { useDesk } from '../../state/desk-store.ts'
import { useSelectedCoin } from '../../state/selected-coin.ts'
import { useQuote } from '../../state/selectors.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Amount, Dollars } from '../../ui/Amount.tsx'
import { Toggle } from '../../ui/Toggle.tsx'
import { FirstRunPage } from './FirstRunPage.tsx'
import { leaveFirstRun, openStep } from './first-run.ts'

const FEED_WORDS: Record<StatusView['feed']['kind'], string> = {
  synthetic: 'Invented prices from a seed: the same at every start, so that you can try again.',
  replay: 'Recorded prices, replayed.',
  live: 'Live prices of the venue.',
}

const LIGHT_SIGNS: Record<Light, string> = { healthy: '✓', degraded: '!', down: '✕' }

function Part(props: { readonly name: string; readonly light: Light; readonly text: string }) {
  return (
    <li data-light={props.light}>
      <span className="first-run-light" aria-hidden="true">
        {LIGHT_SIGNS[props.light]}
      </span>
      <strong>{props.name}</strong>
      <span>{props.text}</span>
    </li>
  )
}

/** Where the money and the prices come from, and that every part is ready. */
export function AccountPage() {
  const { status, equity, paperPrices } = useDesk((slices) => ({
    status: slices.status,
    paperPrices: slices.preferences.paperPrices,
    equity: slices.account?.equity ?? null,
  }))
  const coin = useSelectedCoin()
  const quote = useQuote(coin)
  const isReady = equity !== null && quote !== null && status.canAct
  return (
    <FirstRunPage
      step="account"
      title="Everything here is yours to break"
      lead={`${status.feed.kind === 'live' ? 'Exchange' : 'Prices, exchange'} and device run inside this window. The bar at the top says so in its own colour, always.`}
      actions={
        <>
          <ActionButton
            tone="ink"
            size="large"
            isDisabled={!isReady}
            onPress={() => openStep('device')}
          >
            To the desk
          </ActionButton>
          <ActionButton tone="quiet" size="large" onPress={() => openStep('welcome')}>
            Back
          </ActionButton>
          <ActionButton tone="quiet" size="large" onPress={() => leaveFirstRun('account')}>
            Leave for now
          </ActionButton>
        </>
      }
    >
      <dl className="first-run-figures">
        <div>
          <dt>Paper money</dt>
          <dd>
            <Dollars value={equity} name="firstRunEquity" />
          </dd>
        </div>
        <div>
          <dt>{coin ?? 'Market'} now</dt>
          <dd>
            <Amount value={quote?.mid ?? null} places={1} before="$" />
          </dd>
        </div>
      </dl>
      <ul className="first-run-parts">
        <Part name="Prices" light={status.venue.light} text={FEED_WORDS[status.feed.kind]} />
        <Part name={status.device.name} light={status.device.light} text={status.device.reason} />
        <Part name="Log" light={status.store.light} text={status.store.reason} />
      </ul>
      {status.feed.kind === 'synthetic' ? (
        <Toggle
          isOn={paperPrices === 'live'}
          label="Live prices from the next start on"
          onChange={(isOn) => order('setPreferences', { paperPrices: isOn ? 'live' : 'invented' })}
        >
          Live prices of the real venue from the next start on: public, without your address
        </Toggle>
      ) : null}
      {isReady ? null : (
        <p className="first-run-wait" role="status">
          Starting the paper exchange…
        </p>
      )}
    </FirstRunPage>
  )
}
