import './health.css'
import { useDesk, useDeskStore } from '../../state/desk-store.ts'
import { Icon } from '../../ui/Icon.tsx'

function Banner({ text, strong }: { readonly strong: string; readonly text: string }) {
  return (
    <div className="banner" data-tone="warning" role="status">
      <Icon name="warning" />
      <p>
        <strong>{strong}</strong> {text}
      </p>
    </div>
  )
}

/** What is wrong and what it means, in one line each. Absent while all is well. */
export function HealthBanners() {
  const { venue, device, store, canAct, feed } = useDesk((slices) => slices.status)
  const mirror = useDeskStore((state) => state.state)
  return (
    <>
      {mirror === 'catchingUp' ? (
        <Banner
          strong="Catching up."
          text="An update was missed; the whole state is being read again."
        />
      ) : null}
      {store.light === 'down' ? (
        <Banner strong="The log cannot be written." text={store.reason} />
      ) : null}
      {venue.state === 'stale' || venue.state === 'down' ? (
        <Banner
          strong={
            venue.state === 'stale' ? 'Prices are old; entries are frozen.' : 'The venue is away.'
          }
          text={venue.reason}
        />
      ) : null}
      {canAct ? null : <Banner strong="Nothing can be signed now." text={device.reason} />}
      {feed.problem ? <Banner strong="Prices are invented." text={feed.problem} /> : null}
      {feed.isFinished ? (
        <Banner strong="The replay has ended." text="Prices stand still at its last candle." />
      ) : null}
    </>
  )
}
