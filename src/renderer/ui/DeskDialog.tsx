import './desk-dialog.css'
import type { ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'

interface DeskDialogProps {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly tone?: 'plain' | 'danger'
  readonly role?: 'dialog' | 'alertdialog'
  readonly size?: 'narrow' | 'wide'
  readonly children: ReactNode
}

/** Modal; Escape closes it, a click beside it does not. */
export function DeskDialog(props: DeskDialogProps) {
  const { title, isOpen, onClose, tone = 'plain', role = 'dialog', size = 'narrow' } = props
  return (
    <ModalOverlay
      className="dialog-veil"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Modal className={`dialog dialog-${tone} dialog-${size}`}>
        <Dialog role={role} className="dialog-box">
          <Heading slot="title" level={2} className="dialog-title">
            {title}
          </Heading>
          {props.children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
