import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { marketNow, useReading } from '../state/desk-clock.ts'
import { order } from '../state/desk-request.ts'
import { useDesk } from '../state/desk-store.ts'
import { Icon } from '../ui/Icon.tsx'
import { clockText, dayText, exactMoment } from '../ui/time-text.ts'

const FEED_WORDS = { synthetic: 'synthetic', replay: 'replay', live: 'live' }
const SPEEDS = [1, 10, 60, 300, 1000, 5000] as const

function Reading() {
  const { feed } = useDesk((slices) => ({ feed: slices.status.feed }))
  const nowMs = useReading(marketNow, 250)
  const speed = feed.speed === null || feed.speed === 1 ? '' : ` ×${feed.speed}`
  return (
    <>
      <span className="cell-name">
        {dayText(nowMs)} · {feed.isFinished ? 'ended' : FEED_WORDS[feed.kind]}
        <span className="clock-speed">{speed}</span>
      </span>
      <time
        className="cell-value"
        dateTime={new Date(nowMs).toISOString()}
        title={exactMoment(nowMs)}
      >
        {clockText(nowMs)} UTC
      </time>
    </>
  )
}

/** The venue's clock. In a replay it is also the way to change its speed. */
export function MarketClock() {
  const { feed } = useDesk((slices) => ({ feed: slices.status.feed }))
  if (feed.kind !== 'replay') {
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
      <div className="cell" role="group" aria-label="Market clock" title={feed.label}>
        <Reading />
      </div>
    )
  }
  return (
    <MenuTrigger>
      <Button className="cell clock-button" aria-label={`Replay speed: ${feed.speed ?? 1}`}>
        <Reading />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu
          className="list-box"
          aria-label="Replay speed"
          selectionMode="single"
          selectedKeys={[String(feed.speed ?? 1)]}
          onAction={(key) => order('setReplaySpeed', { speed: Number(key) })}
        >
          {SPEEDS.map((speed) => (
            <MenuItem key={speed} id={String(speed)} className="list-item" textValue={`×${speed}`}>
              ×{speed}
              {speed === feed.speed ? <Icon name="check" size={12} /> : null}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
