import { useEffect, useState } from 'react'
import type { ProposalRequest } from '#contract/requests.ts'
import type { PreviewView } from '#contract/views.ts'
import { ask } from '../../state/desk-request.ts'
import { useDesk } from '../../state/desk-store.ts'

const TYPING_MS = 250
/** The market moves on while the ticket is being thought about. */
const AGAIN_MS = 3000

export type Preview =
  | { readonly state: 'none' }
  | { readonly state: 'asking'; readonly last: PreviewView | null }
  | { readonly state: 'known'; readonly view: PreviewView }
  | { readonly state: 'failed'; readonly message: string }

const lastView = (preview: Preview): PreviewView | null =>
  preview.state === 'known' ? preview.view : preview.state === 'asking' ? preview.last : null

/** What an answer stands on besides the proposal; when it changes, it is asked again at once. */
const useGround = (): string =>
  useDesk(({ status, account }) => ({
    ground: `${status.venue.state} ${status.risk.state} ${account === null}`,
  })).ground

/** What the risk manager would say of this proposal now; asked again while it stands. */
export function usePreview(proposal: ProposalRequest | null): Preview {
  const [preview, setPreview] = useState<Preview>({ state: 'none' })
  const ground = useGround()
  const key = proposal === null ? null : JSON.stringify(proposal)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another ground, another answer
  useEffect(() => {
    if (key === null) {
      setPreview({ state: 'none' })
      return
    }
    let isCurrent = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const wanted = JSON.parse(key) as ProposalRequest
    setPreview((before) => ({ state: 'asking', last: lastView(before) }))
    const load = (): void => {
      ask('previewOrder', wanted)
        .then((answer) => {
          if (!isCurrent) return
          setPreview(
            answer.ok
              ? { state: 'known', view: answer.value }
              : { state: 'failed', message: answer.error.message },
          )
          timer = setTimeout(load, AGAIN_MS)
        })
        .catch(() => {
          if (isCurrent) setPreview({ state: 'failed', message: 'The desk does not answer.' })
        })
    }
    timer = setTimeout(load, TYPING_MS)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [key, ground])
  return preview
}
