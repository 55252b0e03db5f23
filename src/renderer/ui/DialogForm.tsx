import type { ReactNode } from 'react'
import { Form } from 'react-aria-components'

/** A form inside a dialog: Enter sends it, and nothing leaves the page. */
export function DialogForm(props: { readonly onSubmit: () => void; readonly children: ReactNode }) {
  return (
    <Form
      className="dialog-form"
      onSubmit={(event) => {
        event.preventDefault()
        props.onSubmit()
      }}
    >
      {props.children}
    </Form>
  )
}
