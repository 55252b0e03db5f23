import './custody.css'
import './receipts.css'
import { useCallback, useEffect, useState } from 'react'
import type { ReceiptsVerdictView, ReceiptView } from '#contract/custody.ts'
import { ask } from '../../state/desk-request.ts'
import { useDesk } from '../../state/desk-store.ts'
import { notify } from '../../state/notices.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Empty } from '../../ui/Panel.tsx'
import { ScreenFrame } from '../../ui/ScreenFrame.tsx'
import { ReceiptEntry } from './ReceiptEntry.tsx'

const broken = (): void => notify('error', 'The desk does not answer.')

/** The newest page is read again whenever a ticket ends. */
function useReceipts(): {
  readonly receipts: readonly ReceiptView[]
  readonly readOlder: () => void
} {
  const [receipts, setReceipts] = useState<readonly ReceiptView[]>([])
  const signed = useDesk((slices) => slices.tickets.filter((one) => one.stage === 'done').length)
  const read = useCallback(async (beforeSeq: number | null): Promise<readonly ReceiptView[]> => {
    const answer = await ask('getReceiptsPage', { beforeSeq })
    if (answer.ok) return answer.value
    notify('error', answer.error.message)
    return []
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new signature is the reason to read
  useEffect(() => {
    read(null).then(setReceipts, broken)
  }, [read, signed])
  const readOlder = (): void => {
    const last = receipts.at(-1)
    if (last === undefined) return
    read(last.seq).then((older) => setReceipts([...receipts, ...older]), broken)
  }
  return { receipts, readOlder }
}

function Verdict({ verdict }: { readonly verdict: ReceiptsVerdictView | null }) {
  if (verdict === null) return null
  return (
    <div className="receipts-verdict" role="status" data-whole={verdict.isWhole}>
      <Icon name={verdict.isWhole ? 'check' : 'warning'} />
      <p>{verdict.sentence}</p>
    </div>
  )
}

function ReceiptsActions(props: {
  readonly isEmpty: boolean
  readonly onVerdict: (verdict: ReceiptsVerdictView) => void
}) {
  const [isBusy, setIsBusy] = useState(false)
  const verify = (): void => {
    setIsBusy(true)
    ask('verifyReceipts', {})
      .then((answer) => {
        if (answer.ok) props.onVerdict(answer.value)
        else notify('error', answer.error.message)
      })
      .catch(broken)
      .finally(() => setIsBusy(false))
  }
  const save = (): void => {
    ask('exportReceipts', {})
      .then((answer) => {
        if (!answer.ok) notify('error', answer.error.message)
        else if (answer.value !== null) notify('info', `The receipts are in ${answer.value}.`)
      })
      .catch(broken)
  }
  return (
    <>
      <ActionButton onPress={save} isDisabled={props.isEmpty}>
        Export
      </ActionButton>
      <ActionButton tone="ink" onPress={verify} isPending={isBusy} isDisabled={props.isEmpty}>
        Verify all
      </ActionButton>
    </>
  )
}

/** Every signature that was made, with what it was for; whole as long as the chain holds. */
export function ReceiptsScreen() {
  const { receipts, readOlder } = useReceipts()
  const [verdict, setVerdict] = useState<ReceiptsVerdictView | null>(null)
  const canReadOlder = (receipts.at(-1)?.seq ?? 1) > 1
  return (
    <ScreenFrame
      title="Approval receipts"
      lead="What was signed, when, by whom and for which words. Each receipt is chained to the one before."
      aside={<ReceiptsActions isEmpty={receipts.length === 0} onVerdict={setVerdict} />}
    >
      <Verdict verdict={verdict} />
      {receipts.length === 0 ? (
        <Empty title="No receipts yet.">The first signature leaves the first receipt.</Empty>
      ) : (
        <ol className="receipts" aria-label="Receipts">
          {receipts.map((receipt) => (
            <ReceiptEntry
              key={receipt.seq}
              receipt={receipt}
              isWrong={verdict?.wrongSeq === receipt.seq}
            />
          ))}
        </ol>
      )}
      {canReadOlder ? <ActionButton onPress={readOlder}>Older receipts</ActionButton> : null}
    </ScreenFrame>
  )
}
