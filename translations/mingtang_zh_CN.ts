<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>Control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ControlForm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LinkState</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SettingForm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SettingHelp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Age</name>
    <message>
        <source>{n} s ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} h ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} d ago</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CardDock</name>
    <message>
        <source>Pinned to {name}. Click to follow the selected device again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pin to the device shown now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take out of the window, or put back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close (the menu brings it back)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CellsPanel</name>
    <message>
        <source>Zoom the bars to the spread of the cells (Z)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell voltages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This board does not report single cells.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outside limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>highest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lowest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>balancing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>implausible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell {n}: {value} V</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limits {low} to {high} V, from the board&apos;s settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limits {low} to {high} V, usual for this chemistry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As received: {raw}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConfirmCard</name>
    <message>
        <source>{what}: {name}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Way back: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} now: {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConnectForm</name>
    <message>
        <source>Simulated: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No serial port found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Baud rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address (made from the above, or your own)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for ports again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find out</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Control</name>
    <message>
        <source>Charging switch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switching charging off stops the charger. A charger or inverter that this pack feeds may shut down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch it on here again; the link stays up while the pack has charge.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge switch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switching discharge off cuts the power of everything the pack feeds: the vehicle, and this link too if its adapter or Bluetooth module runs from the pack&apos;s output.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch it on here again. If the link is gone, connect a charger to wake the board, then reconnect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balance function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without balancing the cells drift apart over time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch it on here again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>485 lock function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With the lock function on, the RS485 master can lock the pack.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch it off here again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Locking cuts discharge.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock it here again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlocking allows discharge.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock it here again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System restart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board restarts; power and link may drop for some seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The desk reconnects by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Factory data reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All settings go back to the factory&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A snapshot is kept in the history before it is sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear counters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board&apos;s protection counters go to zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They cannot be written back; the history keeps the old figures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set SOC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board counts on from this charge; a wrong figure misleads the rider.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set it again, or charge the pack full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set clock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board&apos;s clock is set to this computer&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Locate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tracker reports its position at once.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ControlForm</name>
    <message>
        <source>Switch on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Locate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Current may flow from now on, unless a protection forbids it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board evens out its cells by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The RS485 master can lock the pack no more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch it off here again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch it on here again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ControlPanel</name>
    <message>
        <source>Sending and reading back…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>× Not confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ The board confirms: {state}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ Confirmed: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>? Sent, but the board does not confirm it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not on this board: {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This board has no “{name}”.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ControlRow</name>
    <message>
        <source>{verb}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{verb}: {name}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Counter</name>
    <message>
        <source>Cell over-voltage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell under-voltage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total over-voltage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total under-voltage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge over-current</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge over-current</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge over-temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge low-temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge over-temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge low-temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Short circuit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DeviceRow</name>
    <message>
        <source>Disconnect</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DevicesPanel</name>
    <message>
        <source>Connect…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying {uri} …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No device connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plug the adapter in and connect, or try a simulated pack.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Error</name>
    <message>
        <source>“{uri}” is not a device address: {detail}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write it like serial:///dev/ttyUSB0?protocol=jbd or tcp://host:port?protocol=jbd.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{detail}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{command} --help” shows how.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped by the user.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journal tells what had been written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no transport “{scheme}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known transports: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no protocol “{protocol}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known protocols: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No known board answered at {where}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check wiring, baud rate and power, or name the board with protocol=…. Tried: {tried}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{value}” is no valid value for {option}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allowed: {allowed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no setting “{name}” on this board.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“settings read” lists what the board has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no action “{action}” with value “{value}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known actions: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no simulated board “{model}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known models: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The simulator cannot be started so: {detail}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“simulate --list” shows models, values and faults.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{action} was not confirmed; nothing was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirm it, or pass --yes on the command line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The package “{package}” is not installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install mingtang-desk[{extra}].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no port {where}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plug the adapter in, check its driver, or choose one of: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port {where} is in use by another program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the other program or window that holds this port, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You may not open port {where}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On Linux add yourself to the group “{group}” (sudo usermod -aG {group} $USER) and log in again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port {where} does not accept these settings: {detail}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another baud rate or adapter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing listens at {where}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check address, port number and that the converter is switched on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host of {where} cannot be found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the name or write its IP address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{where} did not accept the connection within {seconds} s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the network and that the converter is switched on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{where} cannot be reached: {detail}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the network between this computer and the converter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{where} takes no bytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the adapter and its flow control, or plug it in again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The link to {where} was cut.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check cable and power; the desk reconnects by itself while the device is open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording {where} has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open it again to play it from the start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The link to {where} is not open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{where} did not answer ({what}, {tries} tries).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check wiring (A and B swapped?), baud rate and address; wake a sleeping board by charger or button.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{where} sends bytes, but none that make a valid frame ({what}, {tries} tries).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most often the baud rate or the protocol is wrong, or two masters share the bus.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing is locked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock writing in the strip at the top, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{where} is a recording and cannot be written to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect the device itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A reply to {what} is too short or contradicts itself: {detail}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save a capture and report it; nothing was shown from this reply.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board answered {got} when {what} was asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another master may be talking on the same bus.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At {where} now answers {got}, before it was {before}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sent to it. Look which pack is connected, then read it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board refused {what} (code {code}: {meaning}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the settings again; a password or another state of the board may be needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board uses the new values but did not save them ({code}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They may be gone after a restart. Write them again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No valid frame in these bytes ({bad_frames} bad frames, {ignored_bytes} bytes ignored).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the protocol, or try --lenient to look at frames with a bad checksum.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{text}” is not hexadecimal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write bytes as pairs of 0-9 and A-F.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This board has no “{what}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“protocols” lists what each board can do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} = {value} is outside {minimum} to {maximum} {unit}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sent. Choose a value inside the range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} = {value} cannot be stored; the board knows {allowed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sent. Choose one of these values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} = “{value}” is not {expected}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is shown only; it cannot be written on this board.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sent. {detail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{detail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sent. Change the values so that they agree.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no written change of {device} to undo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“history list” shows what was written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last change of {device} cannot be undone: {names} changed since.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sent. Set the values one by one if you want the old ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} was sent, but the board still reports {read} instead of {sent}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not in effect. Look at active protections, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} was sent, but its effect could not be read back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the state again before you rely on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be read: {detail}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the path and its permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be written: {detail}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check free space and permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}, line {line}: {detail}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not a capture of this program or it is damaged there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is not a settings file: {detail}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“settings read” writes such a file; nothing was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} was made for {theirs}, this board is {ours}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The history {path} is damaged: {detail}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was left untouched. Move it away or name another file with --history.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The history {path} is locked by another program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the other program, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The history {path} was written by a newer version ({detail}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Update this program; the file was left untouched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journal could not be written: {detail}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sent to the device. Free space or choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The device was written, but the journal could not keep the result: {detail}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journal shows this change as unknown. Read the settings to see what is in effect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The preferences {path} are damaged at line {line}: {detail}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Defaults are used; the file is kept as it was until you mend or delete it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ErrorLine</name>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Event</name>
    <message>
        <source>Cell over-voltage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell under-voltage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total over-voltage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total under-voltage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge over-current</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge over-current</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Short circuit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge over-temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge low-temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge over-temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge low-temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Board over-temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Board low-temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MOSFET over-temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell difference too large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secondary over-voltage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secondary under-voltage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Low charge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High charge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temperature difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Front-end IC error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge MOSFET broken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge MOSFET broken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MOSFETs locked by command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temperature sensor broken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Internal communication error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Current sensor broken</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>{a} ({a_value}) must be above {b} ({b_value}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{a} ({a_value}) must not be below {b} ({b_value}).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Headline</name>
    <message>
        <source>SOC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pack</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Current</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n active protection(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Journal</name>
    <message>
        <source>Connected, {where}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnected, {where}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link lost, {where}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No answer, {where}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Protection: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Protection over: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alarm: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alarm over: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fault: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fault over: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>? unknown (interrupted)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by {who}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>journal number {number}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JournalPanel</name>
    <message>
        <source>This device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lines of which devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the selected line, or all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo the last write…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes and events, newest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No history is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every write and every event is listed here as soon as it happens.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>highest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lowest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>balancing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outside limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hatched grey: old value. ?: implausible value.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Link</name>
    <message>
        <source>Serial</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TCP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bluetooth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Simulated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OFFLINE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CONNECTING</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NO ANSWER</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>REPLAY</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SIMULATOR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No device connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a port or a simulated pack under Devices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying {where}. This can take some seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{where} is closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No answer, last values {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board may be asleep: wake it by charger or button, or check the wiring.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the first values…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LinkState</name>
    <message>
        <source>Not connected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board does not answer; it may be asleep.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The link was cut; the desk reconnects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a recording; nothing can be sent to it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LockLine</name>
    <message>
        <source>Writing is locked; nothing can be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock writing</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Menu</name>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock or unlock writing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temperatures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panels</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Outcome</name>
    <message>
        <source>applied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clamped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board reads back {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board stored {value} instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board kept {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It could not be read back; read the settings before you rely on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} applied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} clamped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board&apos;s counters were cleared; they are kept in the history.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also changed, though not written: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Control</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Reason</name>
    <message>
        <source>This value is shown for support; it is changed through its decoded fields.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The front-end chip of this board is not known; add ic=ti to its address if it is a TI one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shunt of this board is not known, so amperes cannot be set.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RecentRow</name>
    <message>
        <source>Forget this address</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>Writing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What will be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Board: {name} ({where})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo the last write?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing and reading back…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>? Stopped, the result is unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the settings to see what the board stored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write 1 value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write {count} values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the values so that they agree; until then nothing is written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the board already: {finding}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReviewTable</name>
    <message>
        <source>Setting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it means</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Setting</name>
    <message>
        <source>Charge over-current 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge over-current 1 duration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge over-current 1 recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge over-current 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge over-current 2 duration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge over-current 2 recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge over-current 3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge over-current 3 duration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge over-current 3 recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge over-current 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge over-current 1 duration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge over-current 1 recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge over-current 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge over-current 2 duration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge over-current 2 recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge over-current 3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge over-current 3 duration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge over-current 3 recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Short circuit current</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Short circuit delay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Short circuit recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard capacity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full capacity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Battery type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rated current</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell over-voltage protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell over-voltage recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell under-voltage protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell under-voltage recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell differential protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total over-voltage protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total over-voltage recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total under-voltage protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total under-voltage recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secondary charge protection voltage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secondary discharge protection voltage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell secondary over-voltage protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell secondary under-voltage protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balance start voltage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balance difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell over-voltage delay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell under-voltage delay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total over-voltage delay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total under-voltage delay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell secondary over-voltage delay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell secondary under-voltage delay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mainboard over-temperature protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mainboard over-temperature recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mainboard low-temperature protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mainboard low-temperature recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge over-temperature protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge over-temperature recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge low-temperature protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge low-temperature recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge over-temperature protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge over-temperature recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge low-temperature protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge low-temperature recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MOSFET over-temperature protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MOSFET over-temperature recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MOSFET low-temperature protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MOSFET low-temperature recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge over-temperature delay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge low-temperature delay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge over-temperature delay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge low-temperature delay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell voltage at 100 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell voltage at 80 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell voltage at 60 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell voltage at 40 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell voltage at 20 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell voltage at 0 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Self-discharge rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shunt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch control time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LED time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Function bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temperature sensors in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cycle count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Register 38</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Register 39</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Production date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Barcode</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingForm</name>
    <message>
        <source>Normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Current</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board stores {allowed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allowed: {allowed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not a whole number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shown only; this board does not let it be set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allowed: {minimum} to {maximum} {unit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in steps of {step} {unit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most {count} bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>acts earlier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>acts later</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingHelp</name>
    <message>
        <source>Current limit of this level, a positive number. A higher level number acts at another current and delay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long the current must exceed the limit before the board acts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long after the trip the board lets current flow again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Capacity the pack was designed for. The board counts SOC against it or against the full capacity.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Capacity the pack really has from full to empty; the board may correct it by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells in series. A wrong number makes the board see missing or extra cells and cut off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell chemistry. It decides which voltages are sane.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Current the board is built for. Shown only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charging is cut when any cell rises above this. NMC 4.25 V, LFP 3.65 V at most.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charging is allowed again when all cells are below this. Must be below the protection value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharging is cut when any cell falls below this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharging is allowed again when all cells are above this. Must be above the protection value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board acts when highest and lowest cell differ by more than this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charging is cut when the pack voltage rises above this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charging is allowed again below this pack voltage.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharging is cut when the pack voltage falls below this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharging is allowed again above this pack voltage.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last line of defence of the whole pack while charging.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last line of defence of the whole pack while discharging.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hardware limit of a single cell, above the normal protection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hardware limit of a single cell, below the normal protection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells are balanced only above this voltage.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balancing begins when cells differ by more than this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long the limit must be exceeded before the board acts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board acts when the temperature rises above this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board lets go again below this. Must be below the protection value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board acts when the temperature falls below this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board lets go again above this. Must be above the protection value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long the temperature must be outside before the board acts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell voltage at rest that the board takes for this charge.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 switch, 1 load detection, 2 balance, 3 balance while charging, 4 LED, 5 LED count, 6 FCC limit, 7 RTC, 8 charge handshake, 9 GPS, 10 buzzer, 11 starter battery, 12 capacity and current in tenths.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The register as it is, for support.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plain ASCII text kept by the board.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the board subtracts from the charge while it rests.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resistance of the current sensor; all currents depend on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time of the external switch before the board reacts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long the charge LEDs stay on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bit 0 is sensor 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number given by the maker.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cycles the board has counted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Year, month and day, like 2026-11-22.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>New value of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setup…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up {name}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{text} mV = {value}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same as on the board</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>= {value}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsForm</name>
    <message>
        <source>Pages of settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a setting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No setting of this board has this in its name.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read all settings from the board (F5)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review and write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show every changed value before it is written (Ctrl+Shift+W)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard what was typed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo the last write… (Ctrl+Z)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings of this board cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings have not been read yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings of this board can be read, not written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read at {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} cannot be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No changes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatsPanel</name>
    <message>
        <source>Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the counters from the board (F5)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This board does not count its protections.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The counters have not been read yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the counters…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read at {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} (computed)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Differences since {time}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Total voltage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Current</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charging current</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge current</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Power</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SOC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SOH</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Residual capacity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full capacity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard capacity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cycles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Highest cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lowest cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Board temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MOSFET temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charging switch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge switch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balance function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>485 lock function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>485 lock status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SIM state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SIM signal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Located</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Satellites</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Battery type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Battery code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vendor code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Production date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BMS time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Battery temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>External temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balancer temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ambient temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning information</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Short circuit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temperature protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charging protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discharge protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balancing cells</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusPanel</name>
    <message>
        <source>Read now (F5)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clock of the board</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values of the board</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This board reports no status.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} samples/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n bad frame(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n retried</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Good frames: {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Damaged frames: {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes in no frame: {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests sent again: {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests nobody answered: {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency: {n} ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s), show them in Status</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Writing unlocked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing is allowed. Click to make the desk read-only again (Ctrl+L).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The desk only reads. Click to allow writing (Ctrl+L).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Serial port (UART, RS485)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TCP converter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Simulated pack</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Word</name>
    <message>
        <source>on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>locked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unlocked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>idle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>charging</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>discharging</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ternary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lithium iron</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>manganese</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>titanate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OK</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open circuit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>short circuit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not reported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message>
        <source>SettingForm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SettingHelp</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
