const COMMANDS = `sudo cp 20-countersign-ledger.rules /etc/udev/rules.d/
sudo udevadm control --reload-rules
sudo udevadm trigger`

/** On Linux a rule has to give the device to the person at the computer; elsewhere nothing. */
export function LinuxNote() {
  if (!navigator.userAgent.includes('Linux')) return null
  return (
    <details className="linux-note">
      <summary>Plugged in, but not found or not opened? Install the udev rules.</summary>
      <p className="custody-small">
        Linux hands a USB device to you only when a rule says so. The rules are in the folder{' '}
        <code>resources/linux</code> of Countersign. Open a terminal there, once:
      </p>
      <pre className="linux-commands selectable">{COMMANDS}</pre>
      <p className="custody-small">
        Then unplug the Ledger and plug it in again. If the USB library is missing:{' '}
        <code>sudo apt install libusb-1.0-0</code>.
      </p>
    </details>
  )
}
